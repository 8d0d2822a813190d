# SPDX-License-Identifier: Apache-2.0
"""What the tests of sweeps share: a small sweep, a program that notes when it is run, and the tools."""

import csv
import importlib.util
import pathlib
import shlex
import subprocess
import sys
import time

import program

GRID = """\
base: scnn
workload: small.yaml
values: false
parameters:
  accumulator.banks: [8, 16, 32, 64]
  accumulator.queue_depth: {from: 1, to: 16, factor: 2}
  pe.rows: {from: 2, to: 8, step: 2}
derived:
  pe.cols: pe.rows
conditions:
  - accumulator.banks >= 2 * pe.rows
"""
GRID_POINTS = 70


def skip_without(*modules):
    """Ends a test that needs packages which are not there; CTest knows this code."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            print(f"skipped: no Python package '{module}'; tools/setup --sweep installs it")
            sys.exit(77)


class World(program.Program):
    """A directory with a layer and a sweep over it. main() sets `tools` for the tests that need them."""

    tools = None

    def setUp(self):
        super().setUp()
        self.write("small.yaml", program.ONE_LAYER)
        self.write("grid.yaml", GRID)

    def slow_program(self, seconds):
        """A program that notes its parent and arguments in `log`, waits, and is gossamer."""
        path = self.home / "slow"
        path.write_text(f'#!/bin/bash\necho "$PPID $*" >> {shlex.quote(str(self.home / "log"))}\n'
                        f'case "$*" in *" -j 1"*) sleep {seconds};; esac\n'
                        f'exec {shlex.quote(str(self.binary))} "$@"\n', encoding="utf-8")
        path.chmod(0o755)
        return path

    def log(self, word):
        """Lines of the log with a word."""
        path = self.home / "log"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return [line for line in text.splitlines() if word in line]

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.02)

    def sweep(self, *arguments):
        """The sweep, which must end well, with what it printed."""
        done = self.gossamer("sweep", *arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def command(self, tool, *arguments, binary=None):
        return [sys.executable, self.tools / tool, *arguments, "--binary", binary or self.binary]

    def tool(self, tool, *arguments, code=0, binary=None):
        done = subprocess.run(self.command(tool, *arguments, binary=binary), cwd=self.home,
                              capture_output=True, text=True, check=False, timeout=240)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def tables(self, output):
        return [(self.home / output / name).read_bytes() for name in ("results.csv", "results.json")]

    def assert_same_table(self, output, expected):
        self.assertEqual(self.tables(output), self.tables(expected))

    def rows(self, name):
        with open(self.home / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def beats(one, other):
    """Whether one is no worse anywhere, and not the same; small is good."""
    return one != other and all(a <= b for a, b in zip(one, other))


def main():
    """usage: TEST GOSSAMER [TOOLS]"""
    if len(sys.argv) > 2 and not sys.argv[2].startswith("-"):
        World.tools = pathlib.Path(sys.argv.pop(2)).resolve()
    program.main()
