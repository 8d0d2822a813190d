# SPDX-License-Identifier: Apache-2.0
"""The search itself. Samplers are deterministic, so a search goes on by asking for all its trials again:
the stores know their results."""

import os
import sys
import warnings

import optuna

from .errors import ToolError
from .program import Program
from .progress import Progress
from .space import Space, find_sweep
from .table import PROBLEM, default_objectives, is_more_better
from .trials import Lanes, columns_of, objectives_of, pareto, write_table

TOO_MANY = "the sweep has more than"  # points for a table of all; a search needs none


def make_study(options):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
    if options.sampler == "tpe":
        sampler = optuna.samplers.TPESampler(seed=options.seed)
    else:
        sampler = optuna.samplers.NSGAIISampler(seed=options.seed,
                                                population_size=options.population)
    return optuna.create_study(
        sampler=sampler,
        directions=["maximize" if is_more_better(name) else "minimize"
                    for name in options.objectives])


def search(options, space, lanes):
    """Rows of all trials."""
    study = make_study(options)
    rows, known = {}, {}
    progress = Progress(options.trials, "trials")
    while len(rows) < options.trials:
        trials = [study.ask() for _ in range(min(options.batch, options.trials - len(rows)))]
        texts = {trial.number: space.ask(trial) for trial in trials}
        # The same point may be asked for again; it is simulated once.
        first = {text: number for number, text in reversed(texts.items()) if text not in known}
        new = lanes.simulate_all({number: text for text, number in first.items()},
                                 options.jobs or os.cpu_count())
        known.update((texts[number], row) for number, row in new.items())
        for trial in trials:
            row = known[texts[trial.number]]
            rows[trial.number] = row
            values = objectives_of(row, options.objectives)
            if values is None:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, values)
        progress.add(len(trials))
    return rows


def print_front(rows, front, objectives):
    if not front:
        print("No trial has a result.")
        return
    _, parameters, _ = columns_of(rows)
    differing = [name for name in ["base", *parameters] if len({rows[number].get(name) for number in rows
                                                if rows[number]}) > 1]
    heads = ["trial", *objectives, *differing]
    lines = [[str(number), *(f"{float(rows[number][name]):.6g}" for name in objectives),
              *(rows[number].get(name, "") for name in differing)] for number in front]
    widths = [max(map(len, column)) for column in zip(heads, *lines)]
    for line in [heads, *lines]:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths)).rstrip())


def check(program):
    """Tells the faults of the sweep where they are, before anything is made."""
    try:
        program.count_points()
    except ToolError as error:
        if TOO_MANY not in str(error):
            raise


def run(options):
    program = Program(options.binary, find_sweep(options.sweep))
    check(program)
    space = Space(program.sweep, options.binary)
    varied = space.varied()
    for name in PROBLEM:
        if name in varied:
            raise ToolError(f"{program.sweep}: a search compares machines at one problem; this sweep "
                            f"varies {name}", 2)
    options.objectives = options.objectives or default_objectives(varied)
    options.output.mkdir(parents=True, exist_ok=True)
    output = options.output.resolve()
    lanes = Lanes(program.binary, output, options.batch)
    store = output / "results.sqlite"
    if store.is_file():
        lanes.take_over(program, store)
    rows = search(options, space, lanes)
    values = {number: objectives_of(row, options.objectives) for number, row in rows.items()}
    values = {number: each for number, each in values.items() if each is not None}
    front = sorted(pareto(values, options.objectives), key=lambda number: values[number])
    write_table(output / "trials.csv", rows, front)
    try:
        program.merge(output, lanes.stores())
    except ToolError as error:
        if TOO_MANY not in str(error):
            raise
        print(f"{store} was not written: {error}", file=sys.stderr)
    points = len({row["digest"] for row in rows.values() if row})
    out = sum(row is None for row in rows.values())
    print(f"{len(rows)} trials of {points} points, {out} left out by conditions; "
          f"{len(front)} in the Pareto set")
    print_front(rows, front, options.objectives)
    print(f"All trials: {output / 'trials.csv'}")
    return 0
