# SPDX-License-Identifier: Apache-2.0
"""Runs `gossamer sweep`, and reads what it leaves in a directory."""

import contextlib
import pathlib
import re
import shutil
import sqlite3
import subprocess

from .errors import ToolError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
UNFINISHED = ("open", "timeout", "memory", "crashed")  # statuses that the next run tries again


def find_binary(given):
    """The program: as given, else of the release build, else the one on the path."""
    for candidate in [given] if given else [ROOT / "build/release/gossamer",
                                            shutil.which("gossamer")]:
        if candidate and pathlib.Path(candidate).is_file():
            return pathlib.Path(candidate).resolve()
    if given:
        raise ToolError(f"no such program: {given}")
    raise ToolError("gossamer is not built; run 'cmake --preset release && cmake --build "
                    "--preset release', or name it with --binary")


def sweep_name(text):
    """A sweep file as an absolute path; the bare name of a shipped sweep as it is."""
    path = pathlib.Path(text)
    return str(path.resolve()) if path.is_file() else text


class Program:
    def __init__(self, binary, sweep):
        self.binary = find_binary(binary)
        self.sweep = sweep_name(sweep)

    def command(self, *arguments):
        return [str(self.binary), "sweep", self.sweep, *map(str, arguments)]

    def run(self, *arguments, codes=(0,)):
        """Ends the tool with what the program said unless it ends with one of `codes`."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True,
                              check=False, stdin=subprocess.DEVNULL)
        if done.returncode not in codes:
            raise ToolError(done.stderr.strip() or f"{self.binary} failed", done.returncode)
        return done

    def count_points(self):
        said = self.run("--dry-run").stdout
        found = re.search(r": (\d+) points? \(", said)
        if not found:
            raise ToolError(f"'{self.binary} sweep --dry-run' does not say how many points there "
                            f"are:\n{said}")
        return int(found.group(1))

    def write_plan(self, output):
        """Makes the store with all points of the sweep, and simulates none."""
        self.conclude("-o", output, "--export-only")

    def merge(self, output, stores):
        return self.conclude("-o", output, "--merge", *stores)

    def conclude(self, *arguments):
        """A command that comes to the table: 1 and 3 then tell that points failed or are wrong."""
        done = self.run(*arguments, codes=(0, 1, 3))
        if done.returncode == 1 and "simulated now" not in done.stdout:
            raise ToolError(done.stderr.strip(), 1)
        return done


def points_with(output, statuses):
    """Numbers of the points of a store that have one of the statuses."""
    store = pathlib.Path(output) / "results.sqlite"
    marks = ",".join("?" * len(statuses))
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        rows = database.execute(f"SELECT point FROM points WHERE status IN ({marks}) "
                                "ORDER BY point", statuses)
        return [point for point, in rows]
