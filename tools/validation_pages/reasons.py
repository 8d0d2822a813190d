# SPDX-License-Identifier: Apache-2.0
"""The parameters that are varied; for each, the reason for what is seen and what must then hold.

`why(runs)` is the text; numbers in it come from the runs (value -> run). `claims(runs)` are its
assertions: (what, whether the runs agree).
"""

import collections

from .page import number, percent
from .runs import share

Sweep = collections.namedtuple("Sweep", "title parameter values slots why claims")


def layer_of(run, name):
    return next(layer for layer in run.layers if layer["name"] == name)


def total(run):
    return run.totals["cycles"]


def cycles(run):
    return [layer["cycles"] for layer in run.layers]


def close(a, b, within):
    return abs(a - b) <= within * max(a, b)


def falling(values):
    return all(later <= earlier for earlier, later in zip(values, values[1:]))


def queue_why(runs):
    return f"""Without queues an issue occupies the crossbar until its fullest bank has added all
        its products, and AlexNet takes {total(runs[0]) / total(runs[32]):.2f} times as long as
        with the deepest queues. A queue lets a bank fall behind for a while; because there are
        twice as many banks as products of an issue, it catches up. conv2 needs the deepest
        queues: the footprint of one of its channels is a multiple of the number of banks, so
        under the linear hash a place in the plane meets the same bank in every output channel.
        The first and the last row of its kernel fall on the same banks too. While a vector of
        neighbouring activations is held, the banks in the middle of these rows get more than one
        product per edge, and their queues grow until the vector changes. Beyond the depth at
        which nothing stalls, queues cost area and energy only."""


def queue_claims(runs):
    stalls = {value: [share(layer, "bank_queue_stall") for layer in run.layers]
              for value, run in runs.items()}
    return [("stalls of each layer fall with depth", all(map(falling, zip(*stalls.values())))),
            ("conv2 stalls most at 4 and 8",
             all(max(stalls[depth]) == stalls[depth][1] > 0 for depth in (4, 8))),
            ("the deepest do not stall", max(stalls[32]) < 0.001),
            ("the last doubling costs more area than time it gains",
             runs[32].totals["area_mm2"] > runs[16].totals["area_mm2"]
             and close(total(runs[16]), total(runs[32]), 0.001))]


def kc_why(runs):
    least = min(runs, key=lambda value: total(runs[value]))
    kept = layer_of(runs[16], "conv1")["metrics"]["kc"]
    return f"""A block holds the weights of `kc` kernels for one input channel. Few kernels leave
        few non-zeros, so the last vector of F weights of each block, and there is one per block,
        is a larger part of it (`partial_vector`); and each group ends with a barrier, of which
        there are more. DRAM traffic falls from {number(runs[1].totals['dram_read_bytes'])} to
        {number(runs[16].totals['dram_read_bytes'])} bytes because blocks carry a count and
        padding each. Beyond the {least} of the shortest total conv2 loses more than the others
        gain: a vector of activations is held for longer, so the banks that it favours fall
        further behind, and blocks fill more of the weight FIFO, which then decouples the PEs less
        (`weight_starvation`). In conv1 the accumulators hold no more than {kept:.0f} channels."""


def kc_claims(runs):
    conv2 = {value: layer_of(run, "conv2") for value, run in runs.items()}
    return [("barriers fall with kc", falling([max(share(layer, "barrier") for layer in run.layers)
                                               for run in runs.values()])),
            ("partial vectors fall with kc",
             all(map(falling, zip(*([share(layer, "partial_vector") for layer in run.layers]
                                    for run in runs.values()))))),
            ("DRAM bytes fall", falling([run.totals["dram_read_bytes"] for run in runs.values()])),
            ("8 is best, and conv2 is slower at 16", min(runs, key=lambda v: total(runs[v])) == 8
             and conv2[16]["cycles"] > conv2[8]["cycles"]),
            ("conv2 stalls and starves more at 16",
             all(share(conv2[16], slot) > share(conv2[8], slot)
                 for slot in ("bank_queue_stall", "weight_starvation"))),
            ("conv1 is limited by its accumulators",
             layer_of(runs[16], "conv1")["metrics"]["kc"] < 16)]


def hash_why(runs):
    return f"""`parity` mixes bits of the channel and of both coordinates, so that channels do not
        line up on one bank: conv2 loses the stalls that the linear hash gives it. `diagonal`
        moves by one bank along a row and by three down a column; the taps of a 3 x 3 kernel then
        lie on consecutive banks, and the products of neighbouring activations and weights crowd
        on few of them. conv1 suffers most, because all its activations are non-zero and full
        vectors of neighbours are held: {percent(share(layer_of(runs['diagonal'], 'conv1'),
        'bank_queue_stall'))} % of its multiplier-cycles wait, against
        {percent(share(layer_of(runs['linear'], 'conv1'), 'bank_queue_stall'))} % under the linear
        hash."""


def hash_claims(runs):
    def stall(value, name):
        return share(layer_of(runs[value], name), "bank_queue_stall")

    return [("conv2 loses its stalls under parity", stall("parity", "conv2") < 0.001 <
             stall("linear", "conv2")),
            ("conv1 suffers most under diagonal",
             all(stall("diagonal", "conv1") > stall("diagonal", name)
                 for name in ("conv2", "conv3", "conv4", "conv5"))),
            ("diagonal is slowest", max(runs, key=lambda v: total(runs[v])) == "diagonal")]


