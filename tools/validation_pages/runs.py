# SPDX-License-Identifier: Apache-2.0
"""Runs of the program and what they left behind."""

import dataclasses
import hashlib
import json
import re
import shutil
import subprocess
import time

BINARY = "build/release/gossamer"
ARCHITECTURE = "configs/arch/scnn.yaml"
ALEXNET = "workloads/alexnet.yaml"


@dataclasses.dataclass(frozen=True)
class Run:
    code: int
    errors: str
    report: dict | None
    digest: str  # SHA-256 of report.json
    info: dict   # run_info.json
    wall_s: float
    report_bytes: int = 0

    @property
    def layers(self):
        return self.report["layers"]

    @property
    def totals(self):
        return self.report["totals"]


def share(layer, reason):
    """The fraction of multiplier-cycles that a layer spent on `reason`."""
    return layer["slots"][reason] / (layer["multipliers"] * layer["cycles"])


def command(*options, output="out/alexnet"):
    """How a reader would repeat a run from the root of the repository."""
    return " ".join([BINARY, "run", ARCHITECTURE, ALEXNET, "-o", output, *options])


def layer_shapes(text):
    """Layer name -> (height, width) of its input plane, from the text of a shipped workload."""
    plane = re.compile(r"- name: (\S+)\s+kind: conv2d\s+input: \{channels: \d+, height: (\d+), "
                       r"width: (\d+)\}")
    return {name: (int(height), int(width)) for name, height, width in plane.findall(text)}


class Gossamer:
    """The program under test; runs are remembered by their arguments."""

    def __init__(self, binary, root, folder):
        self._binary = binary
        self._root = root
        self.folder = folder
        self._known = {}

    def run(self, *options, workload=ALEXNET):
        key = (workload, options)
        if key not in self._known:
            self._known[key] = self.fresh(*options, workload=workload)
        return self._known[key]

    def right(self, *options, workload=ALEXNET):
        """A run that must end well."""
        run = self.run(*options, workload=workload)
        if run.code != 0:
            raise SystemExit(f"{command(*options)}\nended with code {run.code}: {run.errors}")
        return run

    def fresh(self, *options, workload=ALEXNET):
        output = self.folder / "report"
        # A shell in between: a process begins with the peak memory of the one that started it.
        arguments = ["sh", "-c", '"$@"; exit $?', "sh", self._binary, "run", ARCHITECTURE, workload,
                     "-o", output, *options]
        shutil.rmtree(output, ignore_errors=True)
        start = time.perf_counter()
        done = subprocess.run(arguments, cwd=self._root, capture_output=True, text=True,
                              check=False)
        wall_s = time.perf_counter() - start
        report = output / "report.json"
        if not report.is_file():
            return Run(done.returncode, done.stderr, None, "", {}, wall_s)
        data = report.read_bytes()
        info = json.loads((output / "run_info.json").read_text(encoding="utf-8"))
        return Run(done.returncode, done.stderr, json.loads(data),
                   hashlib.sha256(data).hexdigest(), info, wall_s, len(data))
