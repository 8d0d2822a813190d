# SPDX-License-Identifier: Apache-2.0
"""The dense machine: its closed form, and how fast it is simulated."""

import re

from .page import number
from .published import NETWORKS
from .runs import DCNN, DCNN_OPT, VGG16, command, stem
from .tensor_sizes import LAYER, field

REPEATS = 3
AIM_G_MACS_PER_S = 1


def part(layer, name):
    return re.search(rf"{name}: {{([^}}]*)}}", layer).group(1)


def edges(layer, rows, cols, multipliers):
    """K ceil(C R S / multipliers) ceil(P / rows) ceil(Q / cols) of a convolution; C and K of a
    group, over all groups. `layer`: its text in a workload."""
    inputs, filters = part(layer, "input"), part(layer, "filter")
    stride, pad = field(filters, "stride", 1), field(filters, "pad", 0)
    groups = field(filters, "groups", 1)
    height, width = ((field(inputs, side) + 2 * pad - field(filters, side)) // stride + 1
                     for side in ("height", "width"))
    products = (field(inputs, "channels") // groups * field(filters, "height")
                * field(filters, "width"))
    return (field(filters, "count") * -(-products // multipliers) * -(-height // rows)
            * -(-width // cols))


def layer_edges(text, grid):
    """Layer name -> edges of the busiest PE."""
    return {name: edges(body, grid["rows"], grid["cols"], grid["multipliers"])
            for name, body in LAYER.findall(text)}


def write(page, gossamer, identities, root):
    page.heading("The dense machine against its closed form")
    page.text("""K ceil(C R S / 16) ceil(P / 8) ceil(Q / 8) edges, with C and K of a convolution
        group and summed over groups. *Compute* is what the busiest PE does in the simulation;
        *cycles* add waiting for DRAM and for each other, and the start and end of steps
        ([timing/dcnn.md](timing/dcnn.md) has them in closed form; a test meets it to the cycle).""")
    rows, exact = [], []
    for workload, options in NETWORKS.items():
        run = gossamer.right(*options, workload=workload, architecture=DCNN)
        expected = layer_edges((root / workload).read_text(encoding="utf-8"),
                               run.report["architecture"]["config"]["pe"])
        computed = {layer["name"]: int(layer["metrics"]["compute_bound_cycles"])
                    for layer in run.layers}
        same = sum(computed[name] == expected[name] for name in computed)
        exact.append(same == len(computed))
        rows.append([stem(workload), len(computed), same,
                     number(sum(expected[name] for name in computed)),
                     number(sum(computed.values())), number(run.totals["cycles"])])
    page.command(*(command(*options, workload=workload, architecture=DCNN)
                   for workload, options in NETWORKS.items()))
    page.table(["network", "layers", "of them equal", "closed form", "compute", "cycles"], rows)
    identities.reason("the closed form of the dense machine: it holds in every layer", all(exact))


def speed(page, gossamer):
    page.heading("VGG-16 on the dense machines")
    page.text(f"""One process, one layer at a time, the best of {REPEATS} runs, values included;
        {AIM_G_MACS_PER_S} billion MACs per second is the aim.""")
    rows, lines = [], []
    for architecture in (DCNN, DCNN_OPT):
        lines.append(f"time {command('-j 1', workload=VGG16, architecture=architecture)}")
        runs = [gossamer.fresh("-j", "1", workload=VGG16, architecture=architecture)
                for _ in range(REPEATS)]
        wall = min(run.wall_s for run in runs)
        rows.append([f"`{stem(architecture)}`", f"{runs[0].totals['macs'] / 1e9:.1f}",
                     f"{wall:.1f}", f"{runs[0].totals['macs'] / wall / 1e9:.1f}"])
    page.command(*lines)
    page.table(["machine", "billion MACs", "wall / s", "billion MACs / s"], rows)
