# SPDX-License-Identifier: Apache-2.0
"""Cycle counts that can be computed by hand, against the simulation."""

import math
import re

from .page import number
from .runs import ARCHITECTURE, BINARY

TESTS = {
    "tests/arch/scnn/closed_form_test.cpp": [
        "a single PE takes the cycles of the closed form",
        "PEs that are all alike take the cycles of one",
        "without queues an issue costs its fullest bank"],
    "tests/arch/scnn/bank_queues_test.cpp": [
        "without queues an issue costs as many edges as its fullest bank has products",
        "a pass at once equals the same pass edge by edge, with every kernel this host can run"],
    "tests/arch/scnn/layer_check_test.cpp": [
        "stepping every edge, any order of modules and every instruction set give the same record",
        "whatever the machine loses is found by the check"],
    "tests/arch/scnn/layer_run_test.cpp": [
        "outputs equal the reference, and slots and activities add up, for kernels of every size"],
}
CASES = [(1, 8, 8), (1, 20, 8), (1, 8, 40), (1, 20, 40), (2, 8, 24), (4, 8, 24), (8, 8, 24)]
SIDE = 6  # of a tile: 36 sums, which put the 16 products of an issue on 16 different banks


def trace(grid, channels, filters):
    """A dense 1 x 1 convolution over grid x grid tiles, as a layer trace."""
    side = SIDE * grid
    return (f"name: dense\nlayers:\n  - name: dense\n    kind: conv2d\n"
            f"    input: {{channels: {channels}, height: {side}, width: {side}}}\n"
            f"    filter: {{count: {filters}, height: 1, width: 1}}\n"
            f"    weights: {{density: 1.0}}\n    activations: {{density: 1.0}}\n")


def first_issue(config, block_bytes):
    """Edge of the first issue (timing/scnn.md, section 4) at 1 GHz."""
    dram = config["dram"]
    burst = dram["burst_bytes"]
    transfer = -(-block_bytes // burst) * burst / dram["bandwidth_gb_per_s"]
    return math.ceil(1 + dram["latency_ns"] + transfer) + 3


def cycles(config, channels, filters):
    """cycles = F0 + G x (W + pipeline_edges + 1) + ceil(Kc x outputs / ppu.width) + 2."""
    kc, pe = config["kc"], config["pe"]
    outputs = SIDE * SIDE
    work = channels * -(-outputs // pe["i"]) * -(-kc // pe["f"])
    block_bytes = 2 + -(-kc * (16 + config["run_bits"]) // 8)
    groups = -(-filters // kc)
    return (first_issue(config, block_bytes) + groups * (work + pe["pipeline_edges"] + 1)
            + -(-kc * outputs // config["ppu"]["width"]) + 2)


def options_for(grid):
    settings = (f"pe.rows={grid}", f"pe.cols={grid}", "iaram_kib=64", "oaram_kib=64")
    return [text for setting in settings for text in ("--set", setting)]


def write(page, gossamer, identities, root):
    page.heading("Closed forms")
    page.text("""Where nothing stalls, the cycles of a layer follow from the configuration by
        hand: F0 + G x (W + `pipeline_edges` + 1) + ceil(`kc` x outputs of a PE / `ppu.width`) +
        2, with the terms of [timing/scnn.md](timing/scnn.md), sections 3 and 4. A dense 1 x 1
        convolution over equal tiles of 6 x 6 is such a layer. The formula is evaluated by the
        script that writes this page, which shares no code with the simulator.""")
    rows = []
    for grid, channels, filters in CASES:
        file = gossamer.folder / f"dense_{grid}_{channels}_{filters}.yaml"
        file.write_text(trace(grid, channels, filters), encoding="utf-8")
        run = gossamer.right("--check", *options_for(grid), workload=str(file))
        expected = cycles(run.report["architecture"]["config"], channels, filters)
        seen = run.totals["cycles"]
        rows.append([f"{grid} x {grid}", channels, filters, number(expected), number(seen)])
        identities.reason(f"the closed form of {grid} x {grid} PEs", expected == seen)
    page.table(["PEs", "channels", "filters", "cycles by hand", "cycles simulated"], rows)
    page.text("The layer trace `dense.yaml` of a row, here the last, and the command:")
    page.command("cat > dense.yaml <<'END'", *trace(*CASES[-1]).splitlines(), "END",
                 " ".join([BINARY, "run", ARCHITECTURE, "dense.yaml", "-o", "out/dense", "--check",
                           *options_for(CASES[-1][0])]))
    page.text("Tests that hold such forms, and the equalities below, on many more layers:")
    page.table(["test", "file"], [[name, f"`{file}`"] for file, names in TESTS.items()
                                  for name in names], words=2)
    for file, names in TESTS.items():
        cases = test_names((root / file).read_text(encoding="utf-8"))
        for name in names:
            identities.reason(f"closed forms: the test '{name}' is in {file}", name in cases)


def test_names(text):
    """The names of the Catch2 cases of a file, also where they are written over several lines."""
    cases = re.findall(r'TEST_CASE\(\s*((?:"[^"]*"\s*)+)', text)
    return {"".join(re.findall(r'"([^"]*)"', case)) for case in cases}
