# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_test.py GOSSAMER    Runs sweeps as a user does: kills them, resumes them, gets them wrong."""

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import ONE_LAYER  # noqa: E402
from sweep_world import GRID, GRID_POINTS, World, main  # noqa: E402

# One layer that keeps a worker busy for seconds.
LONG = """\
name: long
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 512, height: 112, width: 112}
    filter: {count: 512, height: 3, width: 3, pad: 1}
    weights: {density: 1}
    activations: {density: 1}
    outputs: {density: 0.5}
"""


def children_of(pid):
    """Process numbers of the living children of a process."""
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in text.split()]


def is_alive(pid):
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


class Sweep(World):
    def setUp(self):
        super().setUp()
        self.write("long.yaml", LONG)

    def start(self, *arguments):
        return subprocess.Popen([self.binary, "sweep", *arguments], cwd=self.home,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                start_new_session=True)

    def count_results(self, output):
        path = self.home / output / "results.sqlite"
        if not path.exists():
            return 0
        try:
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                return database.execute("SELECT count(*) FROM results").fetchone()[0]
        except sqlite3.OperationalError:
            return 0

    def wait_for_results(self, output, count, process):
        deadline = time.monotonic() + 120
        while self.count_results(output) < count and process.poll() is None:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.005)

    def simulated_now(self, done):
        return int(next(line for line in done.stdout.splitlines() if "simulated now" in line).split()[0])


