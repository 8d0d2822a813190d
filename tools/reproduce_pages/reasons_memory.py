# SPDX-License-Identifier: Apache-2.0
"""As reasons.py: parameters of the memories, where layers through DRAM and time tiles matter."""

from .page import number, percent
from .reasons import Sweep, close, falling, rising, total
from .runs import ALEXNET_NATIVE, GOOGLENET, VGG16, layer_of, layers_like, over, share

VGG16_DEEP = "^conv[345]_"
EARLY, LATE = "^conv3_", "^conv5_"


def tiles(layer):
    return layer["metrics"]["time_tiles"]


def spilling(run):
    return [layer for layer in run.layers if layer["spilled"] and tiles(layer) > 1]


def kc_why(runs):
    least = min(runs, key=lambda value: total(runs[value]))
    thrifty = min(runs, key=lambda value: runs[value].totals["energy_pj"])
    return f"""A block holds the weights of `kc` kernels for one input channel. Few kernels leave
        few non-zeros, so the last vector of F weights of each block is a larger part of it
        (`partial_vector`), and each group ends with a barrier, of which there are more. In conv2 a
        `kc` of 16 is slower than 8: a vector of activations is held for longer, so the banks that
        it favours fall further behind, and blocks fill more of the weight FIFO, which then
        decouples the PEs less. The surprise is that conv2 is fastest of all with more: the
        accumulators then hold no more than {layer_of(runs[64], 'conv2')['metrics']['kc']:.0f}
        channels of half the plane, the layer is worked on in two time tiles, and half the plane
        happens to divide better by the grid (`no_tile` falls from
        {percent(share(layer_of(runs[8], 'conv2'), 'no_tile'))} to
        {percent(share(layer_of(runs[32], 'conv2'), 'no_tile'))} %). Time tiles read all weights
        again: the energy is lowest at {thrifty}, the time at {least}, where DRAM reads
        {number(runs[least].totals['dram_read_bytes'])} bytes instead of
        {number(runs[thrifty].totals['dram_read_bytes'])}."""


def kc_claims(runs):
    conv2 = {value: layer_of(run, "conv2") for value, run in runs.items()}
    small = [1, 2, 4, 8]
    return [("up to 8, barriers and partial vectors fall with kc",
             all(falling([share(layer_of(runs[v], layer["name"]), slot) for v in small])
                 for layer in runs[8].layers for slot in ("barrier", "partial_vector"))),
            ("conv2 is slower, stalls and starves more at 16 than at 8",
             conv2[16]["cycles"] > conv2[8]["cycles"]
             and all(share(conv2[16], slot) > share(conv2[8], slot)
                     for slot in ("bank_queue_stall", "weight_starvation"))),
            ("conv2 is fastest in two time tiles, which leave fewer PEs idle",
             tiles(conv2[32]) == tiles(conv2[64]) == 2 and tiles(conv2[8]) == 1
             and conv2[32]["cycles"] == min(layer["cycles"] for layer in conv2.values())
             and share(conv2[32], "no_tile") < share(conv2[8], "no_tile")),
            ("more time tiles read more, so the fastest is not the one of least energy",
             min(runs, key=lambda v: total(runs[v]))
             > min(runs, key=lambda v: runs[v].totals["energy_pj"])
             and runs[32].totals["dram_read_bytes"] > runs[8].totals["dram_read_bytes"]),
            ("the accumulators hold fewer than 64 channels", conv2[64]["metrics"]["kc"] < 64)]


def kc_vgg_why(runs):
    least = min(runs, key=lambda value: total(runs[value]))
    return f"""The same with larger planes: a `kc` of {least} is best. Above it the early layers are
        cut into more time tiles (conv3_3: {tiles(layer_of(runs[8], 'conv3_3')):.0f} at 8,
        {tiles(layer_of(runs[64], 'conv3_3')):.0f} at 64), whose PEs hold fewer inputs of a
        channel: vectors of activations are emptier (`partial_vector`), more products fall outside
        of the tile, and the weights and the rims of the inputs are read again for each time tile.
        Longer blocks leave the weight FIFO room for fewer of them, so that fast PEs wait for
        slow ones sooner (`weight_starvation`). conv5, whose plane fits any `kc`, hardly changes
        beyond 8."""


