# SPDX-License-Identifier: Apache-2.0
"""What the tests of tools/sweep_* share: a small sweep, and a program that notes when it is run."""

import csv
import importlib.util
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import unittest

LAYER = """\
name: small
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 4, height: 8, width: 8}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    outputs: {density: 0.5}
    relu: true
"""

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


class World(unittest.TestCase):
    """Every test works in a directory of its own. `gossamer` and `tools` are set by main()."""

    gossamer = None
    tools = None

    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.write("small.yaml", LAYER)
        self.write("grid.yaml", GRID)

    def write(self, name, text):
        (self.home / name).write_text(text, encoding="utf-8")

    def slow_program(self, seconds):
        """A program that notes its parent and arguments in `log`, waits, and is gossamer."""
        path = self.home / "slow"
        path.write_text(f'#!/bin/bash\necho "$PPID $*" >> {shlex.quote(str(self.home / "log"))}\n'
                        f'case "$*" in *" -j 1"*) sleep {seconds};; esac\n'
                        f'exec {shlex.quote(str(self.gossamer))} "$@"\n', encoding="utf-8")
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
        done = subprocess.run([self.gossamer, "sweep", *arguments], cwd=self.home,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def command(self, tool, *arguments, binary=None):
        return [sys.executable, self.tools / tool, *arguments, "--binary", binary or self.gossamer]

    def tool(self, tool, *arguments, code=0, binary=None):
        done = subprocess.run(self.command(tool, *arguments, binary=binary), cwd=self.home,
                              capture_output=True, text=True, check=False, timeout=240)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def assert_same_table(self, output, expected):
        for name in ("results.csv", "results.json"):
            self.assertEqual((self.home / output / name).read_bytes(),
                             (self.home / expected / name).read_bytes())

    def rows(self, name):
        with open(self.home / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def beats(one, other):
    """Whether one is no worse anywhere, and not the same; small is good."""
    return one != other and all(a <= b for a, b in zip(one, other))


def main():
    """usage: TEST GOSSAMER TOOLS"""
    World.tools = pathlib.Path(sys.argv.pop(2)).resolve()
    World.gossamer = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
