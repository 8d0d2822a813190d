# SPDX-License-Identifier: Apache-2.0
"""The parameters that are varied; for each, the reason for what is seen and what must then hold.

`why(runs)` is the text; numbers in it come from the runs (value -> run). `claims(runs)` are its
assertions: (what, whether the runs agree).
"""

import dataclasses
import typing

from .page import number, percent
from .runs import ALEXNET, cycles_of, layer_of, over, share


@dataclasses.dataclass(frozen=True)
class Sweep:
    title: str
    parameter: str
    values: list
    slots: list
    why: typing.Callable
    claims: typing.Callable
    workload: str = ALEXNET
    layers: str = ""  # a regular expression; all layers without one


def total(run):
    return cycles_of(run.layers)


def cycles(run):
    return [layer["cycles"] for layer in run.layers]


def close(a, b, within):
    return abs(a - b) <= within * max(a, b)


def falling(values):
    return all(later <= earlier for earlier, later in zip(values, values[1:]))


def rising(values):
    return falling(list(values)[::-1])


def queue_why(runs):
    return f"""Without queues an issue occupies the crossbar until its fullest bank has added all
        its products, and AlexNet takes {total(runs[0]) / total(runs[16]):.2f} times as long as
        with the deepest queues. A queue lets a bank fall behind for a while; because there are
        twice as many banks as products of an issue, it catches up. conv2 needs the deepest
        queues: the footprint of one of its channels is a multiple of the number of banks, so
        under the linear hash a place in the plane meets the same bank in every output channel.
        The first and the last row of its kernel fall on the same banks too. While a vector of
        neighbouring activations is held, the banks in the middle of these rows get more than one
        product per edge, and their queues grow until the vector changes. The last doubling
        gains less time than it costs area."""


def queue_claims(runs):
    stalls = {value: [share(layer, "bank_queue_stall") for layer in run.layers]
              for value, run in runs.items()}
    return [("stalls of each layer fall with depth", all(map(falling, zip(*stalls.values())))),
            ("conv2 stalls most at 4 and 8",
             all(max(stalls[depth]) == stalls[depth][1] > 0 for depth in (4, 8))),
            ("the deepest do not stall", max(stalls[16]) < 0.001),
            ("the last doubling gains less time than it costs area",
             total(runs[8]) / total(runs[16])
             < runs[16].totals["area_mm2"] / runs[8].totals["area_mm2"])]


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
        {number(total(runs[1]) - total(runs[16]))} cycles in all against the widest,
        {percent(total(runs[1]) / total(runs[16]) - 1)} %."""


def ppu_claims(runs):
    return [("wider is never slower", falling([total(run) for run in runs.values()])),
            ("less than half a percent in all", total(runs[1]) < 1.005 * total(runs[16])),
            ("halos do not depend on it", all(close(over(run.layers, "halo"),
                                                    over(runs[4].layers, "halo"), 0.02)
                                              for run in runs.values()))]


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
    Sweep("Depth of the bank queues", "accumulator.queue_depth", [0, 1, 2, 4, 8, 16],
          ["bank_queue_stall"], queue_why, queue_claims),
    Sweep("Products that a queue takes per edge", "accumulator.enqueue_width", [1, 2, 4, 16],
          ["bank_queue_stall"], enqueue_why, enqueue_claims),
    Sweep("Hash of the banks", "accumulator.hash", ["linear", "parity", "diagonal"],
          ["bank_queue_stall"], hash_why, hash_claims),
    Sweep("Width of the post-processing", "ppu.width", [1, 2, 4, 8, 16], ["drain", "halo"],
          ppu_why, ppu_claims),
    Sweep("Weight vectors broadcast per edge", "weights.broadcast_vectors", [1, 2, 4, 8],
          ["weight_starvation", "barrier"], broadcast_why, broadcast_claims),
]
