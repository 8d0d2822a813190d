# SPDX-License-Identifier: Apache-2.0
"""Trials of a search: simulated some at a time, written as a table, compared by dominance."""

import concurrent.futures
import csv
import io

from . import files
from .errors import ToolError
from .program import Program
from .table import AFTER_PARAMETERS, is_more_better

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
    signs = [-1 if is_more_better(name) else 1 for name in names]
    costs = {key: [sign * each for sign, each in zip(signs, numbers)]
             for key, numbers in values.items()}
    front = []
    # In this order no point is beaten by a later one.
    for key in sorted(costs, key=costs.get):
        if not any(all(a <= b for a, b in zip(costs[other], costs[key])) for other in front):
            front.append(key)
    return [key for key in values if key in set(front)]


def columns_of(rows):
    """Names before the parameters, the parameters, and what follows. Rows of other bases have other
    parameters: between `workload` and `status`, as results.csv has them."""
    before, parameters, after = [], [], []
    for row in filter(None, rows.values()):
        names = [name for name in row if name != "point"]
        begin, end = names.index("workload") + 1, names.index(AFTER_PARAMETERS)
        for part, new in ((before, names[:begin]), (parameters, names[begin:end]),
                          (after, names[end:])):
            part += [name for name in new if name not in part]
    return before, parameters, after or [AFTER_PARAMETERS]


def write_table(path, rows, front):
    """trials.csv: the columns of results.csv, with the number of the trial for that of the point."""
    before, parameters, after = columns_of(rows)
    text = io.StringIO()
    table = csv.DictWriter(text, ["trial", "pareto", *before, *parameters, *after], restval="",
                           extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    for number, row in rows.items():
        row = row or {"status": "left out"}
        table.writerow({**row, "trial": number, "pareto": int(number in front)})
    files.replace(path, text.getvalue().encode("utf-8"))
