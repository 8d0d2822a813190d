# SPDX-License-Identifier: Apache-2.0
"""Runs of the program and what they left behind."""

import dataclasses
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import time

BINARY = "build/release/gossamer"
SCNN = "configs/arch/scnn.yaml"
DCNN = "configs/arch/dcnn.yaml"
DCNN_OPT = "configs/arch/dcnn_opt.yaml"
ARCHITECTURE = SCNN
ALEXNET = "workloads/alexnet.yaml"
ALEXNET_NATIVE = "workloads/alexnet_native.yaml"
VGG16 = "workloads/vgg16.yaml"
VGG16_FC = "workloads/vgg16_fc.yaml"
GOOGLENET = "workloads/googlenet.yaml"
RESNET50 = "workloads/resnet50.yaml"
WORKLOADS = [ALEXNET, ALEXNET_NATIVE, VGG16, VGG16_FC, GOOGLENET, RESNET50]
# GEMMs, microbenchmarks and 2:4 forms for tensor cores: not among the networks of the pages on planes.
TENSOR_CORE_WORKLOADS = [f"workloads/{name}.yaml" for name in (
    "bert_large_linear", "bert_large_linear_2to4", "gemm_sweep", "mma_microbench", "resnet50_2to4")]
# Networks with weights of few bits: likewise.
LOW_BIT_WORKLOADS = [f"workloads/{name}.yaml" for name in (
    "alexnet_ttq", "resnet18_ternary", "resnet34_ternary", "resnet50_ternary", "resnet101_ternary",
    "resnet152_ternary")]
INCEPTION = ("--layers", "^inception")


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


def over(layers, reason):
    """The fraction of the multiplier-cycles of several layers that they spent on `reason`."""
    return (sum(layer["slots"][reason] for layer in layers)
            / sum(layer["multipliers"] * layer["cycles"] for layer in layers))


def cycles_of(layers):
    return sum(layer["cycles"] for layer in layers)


def layer_of(run, name):
    return next(layer for layer in run.layers if layer["name"] == name)


def layers_like(run, pattern):
    return [layer for layer in run.layers if re.search(pattern, layer["name"])]


def part(run, pattern):
    """A run as if only some of its layers had been run."""
    layers = layers_like(run, pattern)
    totals = {key: sum(layer[key] for layer in layers)
              for key in ("cycles", "energy_pj", "dram_read_bytes", "dram_write_bytes", "macs",
                          "effectual_macs")}
    totals["utilization"] = over(layers, "useful")
    return dataclasses.replace(run, report={**run.report, "layers": layers,
                                            "totals": {**run.totals, **totals}})


def stem(workload):
    return pathlib.PurePath(workload).stem


def command(*options, output=None, workload=ALEXNET, architecture=ARCHITECTURE):
    """How a reader would repeat a run from the root of the repository."""
    words = [option if re.fullmatch(r"[\w./=$-]+", option) else f"'{option}'"
             for text in options for option in text.split()]
    return " ".join([BINARY, "run", architecture, workload, "-o",
                     output or f"out/{stem(workload)}", *words])


def area_command(architecture):
    return f"{BINARY} area {architecture}"


def setting(run, path):
    """The value that a run had for a parameter."""
    value = run.report["architecture"]["config"]
    for key in path.split("."):
        value = value[key]
    return value


def having(*settings):
    """`--set` for each."""
    return tuple(text for setting_ in settings for text in ("--set", setting_))


def layer_shapes(text):
    """Layer name -> (height, width) of its input plane, from the text of a shipped workload."""
    plane = re.compile(r"- name: (\S+)\s+kind: conv2d\s+input: \{channels: \d+, height: (\d+), "
                       r"width: (\d+)\}")
    return {name: (int(height), int(width)) for name, height, width in plane.findall(text)}


class Gossamer:
    """The program under test; runs are remembered by their arguments.

    Remembered runs take two layers at a time unless they say otherwise: same_results.py shows that
    the reports are the same.
    """

    def __init__(self, binary, root, folder):
        self._binary = binary
        self._root = root
        self.folder = folder
        self._known = {}

    def run(self, *options, workload=ALEXNET, architecture=ARCHITECTURE):
        key = (architecture, workload, options)
        if key not in self._known:
            jobs = () if "-j" in options else ("-j", "2")
            self._known[key] = self.fresh(*options, *jobs, workload=workload,
                                          architecture=architecture)
        return self._known[key]

    def right(self, *options, workload=ALEXNET, architecture=ARCHITECTURE):
        """A run that must end well."""
        run = self.run(*options, workload=workload, architecture=architecture)
        if run.code != 0:
            repeat = command(*options, workload=workload, architecture=architecture)
            raise SystemExit(f"{repeat}\n"
                             f"ended with code {run.code}: {run.errors}")
        return run

    def area(self, architecture):
        """What `gossamer area --json` says."""
        done = subprocess.run([self._binary, "area", architecture, "--json"], cwd=self._root,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{area_command(architecture)}\n"
                             f"ended with code {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def read(self, file):
        """The text of a file of the repository."""
        return (self._root / file).read_text(encoding="utf-8")

    def validate(self, file):
        """What `gossamer validate` says of a file that must be right."""
        done = subprocess.run([self._binary, "validate", file], cwd=self._root,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"validate ended with code {done.returncode}: {done.stderr}")
        return done.stdout

    def fresh(self, *options, workload=ALEXNET, architecture=ARCHITECTURE):
        output = self.folder / "report"
        # A shell in between: a process begins with the peak memory of the one that started it.
        arguments = ["sh", "-c", '"$@"; exit $?', "sh", self._binary, "run", architecture, workload,
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
