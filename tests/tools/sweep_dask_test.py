# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_dask_test.py GOSSAMER TOOLS    Sweeps on workers of the loopback interface; kills some."""

import collections
import os
import pathlib
import re
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sweep_world import GRID_POINTS, World, main, skip_without  # noqa: E402

skip_without("distributed")


class SweepDask(World):
    def start(self, *command, **options):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.home, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def start_scheduler(self):
        file = self.home / "scheduler.json"
        self.start(sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1",
                   "--port", "0", "--no-dashboard", "--scheduler-file", file,
                   stderr=subprocess.DEVNULL)
        self.wait(lambda: file.exists() and "tcp://" in file.read_text(encoding="utf-8"))
        return re.search(r"tcp://[\d.:]+", file.read_text(encoding="utf-8")).group()

    def start_worker(self, address, name):
        return self.start(sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads",
                          "1", "--no-nanny", "--no-dashboard", "--name", name, "--host",
                          "127.0.0.1", "--local-directory", self.home / name,
                          stderr=subprocess.DEVNULL)

    def ranges(self):
        """How often each range of points was begun."""
        return collections.Counter(line.split("--points ")[1] for line in self.log("--points"))

    def test_one_of_two_workers_is_killed_in_the_middle_and_the_table_is_the_same(self):
        self.sweep("grid.yaml", "-o", "expected")
        address = self.start_scheduler()
        workers = [self.start_worker(address, name) for name in ("one", "two")]
        client = self.start(*self.command("sweep_dask", "grid.yaml", "-o", "out", "--scheduler",
                                          address, "--batch", "3",
                                          binary=self.slow_program(0.4)))
        victim = f"{workers[1].pid} "

        def is_in_the_middle():
            lines = self.log("--points")
            return (len(lines) >= 6 and lines[-1].startswith(victim)
                    and any(not line.startswith(victim) for line in lines))

        self.wait(is_in_the_middle)
        workers[1].kill()
        self.assertEqual(client.wait(120), 0)
        self.assert_same_table("out", "expected")
        again = [points for points, times in self.ranges().items() if times > 1]
        self.assertTrue(again, "no task was lost and given to the other worker")
        self.assertEqual(sum(self.points_of(points) for points in self.ranges()), GRID_POINTS)
        self.assertFalse((self.home / "out/parts").exists())

    @staticmethod
    def points_of(text):
        first, end = text.split(":")
        return int(end) - int(first)

    def test_the_client_is_killed_and_the_same_command_goes_on(self):
        self.sweep("grid.yaml", "-o", "expected")
        arguments = ("grid.yaml", "-o", "out", "--workers", "2", "--batch", "2")
        program = self.slow_program(0.15)
        client = self.start(*self.command("sweep_dask", *arguments, binary=program),
                            stderr=subprocess.DEVNULL)
        parts = pathlib.Path(self.home / "out/parts")
        self.wait(lambda: len(list(parts.glob("*.sqlite"))) >= 4)
        os.kill(client.pid, signal.SIGKILL)
        client.wait()
        finished = [file.stem.replace("-", ":") for file in parts.glob("*.sqlite")]
        self.tool("sweep_dask", *arguments, binary=program)
        self.assert_same_table("out", "expected")
        self.assertEqual({self.ranges()[points] for points in finished}, {1})
        before = len(self.log("--points"))
        self.tool("sweep_dask", *arguments, binary=program)
        self.assertEqual(len(self.log("--points")), before, "all was there, and was simulated again")

    def test_ranges_grow_to_what_takes_seconds_and_shrink_towards_the_end(self):
        sys.path.insert(0, str(self.tools))
        from sweep_tools.ranges import TASK_SECONDS, Ranges
        points = [*range(0, 5000), *range(5100, 20000)]
        ranges = Ranges(points)
        taken = []
        while (each := ranges.next(threads=2)) is not None:
            taken.append(each)
            ranges.took(each[1] - each[0], 0.002 * (each[1] - each[0]))
        self.assertEqual([point for each in taken for point in range(*each)], points)
        sizes = [end - first for first, end in taken]
        self.assertEqual(max(sizes), TASK_SECONDS / 0.002)
        self.assertEqual(sizes[0], 8)
        self.assertEqual(sizes[-1], 1)
        self.assertLess(len(sizes), 60)
        slow = Ranges(points)
        slow.took(8, 100)
        self.assertEqual(slow.next(threads=2), (0, 1))

    def test_tasks_of_no_given_size_give_the_same_table(self):
        self.sweep("grid.yaml", "-o", "expected")
        self.tool("sweep_dask", "grid.yaml", "-o", "out", "--workers", "2",
                  binary=self.slow_program(0))
        self.assert_same_table("out", "expected")
        self.assertEqual(sum(self.points_of(points) for points in self.ranges()), GRID_POINTS)
        self.assertGreater(len(self.ranges()), 4)

    def test_faults_are_told_before_anything_is_made(self):
        self.write("wrong.yaml", "base: scnn\nworkload: small.yaml\nparameters: {pe.rwos: [1]}\n")
        done = self.tool("sweep_dask", "wrong.yaml", "-o", "out", code=2)
        self.assertIn("wrong.yaml:3:14", done.stderr)
        self.assertFalse((self.home / "out").exists())

    def test_a_program_that_fails_on_the_workers_ends_the_sweep_with_its_words(self):
        broken = self.home / "broken"
        broken.write_text(f'#!/bin/bash\ncase "$*" in *--points*) echo "no licence" >&2; exit 9;; '
                          f'esac\nexec {self.binary} "$@"\n', encoding="utf-8")
        broken.chmod(0o755)
        done = self.tool("sweep_dask", "grid.yaml", "-o", "out", "--workers", "1", code=1,
                         binary=broken)
        self.assertIn("exit code 9: no licence", done.stderr)


if __name__ == "__main__":
    main()