def kc_vgg_claims(runs):
    early = {value: layers_like(run, EARLY) for value, run in runs.items()}
    late = {value: sum(layer["cycles"] for layer in layers_like(run, LATE))
            for value, run in runs.items()}
    return [("the best is neither end", min(runs, key=lambda v: total(runs[v])) in (8, 16, 32)),
            ("time tiles never fall, and rise in conv3",
             all(rising([tiles(layer_of(run, layer["name"])) for run in runs.values()])
                 for layer in runs[8].layers)
             and all(tiles(layer_of(runs[64], layer["name"])) > tiles(layer)
                     for layer in early[8])),
            ("partial vectors, outside products and DRAM bytes of conv3 rise from 16 to 64",
             all(over(early[64], slot) > over(early[16], slot)
                 for slot in ("partial_vector", "outside_plane"))
             and sum(layer["dram_read_bytes"] for layer in early[64])
             > sum(layer["dram_read_bytes"] for layer in early[16])),
            ("starvation rises from 8 to 32",
             over(runs[32].layers, "weight_starvation") > over(runs[8].layers,
                                                               "weight_starvation")),
            ("conv5 hardly changes beyond 8", close(late[8], late[64], 0.1)
             and all(tiles(layer) == 1 for layer in layers_like(runs[64], LATE)))]


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
    late = [layer_of(runs[6.25], name) for name in ("conv3", "conv4", "conv5")]
    needs = [demand(layer) > 6.25 for layer in runs[50].layers]
    return [("demand exceeds the lowest bandwidth in conv3 to conv5",
             needs == [False, False, True, True, True]),
            ("conv3 to conv5 take bytes / bandwidth",
             all(close(layer["cycles"], layer["dram_read_bytes"] / 6.25, 0.02) for layer in late)),
            ("more bandwidth than 12.5 changes nearly nothing",
             close(total(runs[12.5]), total(runs[200]), 0.001))]


def dram_vgg_why(runs):
    waits = percent(over(spilling(runs[6.25]), "activation_starvation"))
    return f"""Layers whose activations go through DRAM in several time tiles (conv3 and conv4_2)
        lose time well before the bus is full: every group of output channels
        needs all inputs of a time tile, and only in
        the last of the tile's groups do the input memories have room for those of the next, so that
        part of the transfer adds to the computation instead of running beside it
        (`activation_starvation`, {waits} % of their multiplier-cycles at the lowest
        bandwidth). Layers
        that keep their activations on the chip only stream weights: conv4_3 does not notice,
        conv5 is bound by bytes / bandwidth at 6.25 GB/s and by the PEs from 12.5 GB/s on. From
        50 GB/s on nothing is gained that is worth a wire."""


def dram_vgg_claims(runs):
    slow = runs[6.25]
    late = layers_like(slow, LATE)
    return [("layers in time tiles wait for activations, more with less bandwidth",
             falling([over([layer_of(run, layer["name"]) for layer in spilling(slow)],
                           "activation_starvation") for run in runs.values()])
             and over(spilling(slow), "activation_starvation") > 0.05),
            ("conv3 and conv4_2 are those layers",
             [layer["name"] for layer in spilling(slow)]
             == ["conv3_1", "conv3_2", "conv3_3", "conv4_2"]),
            ("conv3 is slower than both bounds at the lowest bandwidth",
             all(layer["cycles"] > 1.01 * max(layer["metrics"]["compute_bound_cycles"],
                                              layer["metrics"]["dram_bound_cycles"])
                 for layer in layers_like(slow, EARLY))),
            ("conv4_3 does not notice", close(layer_of(slow, "conv4_3")["cycles"],
                                              layer_of(runs[200], "conv4_3")["cycles"], 0.001)),
            ("conv5 takes bytes / bandwidth at 6.25, and no longer at 12.5",
             all(close(layer["cycles"], layer["metrics"]["dram_bound_cycles"], 0.02)
                 for layer in late)
             and close(sum(layer["cycles"] for layer in layers_like(runs[12.5], LATE)),
                       sum(layer["cycles"] for layer in layers_like(runs[200], LATE)), 0.001)),
            ("four times 50 gains less than a percent", total(runs[50]) < 1.01 * total(runs[200]))]


