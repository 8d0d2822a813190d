# SPDX-License-Identifier: Apache-2.0
"""PEs with per-vector scales against the 8-bit baseline, for every combination of widths."""

import dataclasses

from .page import number, percent
from .published import Figure
from .runs import RESNET50, command, having

TITLE = "Per-vector scales"
PAPER = "Dai et al., MLSys 2021 (arXiv:2102.04503)"
MACHINE = "configs/arch/pe_array.yaml"
AREA_SAVED, AREA_GATE = 0.37, 0.05      # points
ENERGY_SAVED, ENERGY_GATE = 0.24, 0.08
RESNET50_G_MACS = 4.089
VECTORS = (16, 32, 64)


@dataclasses.dataclass(frozen=True)
class Widths:
    """W/A/ws/as of the paper, and R: bits of the rounded scale product, 0 for all of them."""

    weights: int
    activations: int
    weight_scales: int
    activation_scales: int
    rounded: int = 0

    @property
    def name(self):
        scales = (f"{bits}" if bits else "-" for bits in (self.weight_scales,
                                                          self.activation_scales))
        return "/".join([f"{self.weights}", f"{self.activations}", *scales])

    @property
    def product(self):
        full = self.weight_scales + self.activation_scales
        return f"{self.rounded}" if self.rounded else (f"{full}, full" if full else "-")

    @property
    def settings(self):
        return (f"weights.bits={self.weights}", f"weights.scale_bits={self.weight_scales}",
                f"activations.bits={self.activations}",
                f"activations.scale_bits={self.activation_scales}",
                f"scale_product_bits={self.rounded}")


EIGHT = Widths(8, 8, 0, 0)
FOUR = Widths(4, 4, 4, 4)
UNSCALED = Widths(4, 4, 0, 0)
TABLE = [EIGHT, FOUR, Widths(4, 4, 6, 6), Widths(4, 8, 4, 4), Widths(4, 8, 6, 10, 6),
         Widths(4, 8, 6, 10), Widths(6, 8, 4, 4), Widths(6, 8, 6, 10, 6), Widths(6, 8, 6, 10)]


def run(gossamer, widths, *settings):
    return gossamer.right(*having(*widths.settings, *settings), workload=RESNET50,
                          architecture=MACHINE)


def pe_area(of):
    return of.report["area_mm2"]["pe"]


def pe_energy(of):
    """Of all PEs, without global buffer, networks and DRAM; leakage included."""
    return sum(layer["energy_breakdown_pj"]["pe"] for layer in of.layers)


def saved(value, ours, baseline):
    return 1 - value(ours) / value(baseline)


@dataclasses.dataclass(frozen=True)
class Saving:
    """A published saving in points, with what the gates and the table of figures ask of one."""

    what: str
    published: float
    simulated: float
    gate: float

    @property
    def deviation(self):
        return self.simulated - self.published

    @property
    def missed(self):
        return abs(self.deviation) > self.gate


def savings(four, eight):
    return [Saving("area saved in a PE, 4/4/4/4 against 8/8", AREA_SAVED,
                   saved(pe_area, four, eight), AREA_GATE),
            Saving("energy saved in the PEs on ResNet-50, 4/4/4/4 against 8/8", ENERGY_SAVED,
                   saved(pe_energy, four, eight), ENERGY_GATE)]


def row(saving):
    return [saving.what, "published", f"{percent(saving.published)}", f"{percent(saving.simulated)}",
            f"{100 * saving.deviation:+.1f}", f"{percent(saving.gate)}",
            "**missed**" if saving.missed else "met"]


def write(page, gossamer, identities, gates):
    runs = {widths: run(gossamer, widths) for widths in TABLE}
    figures(page, runs, gates)
    combinations(page, runs)
    overhead(page, gossamer, identities)
    for what, holds in claims(runs):
        identities.reason(f"per-vector scales ({what})", holds)


def figures(page, runs, gates):
    page.heading(TITLE)
    page.text(f"""{PAPER}; the figures are those of its abstract. Of the PEs alone: without global
        buffer, networks and DRAM, leakage included. Both **predicted** from the primitives that all
        machines share ([cost.md](cost.md)): no factor of `pe_array` is fitted to anything. *Gate*:
        points. The width of the network was chosen in sight of the area; the other choice gives
        31.0 % ([decision 0013](decisions/0013-a-network-of-vectors.md)).""")
    found = savings(runs[FOUR], runs[EIGHT])
    page.table(["figure", "mark", "published / %", "simulated / %", "deviation / points",
                "gate / points", "result"], [row(saving) for saving in found], words=2)
    for saving in found:
        gates.add(saving)
    macs = Figure("MACs of ResNet-50 v1.5", RESNET50_G_MACS, runs[FOUR].totals["macs"] / 1e9,
                  "derived", "identity", 0.0005, "10^9")
    gates.add(macs)
    page.text(f"""ResNet-50 v1.5 is to have {RESNET50_G_MACS} billion MACs, and has
        {number(runs[FOUR].totals["macs"])}.""")


