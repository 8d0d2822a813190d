# SPDX-License-Identifier: Apache-2.0
"""Every layer of every shipped workload, checked, and what bounds it."""

from .page import number, percent
from .runs import (ALEXNET, ALEXNET_NATIVE, GOOGLENET, RESNET50, VGG16, VGG16_FC, WORKLOADS,
                   command, layer_of, layers_like, over, share, stem)

SEEN = 0.02  # a slot has a column if it takes more in some layer


def write(page, gossamer, identities):
    runs = {workload: gossamer.right("--check", workload=workload) for workload in WORKLOADS}
    page.heading("Every layer of every shipped network")
    summary(page, runs, identities)
    for workload, run in runs.items():
        layer_table(page, workload, run)
        reasons = REASONS[workload]
        page.text(reasons[0](run))
        for what, holds in reasons[1](run):
            identities.reason(f"{stem(workload)} ({what})", holds)


def summary(page, runs, identities):
    page.text("""*Checked*: every output, read back out of the simulated memories or DRAM, equals
        the
        reference kernel bit for bit, and the effectual MACs are those of the tensors.""")
    page.command("for network in " + " ".join(map(stem, runs)) + "; do",
                 "  " + command("--check", "-j 2", workload="workloads/$network.yaml",
                                output="out/$network"), "done")
    rows = []
    for workload, run in runs.items():
        checked = sum(layer["checked"] for layer in run.layers)
        totals = run.totals
        rows.append([f"`{workload}`", len(run.layers), checked, number(totals["macs"]),
                     number(totals["effectual_macs"]), number(totals["cycles"]),
                     percent(totals["utilization"]), f"{totals['energy_pj'] / 1e6:,.0f}",
                     number(totals["dram_read_bytes"] + totals["dram_write_bytes"])])
        identities.reason(f"{stem(workload)}: every layer is checked", checked == len(run.layers))
        identities.reason(f"{stem(workload)}: no layer is faster than its bounds",
                          all(layer["cycles"] >= layer["metrics"][bound] for layer in run.layers
                              for bound in ("compute_bound_cycles", "dram_bound_cycles")))
    page.table(["workload", "layers", "checked", "MACs", "effectual MACs", "cycles",
                "utilisation / %", "energy / uJ", "DRAM bytes"], rows)
    page.text("""The tables below are **predictions**. Cycles are those of the machine's clock;
        utilisation is effectual MACs / (multipliers x cycles). Energy includes DRAM and leakage;
        its prices are generic ([cost.md](cost.md)) and not calibrated. *Compute* is the edges of
        the busiest PE and *DRAM* the layer's bytes divided by the bandwidth: no layer is faster
        than either. Slots are in percent of multipliers x cycles
        ([timing/scnn.md](timing/scnn.md), section 8); those that nowhere in a table exceed 2 % have
        no column. *Spilled*: activations went through DRAM.""")


def visible_slots(layers):
    """Slots that are worth a column, in the machine's order."""
    return [slot for slot in layers[0]["slots"]
            if any(share(layer, slot) > SEEN for layer in layers)]


def layer_table(page, workload, run):
    slots = visible_slots(run.layers)
    page.heading(stem(workload), 3)
    page.command(command("--check", workload=workload))
    rows = []
    for layer in run.layers:
        metrics = layer["metrics"]
        rows.append([layer["name"], layer["choices"]["mapping"], "yes" if layer["spilled"] else "",
                     number(layer["cycles"]), percent(layer["utilization"]),
                     *(number(int(metrics[name])) for name in
                       ("compute_bound_cycles", "dram_bound_cycles", "time_tiles", "kc")),
                     *(percent(share(layer, slot)) for slot in slots)])
    page.table(["layer", "mapping", "spilled", "cycles", "utilisation / %", "compute", "DRAM",
                "time tiles", "kc", *(f"`{slot}`" for slot in slots)], rows, words=3)


def bound(layer, name, within):
    return layer["cycles"] <= (1 + within) * layer["metrics"][f"{name}_bound_cycles"]


def alexnet_why(run):
    return f"""Waiting comes from cutting the plane (next section), `partial_vector` from planes of
        13 x 13: the largest tile has four inputs of a channel, and after ReLU about half of them or
        fewer are left to fill the vector of four. The DRAM is never near its limit."""


def alexnet_claims(run):
    late = layers_like(run, "conv[345]")
    return [("partial vectors are the largest loss of conv3 to conv5",
             all(max(layer["slots"], key=lambda s: layer["slots"][s] * (s != "useful"))
                 == "partial_vector" for layer in late)),
            ("the DRAM is not near its limit",
             all(layer["metrics"]["dram_bound_cycles"] < 0.3 * layer["cycles"]
                 for layer in run.layers))]


