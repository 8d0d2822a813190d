# SPDX-License-Identifier: Apache-2.0
"""Trials of a search: simulated some at a time, written as a table, compared by dominance."""

import concurrent.futures
import csv
import io
import pathlib

from .errors import ToolError
from .program import Program

MAXIMISED = ("utilization", "effectual_macs")
NO_POINT = "no point is left"


class Lanes:
    """Places where trials are simulated beside each other. Trial n always uses place n modulo their
    number, whose store therefore knows it when the search is run again."""

    def __init__(self, binary, output, number):
        self.binary = binary
        self.folder = output / "trials"
        self.number = number
        for lane in range(number):
            (self.folder / str(lane)).mkdir(parents=True, exist_ok=True)

    def take_over(self, program, store):
        """What a store knows already is not simulated again."""
        for lane in range(self.number):
            program.merge(self.folder / str(lane), [store])

    def simulate(self, number, text):
        """The row of a trial, or None where a condition does not hold."""
        folder = self.folder / str(number % self.number)
        file = folder / "trial.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            Program(self.binary, file).conclude("-o", folder, "-j", "1")
        except ToolError as error:
            if NO_POINT in str(error):
                return None
            raise ToolError(f"trial {number}: {error}", error.code) from None
        with open(folder / "results.csv", encoding="utf-8", newline="") as table:
            return next(csv.DictReader(table))

    def simulate_all(self, texts, jobs):
        """Rows of {number: text}, in the order of the numbers."""
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            rows = pool.map(lambda each: self.simulate(*each), sorted(texts.items()))
            return dict(zip(sorted(texts), rows))

    def stores(self):
        return sorted(self.folder.glob("*/results.sqlite"))


def objectives_of(row, names):
    """The numbers that are compared, or None for a trial that has no result."""
    if row is None or row["status"] != "done":
        return None
    return [float(row[name]) for name in names]


def pareto(values, names):
    """Keys of {key: numbers} that no other one is as good as in everything and better than in
    something, in the order of `values`; of equal ones the first."""
    signs = [-1 if name in MAXIMISED else 1 for name in names]
    costs = {key: [sign * each for sign, each in zip(signs, numbers)]
             for key, numbers in values.items()}
    front = []
    # In this order no point is beaten by a later one.
    for key in sorted(costs, key=costs.get):
        if not any(all(a <= b for a, b in zip(costs[other], costs[key])) for other in front):
            front.append(key)
    return [key for key in values if key in set(front)]


def write_table(path, rows, front):
    """trials.csv: the columns of results.csv, with the number of the trial for that of the point."""
    columns = ["trial", "pareto"]
    for row in rows.values():
        columns += [name for name in row or {} if name not in columns and name != "point"]
    if "status" not in columns:
        columns.append("status")
    parameters = [name for name in columns if is_parameter(name, columns)]
    rest = [name for name in columns if name not in parameters]
    at = rest.index("workload") + 1 if "workload" in rest else len(rest)
    text = io.StringIO()
    table = csv.DictWriter(text, rest[:at] + parameters + rest[at:], restval="",
                           extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    for number, row in rows.items():
        row = row or {"status": "left out"}
        table.writerow({**row, "trial": number, "pareto": int(number in front)})
    half = pathlib.Path(f"{path}.half")
    half.write_text(text.getvalue(), encoding="utf-8")
    half.replace(path)


def is_parameter(name, columns):
    """Whether a column is one of a parameter: bases of other parameters add theirs at the end."""
    known = columns.index("status") if "status" in columns else 0
    first = columns.index("workload") + 1 if "workload" in columns else known
    metrics = ("status", "error", "cycles", "time_s", "macs", "effectual_macs", "utilization",
               "energy_pj", "edp_js", "dram_read_bytes", "dram_write_bytes", "area_mm2")
    return columns.index(name) >= first and name not in metrics and not name.startswith("slots_")
