# SPDX-License-Identifier: Apache-2.0
"""The area table of the paper, row by row."""

import re

from .runs import command

CALIBRATION = "configs/calibration/scnn.yaml"
COST_PAGE = "docs/cost.md"


def published_rows(text):
    """[(components, what, mm2 per PE, mark)] of a calibration file."""
    fit = re.compile(r"- components: \[([^]]*)\].*?"
                     r"target: ([^\n]*?), ([0-9.]+) mm2 per PE \((\w+)\)", re.DOTALL)
    return [([path.strip() for path in paths.split(",")], what, float(mm2), mark)
            for paths, what, mm2, mark in fit.findall(text)]


def published_totals(text):
    """(mm2 of a PE, mm2 of the chip) as docs/cost.md quotes the paper."""
    pe = re.search(r"\| PE \|[^|]*\| ([0-9.]+) \|", text)
    chip = re.search(r"the paper says ([0-9]+\.[0-9]+)", text)
    return float(pe.group(1)), float(chip.group(1))


def area_of(areas, paths):
    """The leaves at or below the paths; `pe` and other sums are no leaves."""
    return sum(value for leaf, value in areas.items()
               if any(leaf == path or leaf.startswith(path + "/") for path in paths))


def write(page, run, identities, root):
    grid = run.report["architecture"]["config"]["pe"]
    pes = grid["rows"] * grid["cols"]
    raw, calibrated = run.report["raw_area_mm2"], run.report["area_mm2"]
    fits = published_rows((root / CALIBRATION).read_text(encoding="utf-8"))
    pe, chip = published_totals((root / COST_PAGE).read_text(encoding="utf-8"))

    def row(what, raw_mm2, mm2, published, mark, places):
        difference = round(100 * (mm2 / published - 1), 1) + 0.0  # no minus before a zero
        return [what, mark, f"{raw_mm2:.{places}f}", f"{mm2:.{places}f}", f"{published:g}",
                f"{difference:.1f}"]

    rows = [row(what, area_of(raw, paths) / pes, area_of(calibrated, paths) / pes, mm2, mark, 4)
            for paths, what, mm2, mark in fits]
    rows.append(row("PE", raw["pe"] / pes, calibrated["pe"] / pes, pe, "published", 4))
    totals = run.totals
    rows.append(row(f"chip, {pes} PEs", totals["raw_area_mm2"], totals["area_mm2"], chip,
                    "published", 2))
    page.heading("Area")
    page.text("""**Calibrated**: the rows of a PE agree because one factor per row was fitted to
        them ([cost.md](cost.md)); this shows that the parts list is complete and the factors are
        applied, not that area was foreseen. The raw column is the **prediction** of the
        primitives. Rows of a PE and the PE in mm2 per PE, the chip in mm2; the rounded rows of the
        published table add up to a little more than its PE. The sequencer, the buffers in front
        of DRAM and the broadcast bus are in the chip and not in the PEs.""")
    page.table(["part", "mark of the published value", "raw / mm2", "calibrated / mm2",
                "published / mm2", "difference / %"], rows, words=2)
    page.text(f"Published values: `{CALIBRATION}` and `{COST_PAGE}`. The areas of a run:")
    page.command(command(), "python3 -c 'import json; report = json.load(open("
                 '"out/alexnet/report.json")); print(json.dumps(report["area_mm2"], indent=1))\'')
    identities.reason("the area table: rows reproduce their targets",
                      len(fits) > 0 and all(abs(area_of(calibrated, paths) / pes / mm2 - 1) < 0.01
                                            for paths, _, mm2, _ in fits))
    identities.reason(f"the area table: the chip is within 5 % of {chip} mm2",
                      abs(totals["area_mm2"] / chip - 1) < 0.05)