def native_why(run):
    return f"""conv1 as trained, with stride 4, beats its space-to-depth form above
        although its plane is cut into 16 phases: an input plane of 227 leaves the last row and
        column of tiles nearly full, while 57 = 7 x 8 + 1 leaves them one input wide. The fully
        connected layers have one input per channel. In the planar mapping that keeps one PE of 64
        busy; in the channel mapping all, and that is the faster one, though by no more than one
        and a half times: a block of eight sparse weights is one vector, mostly not full, and four
        vectors per edge is what the broadcast takes (`weight_starvation`). One image at a time,
        such layers are not what this machine is for."""


def fully_connected(run):
    return [layer for layer in run.layers if layer["kind"] == "gemm"]


def native_claims(run):
    dense = fully_connected(run)
    return [("conv1 waits less than five percent for other PEs",
             share(layer_of(run, "conv1"), "weight_starvation") < 0.05),
            ("fully connected layers leave all PEs but one idle, or wait for weights",
             all(share(layer, "no_tile") + share(layer, "weight_starvation") > 0.9
                 for layer in dense)),
            ("the channel mapping of them is faster, up to 1.6 times", by_channels(dense)),
            ("they are bound by the broadcast",
             all(broadcast_edges(layer) > 0.95 * layer["cycles"] for layer in dense))]


def by_channels(layers):
    return all(layer["choices"]["mapping"] == "channel"
               and 1.2 < layer["metrics"]["cycles_if_planar"] / layer["cycles"] < 1.75
               for layer in layers)


def broadcast_edges(layer):
    """Edges that the broadcast takes for the layer's vectors, at four per edge."""
    return layer["counters"]["broadcast"]["transfer"] / 4


def vgg_why(run):
    first = layer_of(run, "conv1_1")
    return f"""conv1_1 is bound by the DRAM: its outputs are many times its inputs, each costs few
        products, and half of them are non-zero and have to leave
        ({percent(share(first, 'output_write'))} % `output_write`). The other layers are bound by
        the PEs. Time tiles fall with the plane; utilisation falls too, since later planes are
        smaller and sparser: conv5 has 14 x 14 inputs in tiles of 2 x 2, of which 7 x 7 PEs hold
        one."""


def vgg_claims(run):
    others = [layer for layer in run.layers if layer["name"] != "conv1_1"]
    late = layers_like(run, "^conv5_")
    return [("conv1_1 takes its bytes / bandwidth and writes outputs",
             bound(layer_of(run, "conv1_1"), "dram", 0.03)
             and share(layer_of(run, "conv1_1"), "output_write") > 0.2),
            ("the others take the time of the busiest PE",
             all(bound(layer, "compute", 0.06) for layer in others)),
            ("conv5 has the lowest utilisation",
             max(layer["utilization"] for layer in late)
             < min(layer["utilization"] for layer in others if layer not in late)),
            ("49 PEs of 64 have tiles in conv5",
             all(abs(share(layer, "no_tile") - 15 / 64) < 0.001 for layer in late))]


def fc_why(run):
    first = layer_of(run, "fc6")
    return f"""As AlexNet's fully connected layers, with more and sparser weights: the broadcast
        bounds all three. fc6 and fc7 come near to the DRAM's bound too
        ({number(int(first['metrics']['dram_bound_cycles']))} of {number(first['cycles'])} cycles
        for fc6): three blocks of four are empty, and a block's count takes two bytes whether it
        holds a weight or not. In the planar mapping fc6 has more inputs than one PE can hold; by
        channels they fit."""


def fc_claims(run):
    near = {layer["name"]: layer["metrics"]["dram_bound_cycles"] / layer["cycles"]
            for layer in run.layers}
    return [("the channel mapping is faster", by_channels(run.layers)),
            ("they are bound by the broadcast",
             all(broadcast_edges(layer) > 0.9 * layer["cycles"] for layer in run.layers)),
            ("fc6 and fc7 come near to the DRAM's bound", min(near["fc6"], near["fc7"]) > 0.8),
            ("fc6 fits by channels", not layer_of(run, "fc6")["spilled"])]


