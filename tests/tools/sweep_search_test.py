# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_search_test.py GOSSAMER TOOLS    Searches: the same for a seed, and resumed."""

import contextlib
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sweep_world import GRID_POINTS, World, beats, main, skip_without  # noqa: E402

skip_without("optuna", "yaml")

OBJECTIVES = ("cycles", "energy_pj", "area_mm2")


class SweepSearch(World):
    def search_text(self, output, trials=24, seed=5, sweep="grid.yaml", **more):
        return self.tool("sweep_search", sweep, "-o", output, "--trials", str(trials), "--seed",
                         str(seed), "--population", "8", "--batch", "4", **more).stdout

    def search(self, output, **more):
        self.search_text(output, **more)
        return (self.home / output / "trials.csv").read_bytes()

    def test_a_seed_gives_the_same_trials_and_another_seed_others(self):
        table = self.search("one")
        self.assertEqual(self.search("two"), table)
        self.assertNotEqual(self.search("three", seed=6), table)

    def test_a_killed_search_goes_on_and_ends_as_one_that_was_not(self):
        expected = self.search("expected")
        arguments = ("grid.yaml", "-o", "out", "--trials", "24", "--seed", "5", "--population", "8",
                     "--batch", "4")
        program = self.slow_program(0.1)
        client = subprocess.Popen(self.command("sweep_search", *arguments, binary=program),
                                  cwd=self.home, start_new_session=True)
        self.wait(lambda: len(self.log("-j 1")) >= 8)
        os.killpg(client.pid, signal.SIGKILL)
        client.wait()
        self.assertFalse((self.home / "out/trials.csv").exists())
        self.assertEqual(self.search("out"), expected)

    def test_more_trials_keep_the_results_of_those_before(self):
        self.search("out", trials=12)
        for store in (self.home / "out").rglob("results.sqlite"):
            with contextlib.closing(sqlite3.connect(store)) as database, database:
                database.execute("UPDATE results SET macs = 77 WHERE status = 'done'")
        self.search("out", trials=24)
        rows = self.rows("out/trials.csv")
        # A mark that only the stores have: the first trials were read, not simulated.
        self.assertEqual({row["macs"] for row in rows[:12] if row["status"] == "done"}, {"77"})
        self.assertGreater(len({row["macs"] for row in rows[12:]}), 1)

    def test_the_pareto_set_is_what_no_other_trial_beats(self):
        self.search("out")
        rows = [row for row in self.rows("out/trials.csv") if row["status"] == "done"]
        values = {row["digest"]: tuple(float(row[name]) for name in OBJECTIVES) for row in rows}
        best = {values[key] for key in values
                if not any(beats(other, values[key]) for other in values.values())}
        front = [row for row in rows if row["pareto"] == "1"]
        self.assertEqual({values[row["digest"]] for row in front}, best)
        self.assertEqual(len(front), len(best))
        self.assertLess(len(best), len(values))

    def test_trials_are_points_of_the_sweep_and_of_its_store(self):
        self.search("out")
        self.sweep("grid.yaml", "-o", "expected")
        points = {row["digest"]: row for row in self.rows("expected/results.csv")}
        rows = self.rows("out/trials.csv")
        self.assertEqual({row["status"] for row in rows}, {"done", "left out"})
        done = [row for row in rows if row["status"] == "done"]
        for row in done:
            point = points[row["digest"]]
            self.assertEqual({name: row[name] for name in point if name != "point"},
                             {name: point[name] for name in point if name != "point"})
        known = len({row["digest"] for row in done})
        said = self.sweep("grid.yaml", "-o", "out").stdout
        self.assertIn(f"{GRID_POINTS - known} of {GRID_POINTS} points simulated now", said)
        self.assert_same_table("out", "expected")

    def test_ranges_of_two_ends_and_parameters_of_one_base_are_searched(self):
        self.write("mixed.yaml", "base: [scnn, dcnn]\nworkload: small.yaml\nvalues: false\n"
                   "sample: random\nsamples: 9\nparameters:\n  pe.rows: {from: 2, to: 8}\n"
                   "  clock_ghz: {from: 0.5, to: 2, scale: log}\n"
                   "only:\n  scnn: {accumulator.banks: [16, 32]}\n")
        said = self.search_text("out", sweep="mixed.yaml")
        # Clocks and machines differ: their cycles do not compare. Every parameter of any has a column.
        head = next(line for line in said.splitlines() if line.startswith("trial ")).split()
        self.assertEqual(sorted(head), sorted(["trial", "time_s", "energy_pj", "area_mm2", "base",
                                               "pe.rows", "clock_ghz", "accumulator.banks"]))
        rows = self.rows("out/trials.csv")
        self.assertEqual({row["base"] for row in rows}, {"scnn", "dcnn"})
        for row in rows:
            self.assertRegex(row["pe.rows"], "^[2-8]$")
            self.assertTrue(0.5 <= float(row["clock_ghz"]) <= 2)
            self.assertRegex(row["accumulator.banks"], "^(16|32)$" if row["base"] == "scnn" else "^$")
        self.assertGreater(len({row["clock_ghz"] for row in rows}), 10)

    def test_tpe_and_objectives_that_are_to_be_large(self):
        said = self.tool("sweep_search", "grid.yaml", "-o", "out", "--trials", "12", "--sampler",
                         "tpe", "--objectives", "utilization,area_mm2").stdout
        rows = [row for row in self.rows("out/trials.csv") if row["status"] == "done"]
        best = max(float(row["utilization"]) for row in rows)
        front = [row for row in rows if row["pareto"] == "1"]
        self.assertIn(best, [float(row["utilization"]) for row in front])
        self.assertRegex(said, re.compile(r"^trial +utilization +area_mm2", re.MULTILINE))

    def test_wrong_input_is_refused(self):
        done = self.tool("sweep_search", "grid.yaml", "-o", "out", "--trials", "4", "--objectives",
                         "speed", code=2)
        self.assertIn("unknown metric 'speed'; allowed: cycles", done.stderr)
        self.write("two.yaml", "base: scnn\nworkload: [small.yaml, alexnet]\n"
                   "parameters: {pe.rows: [4, 8]}\n")
        done = self.tool("sweep_search", "two.yaml", "-o", "out", "--trials", "4", code=2)
        self.assertIn("a search compares machines at one problem; this sweep varies workload", done.stderr)
        self.write("dense.yaml", "base: scnn\nworkload: small.yaml\n"
                   "parameters: {pe.rows: [4, 8], workload.weight_density: [0.1, 1]}\n")
        done = self.tool("sweep_search", "dense.yaml", "-o", "out", "--trials", "4", code=2)
        self.assertIn("this sweep varies workload.weight_density", done.stderr)
        self.write("wrong.yaml", "base: scnn\nworkload: small.yaml\nparameters: {pe.rwos: [1]}\n")
        done = self.tool("sweep_search", "wrong.yaml", "-o", "out", "--trials", "4", code=2)
        self.assertIn("wrong.yaml:3:14", done.stderr)
        self.assertFalse((self.home / "out").exists())


if __name__ == "__main__":
    main()
