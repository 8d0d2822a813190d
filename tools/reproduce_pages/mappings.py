# SPDX-License-Identifier: Apache-2.0
"""Dividing channels instead of the plane."""

from .page import number, percent
from .runs import (ALEXNET_NATIVE, GOOGLENET, RESNET50, VGG16_FC, command, having,
                   layers_like, over, share)

STUDIES = [(GOOGLENET, "^inception_5"), (RESNET50, r"^layer4")]
GEMMS = [ALEXNET_NATIVE, VGG16_FC, RESNET50]
SLOTS = ["useful", "partial_vector", "weight_starvation", "halo"]
LONG_BLOCKS = r"^layer4\.1\.conv2$"
LONGER_FIFO = 400


def write(page, gossamer, identities):
    page.heading("Channels instead of the plane")
    page.text("""**Prediction.** `mapping=channel` gives each PE the whole plane of every 64th input
        channel; at the end of a group the sums of all PEs are added up on their way over the links
        (`halo`). `mapping=auto` simulates both and keeps the faster. Slots, in percent, are those
        of the channel mapping.""")
    for workload, layers in STUDIES:
        page.command(*(command("--layers", layers, "--set", f"mapping={mapping}", workload=workload,
                               output=f"out/{mapping}")
                       for mapping in ("planar", "channel", "auto")))
    pairs = {workload: pair(gossamer, workload, layers) for workload, layers in STUDIES}
    rows = []
    for of_pair in pairs.values():
        for planar, channel in of_pair:
            faster = min(planar, channel, key=lambda layer: layer["cycles"])
            rows.append([planar["name"], faster["choices"]["mapping"], number(planar["cycles"]),
                         number(channel["cycles"]), number(faster["cycles"]),
                         *(percent(share(channel, slot)) for slot in SLOTS)])
    page.table(["layer", "auto takes", "planar, cycles", "channel, cycles", "auto, cycles",
                *(f"`{slot}`" for slot in SLOTS)], rows, words=2)
    longer = gossamer.right("--layers", LONG_BLOCKS, *having(
        "mapping=channel", f"weights.fifo_entries={LONGER_FIFO}"), workload=RESNET50)
    automatic = gossamer.right("--layers", "^inception_5", *having("mapping=auto"),
                               workload=GOOGLENET)
    page.text(why(pairs, longer))
    for what, holds in claims(pairs, longer, automatic):
        identities.reason(f"channels instead of the plane ({what})", holds)
    gemms(page, gossamer)


def pair(gossamer, workload, pattern):
    """[(layer mapped by the plane, the same by channels)]"""
    planar = layers_like(gossamer.right("--check", workload=workload), pattern)
    channel = gossamer.right("--layers", pattern, *having("mapping=channel"), workload=workload)
    return list(zip(planar, channel.layers, strict=True))


def wins(of_pair):
    return [channel["name"] for planar, channel in of_pair if channel["cycles"] < planar["cycles"]]


def starving(of_pair, longer):
    """The layer of `longer` with the FIFO that is shipped."""
    name = longer.layers[0]["name"]
    return next(channel for _, channel in of_pair if channel["name"] == name)


def why(pairs, longer):
    googlenet, resnet = pairs.values()
    long_blocks = starving(resnet, longer)
    return f"""A 7 x 7 plane gives 49 PEs one input of a channel, and by channels it would fill
        vectors of 64 PEs: one expects the channel mapping to win. It fills them (`partial_vector`
        is small), and loses: of these {len(googlenet) + len(resnet)} layers only
        {', '.join(wins(googlenet) + wins(resnet))} are faster. Two things undo it. Where channels
        are few for their outputs, the sums of all 64 PEs take longer to travel over links of one
        value than to compute (`halo`). And the weights are broadcast in order: a PE needs only the
        blocks of its own channels but sees all, and works while one of them lies in its FIFO, so
        that only as many PEs are busy as blocks fit there. In
        {long_blocks['name']} a block has seven or eight vectors and 50 entries keep about seven PEs
        busy; with {LONGER_FIFO} entries the layer takes
        {number(longer.totals['cycles'])} cycles instead of {number(long_blocks['cycles'])}. Layers
        of 1 x 1 kernels with many inputs per output have short blocks and few sums; there the
        channel mapping wins."""


def claims(pairs, longer, automatic):
    googlenet, resnet = pairs.values()
    both = googlenet + resnet
    winners = wins(both)
    slow_sums = [channel for _, channel in resnet if channel["name"].endswith("conv3")]
    long_blocks = starving(resnet, longer)
    return [("vectors are fuller by channels", over([c for _, c in both], "partial_vector")
             < 0.3 * over([p for p, _ in both], "partial_vector")),
            ("few layers win, all of 1 x 1 kernels with more inputs than outputs",
             0 < len(winners) < 5 and set(winners) <= {"layer4.1.conv1", "layer4.2.conv1"}),
            ("sums limit the layers with most outputs",
             all(share(channel, "halo") > 0.4 for channel in slow_sums)),
            ("long blocks starve, and a longer FIFO helps",
             share(long_blocks, "weight_starvation") > 0.6
             and longer.totals["cycles"] < 0.5 * long_blocks["cycles"]),
            ("auto takes the faster",
             all(layer["cycles"] == min(planar["cycles"], channel["cycles"])
                 for layer, (planar, channel) in zip(automatic.layers, googlenet, strict=True)))]


def gemms(page, gossamer):
    page.heading("Fully connected layers", 3)
    page.text("""`gemm_mapping` is `auto` as shipped, so that one run gives both. By channels, the
        rate at which vectors are broadcast is what is seen, or with a shorter queue of blocks
        (see the sensitivity to `weights.block_queue`) that at which they are decoded; *compute*
        and *DRAM* are the bounds of the mapping taken.""")
    page.command(*(command("--layers", "^fc", workload=workload) for workload in GEMMS))
    rows = []
    for workload in GEMMS:
        run = gossamer.right("--check", workload=workload)
        for layer in (layer for layer in run.layers if layer["kind"] == "gemm"):
            taken = layer["choices"]["mapping"]
            cycles = {taken: layer["cycles"], **{
                name.removeprefix("cycles_if_"): int(value)
                for name, value in layer["metrics"].items() if name.startswith("cycles_if_")}}
            rows.append([f"`{workload}`", layer["name"], taken,
                         *(number(cycles[name]) if name in cycles else "does not fit"
                           for name in ("planar", "channel")),
                         *(number(int(layer["metrics"][f"{bound}_bound_cycles"]))
                           for bound in ("compute", "dram")),
                         percent(share(layer, "useful"))])
    page.table(["workload", "layer", "auto takes", "planar, cycles", "channel, cycles", "compute",
                "DRAM", "`useful`"], rows, words=3)