def combinations(page, runs):
    page.heading("Every combination of widths", 3)
    page.text("""**Prediction** for all rows but the two figures above. `pe_array` on ResNet-50 with
        the widths of a row: weights, activations, scales of weights, scales of activations; R is the
        width of the rounded scale product. Savings are against 8/8/-/-, of the PEs alone. First
        and last layers have elements of 8 bits and no scales; narrower multipliers take several
        passes over them, which is why cycles differ. SQNR is that of the outputs of the layer
        in the middle of the list when it is sorted by SQNR, with generated operands.""")
    page.command(*(command(*having(*widths.settings), workload=RESNET50, architecture=MACHINE,
                           output=f"out/widths{n}") for n, widths in enumerate(TABLE)))
    eight = runs[EIGHT]
    page.table(["widths", "R", "cycles", "PE area / mm2", "area saved / %", "PE energy / uJ",
                "energy saved / %", "SQNR / dB", "saturated additions"],
               [[widths.name, widths.product, number(of.totals["cycles"]), f"{pe_area(of):.3f}",
                 percent(saved(pe_area, of, eight)), f"{pe_energy(of) / 1e6:.0f}",
                 percent(saved(pe_energy, of, eight)), f"{middle_sqnr(of):.1f}",
                 number(saturations(of))]
                for widths, of in runs.items()], words=2)
    page.text("""Sums have 24 bits in every row. They cannot take the unrounded product of scales of 6
        and 10 bits: most sums saturate, and nothing is left of the signal. That is why the presets
        with these scales round it to 6 bits. Wider weights save little or nothing against the
        baseline: their buffers and multipliers come near its size, and the scale units are on
        top.""")


def saturations(of):
    return int(sum(layer["metrics"]["saturated_additions"] for layer in of.layers))


def middle_sqnr(of):
    found = sorted(layer["metrics"]["sqnr_outputs_db"] for layer in of.layers
                   if "sqnr_outputs_db" in layer["metrics"])
    return found[len(found) // 2]


def overhead(page, gossamer, identities):
    page.heading("What scaling adds", 3)
    page.text("""**Prediction.** 4/4/4/4 against 4/4 without per-vector scales, in the PEs, when V
        elements share a scale. 64 lanes, with buffers four times as large, so that no vector takes several
        passes: with 16, vectors of 32 and 64 wait in a two-pass buffer, which adds more than
        the fewer scale units save.""")
    rows, found, lines = [], [], []
    for vector in VECTORS:
        settings = (f"pe.vector={vector}", "pe.lanes=64", "pe.accumulators=8192",
                    "pe.weight_elements=131072", "global_buffer.activation_elements=4194304")
        with_scales = run(gossamer, FOUR, *settings)
        without = run(gossamer, UNSCALED, *settings)
        lines += [command(*having(*widths.settings, *settings), workload=RESNET50,
                          architecture=MACHINE, output=f"out/vector{vector}_{name}")
                  for widths, name in ((FOUR, "scales"), (UNSCALED, "none"))]
        found.append([-saved(value, with_scales, without) for value in (pe_area, pe_energy)])
        rows.append([vector, *(percent(share) for share in found[-1])])
    page.command(*lines)
    page.table(["V", "area added / %", "energy added / %"], rows)
    for column, what in enumerate(("area", "energy")):
        shares = [row_[column] for row_ in found]
        identities.reason(f"per-vector scales (the {what} that scaling adds falls with V)",
                          shares[0] > shares[1] > shares[2] > 0)


def claims(runs):
    rounded, full = runs[Widths(4, 8, 6, 10, 6)], runs[Widths(4, 8, 6, 10)]
    return [("rounding the scale product saves area and energy, and no cycle",
             pe_area(rounded) < pe_area(full) and pe_energy(rounded) < pe_energy(full)
             and rounded.totals["cycles"] == full.totals["cycles"]),
            ("unrounded products of wide scales saturate and ruin the outputs",
             saturations(full) > 10**6 and middle_sqnr(full) < 3 < 15 < middle_sqnr(rounded)
             and saturations(rounded) < 10**4),
            ("weights of 6 bits save little",
             all(saved(pe_energy, of, runs[EIGHT]) < 0.05 and saved(pe_area, of, runs[EIGHT]) < 0.1
                 for widths, of in runs.items() if widths.weights == 6)),
            ("wider scales cost area and energy",
             pe_area(runs[Widths(4, 4, 6, 6)]) > pe_area(runs[FOUR])
             and pe_energy(runs[Widths(4, 4, 6, 6)]) > pe_energy(runs[FOUR]))]