def ppu_why(runs):
    return f"""Two sets of accumulators let the PPUs write the outputs of one group while the PEs
        work on the next, and a group of AlexNet takes far longer than its outputs. Only the
        outputs of each layer's last group are seen: the narrowest PPU costs
        {number(total(runs[1]) - total(runs[8]))} cycles in all against the widest,
        {percent(total(runs[1]) / total(runs[8]) - 1)} %."""


def ppu_claims(runs):
    return [("wider is never slower", falling([total(run) for run in runs.values()])),
            ("less than half a percent in all", total(runs[1]) < 1.005 * total(runs[8]))]


def demand(layer):
    """Mean bytes per cycle, which at 1 GHz are GB/s."""
    return layer["dram_read_bytes"] / layer["cycles"]


def dram_why(runs):
    needs = ", ".join(f"{layer['name']} {demand(layer):.1f}" for layer in runs[50].layers)
    return f"""Weights are read once per layer and are reused for all activations of a PE, so the
        mean demand is small; at the shipped bandwidth it is, in bytes per cycle: {needs}. A layer
        slows down only where the memory brings less than that, and then takes its bytes divided
        by the bandwidth: conv3 to conv5 in the first row, whose planes are small and whose
        weights are many. Above, only the wait for a layer's first block is seen, a matter of a
        few cycles: one image at a time, AlexNet is bound by the PEs and not by the memory."""


def dram_claims(runs):
    slow = runs[6.25]
    late = [layer_of(slow, name) for name in ("conv3", "conv4", "conv5")]
    needs = [demand(layer) > 6.25 for layer in runs[50].layers]
    return [("demand exceeds the lowest bandwidth in conv3 to conv5",
             needs == [False, False, True, True, True]),
            ("conv3 to conv5 take bytes / bandwidth",
             all(close(layer["cycles"], layer["dram_read_bytes"] / 6.25, 0.02) for layer in late)),
            ("more bandwidth than 12.5 changes nearly nothing",
             close(total(runs[12.5]), total(runs[100]), 0.001))]


def enqueue_why(_):
    return """A queue that takes one product per edge never holds one, since its bank adds as
        fast: the cycles of the first row are, layer by layer, those of no queues at all. The
        products of an issue that share a sum are at most I or F of them, whichever is less,
        because two weights meet one sum through different activations. Different sums that share
        a bank are rarer, so four per edge are as good as all."""


def enqueue_claims(runs):
    return [("4 is as good as 16", cycles(runs[4]) == cycles(runs[16])),
            ("wider is never slower", falling([total(run) for run in runs.values()]))]


def broadcast_why(runs):
    return f"""A PE with large tiles multiplies each weight vector with many vectors of
        activations and needs a new one only now and then: conv1 and conv2 do not notice how many
        are sent per edge. In conv3 to conv5 a PE has at most four inputs of a channel, which fill
        one vector: it needs a new weight vector in each edge, and where all inputs of a channel
        are zero it passes several at once. One vector per edge is then just too few, and costs
        {percent(total(runs[1]) / total(runs[8]) - 1)} %; part of it would have been lost at
        barriers anyway."""


def broadcast_claims(runs):
    same = [layer_of(runs[1], n)["cycles"] == layer_of(runs[8], n)["cycles"]
            for n in ("conv1", "conv2")]
    late = [layer_of(runs[1], n)["cycles"] > layer_of(runs[8], n)["cycles"]
            for n in ("conv3", "conv4", "conv5")]
    return [("conv1 and conv2 do not notice", all(same)), ("conv3 to conv5 do", all(late)),
            ("4 is as good as 8", cycles(runs[4]) == cycles(runs[8])),
            ("barriers shrink", all(share(layer_of(runs[1], n), "barrier")
                                    < share(layer_of(runs[8], n), "barrier")
                                    for n in ("conv3", "conv4", "conv5")))]


SWEEPS = [
    Sweep("Depth of the bank queues", "accumulator.queue_depth", [0, 2, 4, 8, 16, 32],
          ["bank_queue_stall"], queue_why, queue_claims),
    Sweep("Products that a queue takes per edge", "accumulator.enqueue_width", [1, 2, 4, 16],
          ["bank_queue_stall"], enqueue_why, enqueue_claims),
    Sweep("Hash of the banks", "accumulator.hash", ["linear", "parity", "diagonal"],
          ["bank_queue_stall"], hash_why, hash_claims),
    Sweep("Output channels of a group", "kc", [1, 2, 4, 8, 16], ["partial_vector", "barrier"],
          kc_why, kc_claims),
    Sweep("Width of the post-processing", "ppu.width", [1, 2, 4, 8], ["drain", "halo"], ppu_why,
          ppu_claims),
    Sweep("Bandwidth of the DRAM, GB/s", "dram.bandwidth_gb_per_s", [6.25, 12.5, 25, 50, 100],
          ["weight_starvation"], dram_why, dram_claims),
    Sweep("Weight vectors broadcast per edge", "weights.broadcast_vectors", [1, 2, 4, 8],
          ["weight_starvation", "barrier"], broadcast_why, broadcast_claims),
]
