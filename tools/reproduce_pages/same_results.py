# SPDX-License-Identifier: Apache-2.0
"""What must be equal, what must add up, and what must be noticed."""

import re

from .runs import command


ALIKE = [("--single-step", "bursts and sleep change nothing"),
         ("-j 1", "one process instead of two changes nothing"),
         ("--module-order 7", "the order of modules within an edge changes nothing"),
         ("--dispatch baseline", "kernels without vector instructions change nothing"),
         ("--dispatch avx2", "kernels for AVX2 change nothing")]
FAULTS = [("product", 3, "one product in each group is not added"),
          ("halo", 3, "one message to one PE in each group is lost"),
          ("weight_vector", 3, "one weight vector of each group is not broadcast"),
          ("placeholder", 3, "one placeholder of each group's weights is skipped"),
          ("deadlock", 1, "one PE never reports the end of a group")]


def write(page, gossamer, identities):
    first = len(identities.all)
    base = gossamer.right("--check")
    same_bytes(gossamer, identities, base)
    without_values(gossamer, identities, base)
    no_queues(gossamer, identities)
    sums(identities, base)
    counters(identities, base)
    page.heading("Identities")
    page.text(f"""Each row is checked whenever this page is written; the page is not written when
        one does
        not hold. Bytes are those of `report.json`, compared by SHA-256. `RUN` stands for
        `{command('-j 2')}`.""")
    page.table(["what", "command", "result"],
               [[i.what, f"`RUN {i.command}`", i.result] for i in identities.all[first:]], words=3)
    page.text(f"SHA-256 of `report.json`: `{base.digest}`")
    page.command(command("-j 2", "--check"), "sha256sum out/alexnet/report.json")
    faults(page, gossamer, identities)


def same_bytes(gossamer, identities, base):
    checked = all(layer["checked"] for layer in base.layers)
    identities.add("every output equals the reference kernel", "--check",
                   "equal" if checked else "different", checked)
    for option, what in ALIKE:
        run = gossamer.run("--check", *option.split())
        if option.startswith("--dispatch") and run.code == 2:
            identities.add(what, f"--check {option}", "this host lacks the instructions", True)
            continue
        same = run.digest == base.digest
        identities.add(what, f"--check {option}", "same bytes" if same else "different", same)


def strip(layer):
    """What a run without values must share with one that has them."""
    counters = {path: n for path, n in layer["counters"].items() if path != "pe/oaram"}
    return (layer["cycles"], layer["slots"], layer["activity"], counters, layer["effectual_macs"],
            layer["dram_read_bytes"])


def without_values(gossamer, identities, base):
    run = gossamer.right("--no-values")
    same = [strip(layer) for layer in run.layers] == [strip(layer) for layer in base.layers]
    identities.add("without values: the same cycles, slots, activities, DRAM bytes and all "
                   "counters but those of `pe/oaram`, whose output masks are drawn", "--no-values",
                   "equal" if same else "different", same)


def no_queues(gossamer, identities):
    one, none = "--set accumulator.enqueue_width=1", "--set accumulator.queue_depth=0"
    cycles = [[layer["cycles"] for layer in gossamer.right(*option.split()).layers]
              for option in (one, none)]
    same = cycles[0] == cycles[1]
    identities.add("a queue that takes one product per edge is as good as none: the same cycles as "
                   "with `queue_depth=0`", one, "equal" if same else "different", same)


def sums(identities, run):
    modules = sum(len(layer["activity"]) for layer in run.layers)
    added = all(sum(activity.values()) == layer["cycles"]
                for layer in run.layers for activity in layer["activity"].values())
    identities.add("busy, waiting and idle cycles of each module in each layer sum to its cycles",
                   "--check", f"{modules} sums, {'all equal' if added else 'not all equal'}", added)
    slots = all(sum(layer["slots"].values()) == layer["multipliers"] * layer["cycles"]
                for layer in run.layers)
    identities.add("slots sum to multipliers x cycles", "--check",
                   f"{len(run.layers)} layers, {'all equal' if slots else 'not all equal'}", slots)


def counters(identities, run):
    """The same quantity counted by different parts of the machine."""
    pairs = [
        ("effectual MACs: slot `useful`, transfers through the crossbar and additions agree",
         lambda l, c: {l["effectual_macs"], l["slots"]["useful"],
                       c["pe/accumulators"]["accumulate"], c["pe/scatter/crossbar"]["transfer"]}),
        ("multiplications of two non-zeros: the counter equals `useful` and `outside_plane`",
         lambda l, c: {c["pe/multipliers"]["multiply"],
                       l["slots"]["useful"] + l["slots"]["outside_plane"]}),
        ("multiplications by placeholders: the counter equals the slot `placeholder`",
         lambda l, c: {c["pe/multipliers"]["multiply_zero"], l["slots"]["placeholder"]}),
        ("what enters the bank queues leaves them",
         lambda l, c: {c["pe/scatter/queues"]["push"], c["pe/scatter/queues"]["pop"]}),
        ("sums sent over halo links are all added by their owners",
         lambda l, c: {c["pe/halo_links"]["transfer"], c["pe/accumulators"]["add_halo"]}),
        ("vectors broadcast are vectors decoded",
         lambda l, c: {c["broadcast"]["transfer"], c["sequencer"]["decode"]}),
        ("bytes read: the DRAM's counter equals the layer's",
         lambda l, c: {c["dram"]["read_byte"], l["dram_read_bytes"]})]
    for what, values in pairs:
        equal = all(len(values(layer, layer["counters"])) == 1 for layer in run.layers)
        identities.add(what, "--check", "equal in every layer" if equal else "different", equal)


def found_in(errors):
    """Names of the layers that the messages of a failed check are about."""
    return list(dict.fromkeys(re.findall(r"^layer '([^']+)'", errors, re.MULTILINE)))


def faults(page, gossamer, identities):
    page.heading("Faults put in on purpose")
    page.text("""A check that never fails proves nothing. A hidden option makes the machine lose
        something in every output-channel group
        ([decision 0006](decisions/0006-faults-in-every-group.md)). *Layers* are those whose
        check fails. There is nothing to skip where a layer has no placeholders, so not every
        layer must notice; a test without ReLU covers each fault.""")
    rows = []
    for fault, code, what in FAULTS:
        run = gossamer.run("--check", "--inject", fault)
        message = next(iter(run.errors.splitlines()), "")
        rows.append([f"`{fault}`", what, run.code, ", ".join(found_in(run.errors)), message])
        identities.reason(f"faults: '{fault}' ends with code {code}", run.code == code)
    page.table(["fault", "what is lost", "exit code", "layers", "first line of the message"], rows,
               words=5)
    page.command(f"for fault in {' '.join(name for name, _, _ in FAULTS)}; do",
                 "  " + command("--check", "--inject $fault", output="out/fault")
                 + " 2>&1 >/dev/null | head -1", "done")