def blocks_why(runs):
    return f"""A surprise: pruned fully connected layers are bound neither by multipliers nor by the
        DRAM. A block of eight kernels for one input of a
        fully connected layer holds one to three non-zeros and needs at most one or two vectors,
        so what counts is blocks per edge. A decoded block is seen by the broadcaster at the
        next edge and its place is free again one edge later: {min(runs)} places pass half as
        many blocks per edge as {2 * min(runs)}. Twice the places halve the time of
        fc8, to {number(total(runs[4]))} cycles with 4; with 8
        the channel mapping becomes the faster, until `weights.broadcast_vectors` is the
        limit. The bytes of its weights would take
        {number(int(layer_of(runs[16], 'fc8')['metrics']['dram_bound_cycles']))} cycles."""


def blocks_claims(runs):
    return [("from 2 to 4 places the time halves", close(total(runs[2]), 2 * total(runs[4]), 0.02)),
            ("8 gain more with the other mapping, and 16 nothing",
             [layer_of(runs[v], "fc8")["choices"]["mapping"] for v in (4, 8)]
             == ["planar", "channel"]
             and total(runs[8]) < 0.95 * total(runs[4]) and total(runs[16]) == total(runs[8])),
            ("it is not the DRAM",
             all(total(run) > 1.1 * layer_of(run, "fc8")["metrics"]["dram_bound_cycles"]
                 for run in runs.values()))]


def blocks_inception_why(runs):
    return f"""The 1 x 1 convolutions of GoogLeNet's last module meet the same limit: a PE has at
        most one input of a channel there, needs an edge or two for a block, and passes it at once
        where that input is zero. The larger kernels have more vectors per block and do not notice.
        The shipped value of 4 costs this module {percent(total(runs[4]) / total(runs[8]) - 1)}
        %."""


def blocks_inception_claims(runs):
    small = [layer["name"] for layer in runs[8].layers
             if not layer["name"].endswith(("3x3", "5x5"))]
    return [("1 x 1 layers gain from 4 to 8",
             sum(layer_of(runs[8], name)["cycles"] for name in small)
             < 0.97 * sum(layer_of(runs[4], name)["cycles"] for name in small)),
            ("3 x 3 and 5 x 5 do not",
             all(close(layer["cycles"], layer_of(runs[4], layer["name"])["cycles"], 0.005)
                 for layer in runs[8].layers if layer["name"] not in small))]


SWEEPS = [
    Sweep("Output channels of a group", "kc", [1, 2, 4, 8, 16, 32, 64],
          ["partial_vector", "barrier", "no_tile"], kc_why, kc_claims),
    Sweep("Output channels of a group, VGG-16", "kc", [4, 8, 16, 32, 64],
          ["partial_vector", "weight_starvation", "outside_plane"], kc_vgg_why, kc_vgg_claims,
          VGG16, VGG16_DEEP),
    Sweep("Bandwidth of the DRAM, GB/s", "dram.bandwidth_gb_per_s",
          [6.25, 12.5, 25, 50, 100, 200], ["weight_starvation"], dram_why, dram_claims),
    Sweep("Bandwidth of the DRAM, GB/s, VGG-16", "dram.bandwidth_gb_per_s", [6.25, 12.5, 50, 200],
          ["weight_starvation", "activation_starvation"], dram_vgg_why, dram_vgg_claims, VGG16,
          VGG16_DEEP),
    Sweep("Blocks that wait for the broadcast, fully connected", "weights.block_queue",
          [2, 4, 8, 16], ["no_tile", "weight_starvation"],
          blocks_why, blocks_claims, ALEXNET_NATIVE, "^fc8"),
    Sweep("Blocks that wait for the broadcast, GoogLeNet", "weights.block_queue", [2, 4, 8, 16],
          ["weight_starvation"], blocks_inception_why, blocks_inception_claims, GOOGLENET,
          "^inception_5b"),
]