class Results(Sweep):
    def test_table(self):
        done = self.sweep("grid.yaml", "-o", "out", "-j", "2")
        self.assertIn(f"grid: {GRID_POINTS} points (grid)", done.stdout)
        self.assertEqual(self.simulated_now(done), GRID_POINTS)
        rows = self.rows("out/results.csv")
        self.assertEqual([int(row["point"]) for row in rows], list(range(GRID_POINTS)))
        self.assertEqual({row["status"] for row in rows}, {"done"})
        self.assertTrue(all(row["pe.rows"] == row["pe.cols"] for row in rows))
        self.assertEqual(len({row["digest"] for row in rows}), GRID_POINTS)
        objects = json.loads((self.home / "out/results.json").read_text(encoding="utf-8"))["points"]
        self.assertEqual([str(each["cycles"]) for each in objects], [row["cycles"] for row in rows])
        names = sorted(path.name for path in (self.home / "out").iterdir())
        self.assertEqual(names, [".results.sqlite.lock", "results.csv", "results.json",
                                 "results.sqlite"])

    def test_same_as_run(self):
        self.sweep("grid.yaml", "-o", "out", "--points", "17:18")
        row = self.rows("out/results.csv")[0]
        run = subprocess.run(
            [self.binary, "run", "scnn", "small.yaml", "--no-values", "-o", "one",
             *(word for path in ("accumulator.banks", "accumulator.queue_depth", "pe.rows", "pe.cols")
               for word in ("--set", f"{path}={row[path]}"))],
            cwd=self.home, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        totals = json.loads((self.home / "one/report.json").read_text(encoding="utf-8"))["totals"]
        for name in ("cycles", "macs", "effectual_macs", "energy_pj", "area_mm2", "utilization",
                     "time_s", "dram_read_bytes", "dram_write_bytes"):
            self.assertEqual(float(row[name]), totals[name], name)

    def test_again_recomputes_nothing(self):
        self.sweep("grid.yaml", "-o", "out")
        before = self.tables("out")
        done = self.sweep("grid.yaml", "-o", "out")
        self.assertEqual(self.simulated_now(done), 0)
        self.assertEqual(self.tables("out"), before)

    def test_more_values_simulate_the_new_points_alone(self):
        self.sweep("grid.yaml", "-o", "out")
        self.write("grid.yaml", GRID.replace("64]", "64, 128]"))
        self.assertEqual(self.simulated_now(self.sweep("grid.yaml", "-o", "out")), 20)
        self.assertEqual(len(self.rows("out/results.csv")), GRID_POINTS + 20)

    def test_workers_and_shards_do_not_matter(self):
        self.sweep("grid.yaml", "-o", "one", "-j", "1")
        self.sweep("grid.yaml", "-o", "two", "-j", "2")
        self.assertEqual(self.tables("one"), self.tables("two"))
        for shard, points in ((3, 23), (1, 24), (2, 23)):
            done = self.sweep("grid.yaml", "-o", "parts", "--shard", f"{shard}/3")
            self.assertEqual(self.simulated_now(done), points)
        self.assertFalse((self.home / "parts/results.csv").exists())
        done = self.sweep("grid.yaml", "-o", "parts", "--merge",
                            *(f"parts/shard-{shard}-of-3.sqlite" for shard in (1, 2, 3)))
        self.assertEqual(self.simulated_now(done), 0)
        self.assertEqual(self.tables("one"), self.tables("parts"))

    def test_a_range_of_points_has_a_table_of_its_own(self):
        self.sweep("grid.yaml", "-o", "whole")
        done = self.sweep("grid.yaml", "-o", "out", "--points", "5:8")
        self.assertIn("3 of 3 points simulated now; 3 done", done.stdout)
        self.assertEqual(self.rows("out/results.csv"), self.rows("whole/results.csv")[5:8])
        self.sweep("grid.yaml", "-o", "out", "--points", "60:900")
        self.assertEqual(self.rows("out/results.csv"), self.rows("whole/results.csv")[60:])
        self.sweep("grid.yaml", "-o", "out")
        self.assertEqual(self.tables("out"), self.tables("whole"))

    def test_dry_run_writes_nothing(self):
        done = self.sweep("grid.yaml", "-o", "out", "--dry-run")
        self.assertIn("accumulator.queue_depth: 1, 2, 4, 8, 16", done.stdout)
        self.assertFalse((self.home / "out").exists())


class Deaths(Sweep):
    def setUp(self):
        super().setUp()
        self.sweep("grid.yaml", "-o", "whole", "-j", "2")

    def test_workers_that_are_killed(self):
        process = self.start("grid.yaml", "-o", "out", "-j", "2")
        for count in (10, 30, 50):
            self.wait_for_results("out", count, process)
            for worker in children_of(process.pid)[:1]:
                os.kill(worker, signal.SIGKILL)
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, out + err)
        self.assertEqual(self.tables("out"), self.tables("whole"))

    def test_sweep_that_is_killed_three_times(self):
        simulated = 0
        for count in (15, 30, 50):
            process = self.start("grid.yaml", "-o", "out", "-j", "2")
            self.wait_for_results("out", count, process)
            workers = children_of(process.pid)
            process.kill()
            process.communicate()
            deadline = time.monotonic() + 10
            while any(is_alive(worker) for worker in workers):
                self.assertLess(time.monotonic(), deadline, "a worker outlived the sweep")
                time.sleep(0.01)
            # What was in the table stays in it.
            self.assertGreaterEqual(self.count_results("out"), max(count, simulated))
            simulated = self.count_results("out")
        done = self.sweep("grid.yaml", "-o", "out", "-j", "2")
        self.assertEqual(self.simulated_now(done), GRID_POINTS - simulated)
        self.assertEqual(self.tables("out"), self.tables("whole"))

    def test_interrupt(self):
        process = self.start("grid.yaml", "-o", "out", "-j", "2")
        self.wait_for_results("out", 20, process)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, out + err)
        self.assertIn("what is done is kept; the same command goes on with the rest", err)
        kept = self.count_results("out")
        self.assertGreaterEqual(kept, 20)
        self.assertFalse((self.home / "out/results.csv").exists())
        self.sweep("grid.yaml", "-o", "out", "--export-only")
        self.assertEqual(len(self.rows("out/results.csv")), kept)
        done = self.sweep("grid.yaml", "-o", "out", "-j", "2")
        self.assertEqual(self.simulated_now(done), GRID_POINTS - kept)
        self.assertEqual(self.tables("out"), self.tables("whole"))

    def test_interrupt_in_the_middle_of_a_long_point(self):
        self.write("slow.yaml", "base: scnn\nworkload: long.yaml\nvalues: false\n")
        process = self.start("slow.yaml", "-o", "out")
        self.wait_for_store("out")
        start = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertLess(time.monotonic() - start, 5)

    def test_two_sweeps_in_one_directory(self):
        self.write("slow.yaml", "base: scnn\nworkload: long.yaml\nvalues: false\n")
        process = self.start("slow.yaml", "-o", "out")
        self.wait_for_store("out")
        second = self.gossamer("sweep", "slow.yaml", "-o", "out")
        process.kill()
        process.communicate()
        self.assertEqual(second.returncode, 4)
        self.assertEqual(second.stderr, "out/results.sqlite: another sweep is writing it\n")

    def wait_for_store(self, output):
        deadline = time.monotonic() + 60
        while not (self.home / output / "results.sqlite").exists():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)


