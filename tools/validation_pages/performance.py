# SPDX-License-Identifier: Apache-2.0
"""docs/performance.md: wall-clock facts of this host."""

import os
import pathlib
import statistics

from .page import number, percent
from .runs import ARCHITECTURE, BINARY, command

REPEATS = 5
WAYS = [("--check", "every output compared with the reference"), ("", "as a user runs it"),
        ("-j 2", "two layers at a time, each in a process of its own"),
        ("--single-step", "no bursts, no sleep: every module at every edge"),
        ("--no-values", "masks only")]
MEMORY_FILE = "tests/kernel/simulation_test.cpp"
MEMORY_TEST = "a thousand simulations in one process leave memory as it was"


def host():
    """`Model name, n cores`."""
    model = "unknown CPU"
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{model}, {os.cpu_count()} cores"


def megabytes(run):
    return f"{run.info['peak_memory_bytes'] / 1e6:.1f}"


def write(page, gossamer):
    page.text(f"""Measured on: {host()}. Wall-clock facts of one host, which other hosts will not
        repeat and other work on this one disturbs; everything else about a run is the same
        everywhere ([validation.md](validation.md)).""")
    wall_times(page, gossamer)
    bursts(page, gossamer)
    many_layers(page, gossamer)


def wall_times(page, gossamer):
    page.heading("AlexNet on SCNN")
    page.text(f"""Time of the whole process, from its start to its end, reports written: the
        median of {REPEATS} runs. Memory is the peak of the largest process. Useful products are
        effectual MACs: at every one a simulated multiplier had two non-zeros (and with values the
        product was added into a simulated accumulator).""")
    rows = []
    for option, what in WAYS:
        runs = [gossamer.fresh(*option.split()) for _ in range(REPEATS)]
        wall = statistics.median(run.wall_s for run in runs)
        totals = runs[0].totals
        rows.append([f"`{option}`" if option else "(none)", what, f"{wall:.2f}",
                     f"{max(run.info['peak_memory_bytes'] for run in runs) / 1e6:.1f}",
                     f"{totals['effectual_macs'] / wall / 1e6:.0f}",
                     f"{totals['cycles'] / wall / 1e3:.0f}"])
    page.table(["option", "", "wall / s", "peak / MB", "million useful products / s",
                "thousand cycles / s"], rows, words=2)
    page.command("time " + command(), "grep peak_memory_bytes out/alexnet/run_info.json")


def bursts(page, gossamer):
    page.heading("Bursts")
    page.text("""Edges of all modules together, and those of them done in bursts, several edges in
        one step. The rest was stepped edge by edge or slept through.""")
    layers = gossamer.right().info["layers"]
    rows = [[layer["name"], number(int(layer["module_edges"])), number(int(layer["burst_edges"])),
             percent(layer["burst_edges"] / layer["module_edges"])] for layer in layers]
    edges, burst = (sum(layer[key] for layer in layers) for key in ("module_edges", "burst_edges"))
    rows.append(["total", number(int(edges)), number(int(burst)), percent(burst / edges)])
    page.table(["layer", "module edges", "in bursts", "share / %"], rows)
    page.command(command(), "cat out/alexnet/run_info.json")


def tiny_network(layers):
    layer = ("  - name: layer{}\n    kind: conv2d\n"
             "    input: {{channels: 2, height: 8, width: 8}}\n"
             "    filter: {{count: 4, height: 3, width: 3, pad: 1}}\n"
             "    weights: {{density: 0.5}}\n    activations: {{density: 0.5}}\n")
    return "name: tiny\nlayers:\n" + "".join(layer.format(n) for n in range(layers))


def many_layers(page, gossamer):
    page.heading("Many layers in one process")
    rows, runs = [], {}
    for layers, jobs in ((100, 1), (1000, 1), (1000, 2)):
        file = gossamer.folder / f"tiny_{layers}.yaml"
        file.write_text(tiny_network(layers), encoding="utf-8")
        runs[layers, jobs] = run = gossamer.right("-j", str(jobs), workload=str(file))
        rows.append([number(layers), jobs, f"{run.wall_s:.2f}", megabytes(run),
                     f"{run.report_bytes / 1e6:.1f}", f"{run.wall_s / layers * 1e3:.2f}"])
    few, many = runs[100, 1], runs[1000, 1]
    further = (many.info["peak_memory_bytes"] - few.info["peak_memory_bytes"]) / 900
    page.text(f"""Each layer is simulated in a fresh SystemC context. The test *{MEMORY_TEST}* in
        `{MEMORY_FILE}` shows that contexts leave nothing behind. The program
        itself keeps each layer's counts and activities until the report is written, so memory
        grows with the report: in a network of tiny convolutions (2 x 8 x 8 to 4 x 8 x 8) by
        {further / 1e3:.0f} kB for each further layer, whose part of `report.json` is
        {(many.report_bytes - few.report_bytes) / 900 / 1e3:.0f} kB of text. With `-j 2` each
        layer has a process of its own, which tiny layers do not repay, and the process that
        writes the report simulates nothing; the last row therefore shows the report alone.""")
    page.table(["layers", "-j", "wall / s", "peak / MB", "report.json / MB", "ms per layer"], rows)
    page.command("cat > tiny.yaml <<'END'", *tiny_network(2).splitlines(),
                 "  # and so on, up to layer999", "END",
                 f"{BINARY} run {ARCHITECTURE} tiny.yaml -o out/tiny -j 1",
                 "grep peak_memory_bytes out/tiny/run_info.json")