def googlenet_why(run):
    large, small = (percent(over(layers_like(run, f"^inception_{module}"), "partial_vector"))
                    for module in (3, 5))
    return f"""Utilisation falls from module to module with the plane: 28 x 28 gives a PE 4 x 4
        inputs of a channel, 14 x 14 gives 2 x 2, and 7 x 7 gives one, which fills one lane of four
        (`partial_vector` {large} % in modules 3, {small} % in modules 5). No inception plane
        divides by eight, and all leave 15 PEs of 64 without a tile. Kernels of 1 x 1 use vectors
        worst, as a block has no more than eight weights. In module 5b all layers wait for weights
        as well (`weight_starvation`): an input that is zero lets a PE pass a block at once, until
        its FIFO is empty and the slowest PE's is full; most where blocks are long, in the layers
        of 3 x 3 and 5 x 5."""


def googlenet_claims(run):
    modules = [layers_like(run, f"^inception_{module}") for module in (3, 4, 5)]
    useful = [over(layers, "useful") for layers in modules]
    late = layers_like(run, "^inception_5b_(1x1|3x3_reduce|5x5_reduce)$")
    return [("useful falls and partial vectors rise from module to module",
             useful == sorted(useful, reverse=True)
             and over(modules[0], "partial_vector") < over(modules[1], "partial_vector")
             < over(modules[2], "partial_vector")),
            ("15 PEs of 64 have no tile",
             all(abs(share(layer, "no_tile") - 15 / 64) < 0.001
                 for layers in modules for layer in layers)),
            ("1 x 1 kernels use vectors worst in modules 3 and 4",
             all(over([x for x in layers if not x["name"].endswith(("3x3", "5x5"))],
                      "partial_vector")
                 > over([x for x in layers if x["name"].endswith(("3x3", "5x5"))],
                        "partial_vector") for layers in modules[:2])),
            ("layers of 5b wait for weights, those of long blocks most",
             all(share(layer, "weight_starvation") > 0.04 for layer in late)
             and all(share(layer, "weight_starvation")
                     > max(share(other, "weight_starvation") for other in late)
                     for layer in layers_like(run, "^inception_5b_(3x3|5x5)$")))]


def resnet_why(run):
    written = layers_like(run, r"^layer1\.\d\.(conv3|downsample)")
    read = layers_like(run, r"^layer1\.[12]\.conv1")
    return f"""The layers of layer1 with 256 channels lose to the DRAM, for a reason that other
        networks do not have: 256 channels of 56 x 56 that go into an addition, or come out of it,
        do not fit the PEs. Where they are outputs every one counts as non-zero and leaves
        (`output_write` {percent(over(written, 'output_write'))} %). Where they are inputs they
        come in time tiles, each waited for (`activation_starvation`
        {percent(over(read, 'activation_starvation'))} %): every group of output channels needs
        all inputs of a time tile, so that the memory has room for the next tile's only in the
        last of its groups, and the layer takes longer than either bound. layer2
        shows the same, weaker. layer4 has a plane of 7 x 7 and
        is limited as GoogLeNet's modules 5; `weight_starvation` of its 3 x 3 layers is imbalance,
        as a FIFO of 50 vectors holds few of their long blocks. The last layer is bound by
        the way of its weights, blocks of a few values that take a place and a count each, and its
        inputs are dense, so that here the channel mapping, which uses all PEs, wins."""


def resnet_claims(run):
    written = layers_like(run, r"^layer1\.\d\.(conv3|downsample)")
    read = layers_like(run, r"^layer1\.[12]\.conv1")
    last = layer_of(run, "fc")
    return [("outputs of layer1 take bytes / bandwidth",
             all(bound(layer, "dram", 0.03) and share(layer, "output_write") > 0.3
                 for layer in written)),
            ("inputs of layer1 are waited for, beyond both bounds",
             all(share(layer, "activation_starvation") > 0.2 and layer["metrics"]["time_tiles"] > 1
                 and not bound(layer, "dram", 0.2) and not bound(layer, "compute", 0.2)
                 for layer in read)),
            ("layer2 shows the same, weaker",
             0.02 < over(layers_like(run, r"^layer2\.\d\.conv1"), "activation_starvation")
             < over(read, "activation_starvation")),
            ("3 x 3 layers of layer4 wait for weights, and not for the DRAM",
             all(share(layer, "weight_starvation") > 0.05 and not bound(layer, "dram", 1.0)
                 for layer in layers_like(run, r"^layer4\.\d\.conv2"))),
            ("the last layer is mapped by channels and bound by weights",
             last["choices"]["mapping"] == "channel"
             and share(last, "weight_starvation") > 0.5)]


REASONS = {ALEXNET: (alexnet_why, alexnet_claims), ALEXNET_NATIVE: (native_why, native_claims),
           VGG16: (vgg_why, vgg_claims), VGG16_FC: (fc_why, fc_claims),
           GOOGLENET: (googlenet_why, googlenet_claims), RESNET50: (resnet_why, resnet_claims)}
