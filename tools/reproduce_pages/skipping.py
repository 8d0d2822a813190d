# SPDX-License-Identifier: Apache-2.0
"""What skipping the zeros of one operand only would cost."""

from .page import number, percent
from .runs import ALEXNET, VGG16, command, having, layer_of, layers_like, over, share

WAYS = ["both", "activations", "weights"]
SLOTS = ["useful", "zero_operand", "partial_vector", "no_tile", "weight_starvation",
         "bank_queue_stall"]


def write(page, gossamer, identities):
    page.heading("Zeros of one operand only")
    page.text("""**Prediction.** `skip` names the operands whose zeros cost no cycle; the other
        operand is stored and multiplied zeros included (`zero_operand`), without indices. The
        convolutions of AlexNet and VGG-16; slots in percent.""")
    runs = {workload: {way: run_at(gossamer, workload, way) for way in WAYS}
            for workload in (ALEXNET, VGG16)}
    for workload in runs:
        page.command(f"for skip in {' '.join(WAYS)}; do",
                     "  " + command("--set", "skip=$skip", workload=workload, output="out/skip"),
                     "done")
    totals_table(page, runs)
    for of_way in runs.values():
        layers_table(page, of_way)
    page.text(why(runs))
    for what, holds in claims(runs):
        identities.reason(f"zeros of one operand ({what})", holds)


def run_at(gossamer, workload, way):
    if way == "both":
        return gossamer.right("--check", workload=workload)
    return gossamer.right(*having(f"skip={way}"), workload=workload)


def ratio(of_way, way):
    return of_way[way].totals["cycles"] / of_way["both"].totals["cycles"]


def totals_table(page, runs):
    rows = []
    for workload, of_way in runs.items():
        for way, run in of_way.items():
            totals = run.totals
            rows.append([f"`{workload}`", way, number(totals["cycles"]),
                         f"{ratio(of_way, way):.2f}", *(percent(over(run.layers, slot))
                                                        for slot in SLOTS),
                         number(totals["dram_read_bytes"] + totals["dram_write_bytes"]),
                         f"{totals['energy_pj'] / 1e6:,.0f}"])
    page.table(["workload", "`skip`", "cycles", "times both", *(f"`{slot}`" for slot in SLOTS),
                "DRAM bytes", "energy / uJ"], rows, words=2)


def layers_table(page, of_way):
    rows = [[layer["name"], *(number(layer_of(run, layer["name"])["cycles"])
                              for run in of_way.values()),
             *(f"{layer_of(of_way[way], layer['name'])['cycles'] / layer['cycles']:.2f}"
               for way in WAYS[1:])] for layer in of_way["both"].layers]
    page.table(["layer", *(f"{way}, cycles" for way in WAYS),
                *(f"{way} / both" for way in WAYS[1:])], rows)


def why(runs):
    alexnet, vgg = runs.values()
    return f"""Zeros of weights are worth far more than those of activations: skipping activations
        alone
        takes {ratio(alexnet, 'activations'):.1f} and {ratio(vgg, 'activations'):.1f} times as
        long as both, weights alone {ratio(alexnet, 'weights'):.2f} and
        {ratio(vgg, 'weights'):.2f} times. The weights of eight kernels are a long
        block, and leaving zeros out shortens it by whole vectors. The surprise is how little
        AlexNet loses without skipping activations. A tile of
        conv3 to conv5 holds at most four inputs of a channel, one vector, with or without zeros;
        only a PE that
        has none of a channel saves anything, and the PE with most, which all wait for, saves
        least. What was `partial_vector` becomes `zero_operand`. A first
        layer has no zero in its activations, and AlexNet's conv1 loses next to nothing; its
        outputs are stored with their zeros, no longer fit and go to DRAM. VGG-16's conv1_1, which
        waits for its outputs to be written in any case, takes half as long again: it is the one
        layer for which zeros of activations are worth more than those of weights. VGG-16
        loses more because its larger tiles hold several vectors of a channel, because dense
        activations need more time tiles, and because more of them go through DRAM."""


def claims(runs):
    alexnet, vgg = runs.values()
    both, weights = alexnet["both"], alexnet["weights"]

    def tiles(way):
        return sum(layer["metrics"]["time_tiles"] for layer in vgg[way].layers)

    return [("weights are worth more than activations in every layer but conv1_1",
             all((layer_of(w["activations"], x["name"])["cycles"]
                  > layer_of(w["weights"], x["name"])["cycles"]) == (x["name"] != "conv1_1")
                 for w in runs.values() for x in w["both"].layers)),
            ("AlexNet loses less than a tenth without skipping activations, VGG-16 more",
             1 < ratio(alexnet, "weights") < 1.1 < ratio(vgg, "weights")),
            ("partial vectors become zero operands in conv3 to conv5",
             over(layers_like(weights, "conv[345]"), "partial_vector")
             < 0.5 * over(layers_like(both, "conv[345]"), "partial_vector")
             and over(layers_like(weights, "conv[345]"), "zero_operand") > 0.1),
            ("AlexNet's first layer takes as long, but its outputs leave",
             layer_of(weights, "conv1")["cycles"] < 1.02 * layer_of(both, "conv1")["cycles"]
             and layer_of(weights, "conv1")["spilled"] and not layer_of(both, "conv1")["spilled"]),
            ("conv1_1 waits for its outputs",
             share(layer_of(vgg["weights"], "conv1_1"), "output_write") > 0.4),
            ("dense activations need more time tiles on VGG-16", tiles("weights") > tiles("both"))]