class Failures(Sweep):
    def test_points_that_fail_are_recorded_and_the_rest_goes_on(self):
        self.write("s.yaml", "base: scnn\nworkload: small.yaml\nvalues: false\n"
                             "parameters: {pe.rows: [2, 3, 4]}\nderived: {pe.cols: pe.rows / 2}\n")
        done = self.sweep("s.yaml", "-o", "out")
        self.assertIn("point 1 failed: s.yaml:5:20: pe.cols: '1.5' is not a whole number", done.stderr)
        self.assertIn("2 done, 1 failed", done.stdout)
        self.assertEqual([row["status"] for row in self.rows("out/results.csv")], ["done", "failed", "done"])
        self.assertEqual(self.simulated_now(self.sweep("s.yaml", "-o", "out")), 0)
        self.assertEqual(self.simulated_now(self.sweep("s.yaml", "-o", "out", "--retry-failed")), 1)

    def test_a_sweep_without_any_result_ends_with_another_code(self):
        self.write("s.yaml", "base: scnn\nworkload: small.yaml\nvalues: false\n"
                             "parameters: {pe.rows: [3, 5]}\nderived: {pe.cols: pe.rows / 2}\n")
        done = self.gossamer("sweep", "s.yaml", "-o", "out")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("gossamer: no point has a result\n", done.stderr)
        self.assertIn("0 of 2 points simulated now; 2 failed", done.stdout)
        self.assertEqual(self.gossamer("sweep", "s.yaml", "-o", "out", "--export-only").returncode, 1)
        self.sweep("s.yaml", "-o", "part", "--points", "0:1")

    def test_limits(self):
        self.write("s.yaml", "base: scnn\nworkload: [small.yaml, long.yaml]\nvalues: false\n"
                             "limits: {seconds_per_point: 1.5}\nparameters: {seed: [1, 2]}\n")
        self.sweep("s.yaml", "-o", "out", "-j", "2")
        rows = self.rows("out/results.csv")
        self.assertEqual([row["status"] for row in rows], ["done", "done", "timeout", "timeout"])
        self.assertEqual(rows[2]["error"], "took longer than limits.seconds_per_point, 1.5 s")
        self.write("s.yaml", "base: scnn\nworkload: [small.yaml, long.yaml]\nvalues: false\n"
                             "limits: {memory_per_point: 20MiB}\nparameters: {seed: [1, 2]}\n")
        done = self.sweep("s.yaml", "-o", "out", "-j", "2")
        self.assertEqual(self.simulated_now(done), 2)
        self.assertEqual([row["status"] for row in self.rows("out/results.csv")],
                         ["done", "done", "memory", "memory"])


class Usage(Sweep):
    def refuse(self, code, fragments, *arguments):
        super().refuse(code, fragments, "sweep", *arguments)

    def test_wrong_arguments(self):
        self.refuse(2, "--shard: '4/3' is not allowed; allowed: I/N with I from 1 to N, such as 3/8",
                    "grid.yaml", "--shard", "4/3")
        self.refuse(2, "--points: '7:7' is not allowed; allowed: A:B with A less than B, such as 0:100",
                    "grid.yaml", "--points", "7:7")
        self.refuse(2, "--merge and --export-only simulate nothing", "grid.yaml", "--export-only",
                    "--shard", "1/2")
        self.refuse(2, "leave out --shard, --points, --retry-failed and --dry-run", "grid.yaml",
                    "--merge", "x.sqlite", "--dry-run")
        self.refuse(4, "scnn_bank: no such file, and no shipped sweep has this name; did you mean "
                       "'scnn_banks'?", "scnn_bank")
        self.write("file", "")
        self.refuse(2, "file: is not a directory; -o takes one for the results", "grid.yaml", "-o",
                    "file")

    def test_points_that_are_not_there(self):
        self.refuse(2, f"none of the points 0 to {GRID_POINTS - 1} is chosen", "grid.yaml", "-o", "out",
                    "--points", "500:600")
        self.assertFalse((self.home / "out").exists())

    def test_foreign_table(self):
        (self.home / "out").mkdir()
        self.write("out/results.csv", "mine")
        self.refuse(2, "out: holds 'results.csv' of something else", "grid.yaml", "-o", "out")
        self.assertEqual((self.home / "out/results.csv").read_text(encoding="utf-8"), "mine")

    def test_names_do_not_depend_on_the_current_directory(self):
        (self.home / "scnn").mkdir()
        (self.home / "elsewhere").mkdir()
        (self.home / "elsewhere/small.yaml").write_text(ONE_LAYER, encoding="utf-8")
        (self.home / "elsewhere/grid.yaml").write_text(GRID, encoding="utf-8")
        (self.home / "small.yaml").unlink()
        self.sweep("elsewhere/grid.yaml", "--dry-run")


if __name__ == "__main__":
    main()
