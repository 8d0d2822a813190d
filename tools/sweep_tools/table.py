# SPDX-License-Identifier: Apache-2.0
"""The table of a sweep as a report needs it: points that are done, what differs, numbers and units."""

import csv
import json
import math
import pathlib

from .errors import ToolError

# Title, unit, factor from the table's unit to that unit, and whether more is better.
METRICS = {
    "cycles": ("Cycles", "", 1, False),
    "time_s": ("Time", "s", 1, False),
    "energy_pj": ("Energy", "J", 1e-12, False),
    "edp_js": ("Energy x delay", "J s", 1, False),
    "area_mm2": ("Area", "mm²", 1, False),
    "utilization": ("Utilization", "%", 100, True),
    "dram_read_bytes": ("DRAM reads", "B", 1, False),
    "dram_write_bytes": ("DRAM writes", "B", 1, False),
}
AFTER_PARAMETERS = "status"
# Parameters that say what is computed, not by which machine. Only points that agree in them compare.
PROBLEM = ("workload", "seed", "workload.weight_density", "workload.activation_density")


def is_more_better(metric):
    return METRICS[metric][3]


def default_objectives(varied):
    """What is to be small unless a user names it: cycles of different clocks or machines say nothing."""
    return ["time_s" if {"base", "clock_ghz"} & set(varied) else "cycles", "energy_pj", "area_mm2"]


class Table:
    """Rows keep the texts of the file; numbers are read where they are needed."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        try:
            with open(path, encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                self.all = list(reader)
                columns = reader.fieldnames or []
        except OSError as error:
            raise ToolError(f"{path}: {error.strerror}; 'gossamer sweep SWEEP -o DIR' writes it",
                            4) from None
        for needed in ("base", "workload", AFTER_PARAMETERS, "cycles", "energy_pj", "area_mm2"):
            if needed not in columns:
                raise ToolError(f"{path}: is no table of a sweep: it has no column '{needed}'", 2)
        self.key = columns[0]
        self.rows = [row for row in self.all if row[AFTER_PARAMETERS] == "done"]
        if not self.rows:
            raise ToolError(f"{path}: no point is done, of {len(self.all)}", 2)
        swept = columns[columns.index("base"):columns.index(AFTER_PARAMETERS)]
        # A machine that lacks a parameter has an empty place.
        self.varying = [name for name in swept if len(self.values(name)) > 1]
        # Of parameters that are always equal, as one derived from another, charts show the first.
        columns_of = {tuple(row[name] for row in self.rows): name for name in self.varying[::-1]}
        self.distinct = [name for name in self.varying if name in columns_of.values()]
        self.fixed = {name: "".join(self.values(name)) for name in swept
                      if name not in self.varying}

    def problems(self):
        """Places of the points of each problem, by the values of the PROBLEM parameters that vary."""
        names = [name for name in self.varying if name in PROBLEM]
        order = [{value: n for n, value in enumerate(["", *self.values(name)])} for name in names]
        places = {}
        for place, row in enumerate(self.rows):
            places.setdefault(tuple(row[name] for name in names), []).append(place)
        return {key: places[key] for key in
                sorted(places, key=lambda key: [at[value] for at, value in zip(order, key)])}

    def unlike(self):
        """How many points have each status that is not done."""
        counts = {}
        for row in self.all:
            if row[AFTER_PARAMETERS] != "done":
                counts[row[AFTER_PARAMETERS]] = counts.get(row[AFTER_PARAMETERS], 0) + 1
        return counts

    def values(self, name):
        """Values of a parameter in their order: numbers by size, texts as they come."""
        texts = list(dict.fromkeys(row[name] for row in self.rows if row[name] != ""))
        return sorted(texts, key=float) if all(map(is_number, texts)) else texts


def is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def number(row, metric):
    return float(row[metric]) * METRICS[metric][2]


def shown(value, unit):
    """A number with four digits and an SI prefix where it has a unit."""
    if not unit or unit in ("mm²", "%"):
        text = f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
        return f"{text} {unit}".rstrip()
    if value == 0:
        return f"0 {unit}"
    power = max(-18, min(15, 3 * math.floor(math.log10(abs(value)) / 3)))
    prefix = {-18: "a", -15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M",
              9: "G", 12: "T", 15: "P"}[power]
    return f"{value / 10 ** power:.4g} {prefix}{unit}"


def text_of(row, metric):
    return shown(number(row, metric), METRICS[metric][1])


def name_of(table):
    """The name of the sweep, which results.json has; else of the folder."""
    folder = table.path.resolve().parent
    try:
        return json.loads((folder / "results.json").read_text(encoding="utf-8"))["name"]
    except (OSError, ValueError, KeyError):
        return folder.name


def find_table(folder):
    """trials.csv of a search, else results.csv."""
    folder = pathlib.Path(folder)
    if folder.is_file():
        return folder
    trials = folder / "trials.csv"
    return trials if trials.is_file() else folder / "results.csv"
