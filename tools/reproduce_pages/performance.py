# SPDX-License-Identifier: Apache-2.0
"""docs/performance.md: wall-clock facts of this host."""

import os
import pathlib
import statistics

from . import dense, more_speed, speed, tensor_sizes, vsq_speed
from .page import number, percent
from .runs import ARCHITECTURE, BINARY, RESNET50, VGG16, WORKLOADS, command

RESNET_AIM_S = 4
REPEATS = 3
WAYS = [("--check", "every output compared with the reference", REPEATS),
        ("", "as a user runs it", REPEATS),
        ("-j 2", "two layers at a time, each in a process of its own", REPEATS),
        ("--no-values", "masks only", REPEATS),
        ("--single-step", "no bursts, no sleep: every module at every edge", 1)]
MEMORY_FILE = "tests/kernel/simulation_test.cpp"
MEMORY_TEST = "a thousand simulations in one process leave memory as it was"
SMALL, LARGE = 100, 500  # layers


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


def write(page, gossamer, bench, root):
    page.text(f"""Measured on: {host()}. Wall-clock facts of one host, which other hosts will not
        repeat and other work on this one disturbs; everything else about a run is the same
        everywhere ([validation.md](validation.md)).""")
    vgg16 = gossamer.right("--check", workload=VGG16)
    channels = tensor_sizes.channels((root / VGG16).read_text(encoding="utf-8"))
    speed.write(page, bench, {layer["name"]: speed.blocks(layer, channels[layer["name"]])
                              for layer in vgg16.layers})
    wall_times(page, gossamer)
    workloads(page, gossamer, root)
    dense.speed(page, gossamer)
    vsq_speed.write(page, gossamer, bench)
    more_speed.write(page, gossamer, bench)
    bursts(page, gossamer)
    many_layers(page, gossamer)


def wall_times(page, gossamer):
    page.heading("AlexNet, by options")
    page.text(f"""Time of the whole process, from its start to its end, reports written: the
        median of {REPEATS} runs, or one run with `--single-step`. Memory is the peak of the largest
        process. Useful products are effectual MACs: at every one a simulated multiplier had two
        non-zeros (and with values the product was added into a simulated accumulator).""")
    page.command("time " + command(), "grep peak_memory_bytes out/alexnet/run_info.json")
    rows = []
    for option, what, repeats in WAYS:
        runs = [gossamer.fresh(*option.split()) for _ in range(repeats)]
        wall = statistics.median(run.wall_s for run in runs)
        totals = runs[0].totals
        rows.append([f"`{option}`" if option else "(none)", what, f"{wall:.2f}",
                     f"{max(run.info['peak_memory_bytes'] for run in runs) / 1e6:.1f}",
                     f"{totals['effectual_macs'] / wall / 1e6:.0f}",
                     f"{totals['cycles'] / wall / 1e3:.0f}"])
    page.table(["option", "", "wall / s", "peak / MB", "million useful products / s",
                "thousand cycles / s"], rows, words=2)


def workloads(page, gossamer, root):
    page.heading("Every shipped network")
    page.text("""Wall time and peak memory of the largest process. With `-j 2` every output is
        checked as well (`--check`), with `-j 1` not. *Tensors* are the weights, inputs and outputs of the largest layer,
        two bytes a value, zeros included; *bound* is three times that and 100 MB: one
        copy to work on, one compressed or decoded, one to compare with.""")
    page.command(*(f"time {command('-j 2', '--check', workload=workload)}"
                   for workload in WORKLOADS))
    rows, above = [], []
    for workload in WORKLOADS:
        two = gossamer.right("--check", workload=workload)
        one = gossamer.fresh("-j", "1", workload=workload)
        if workload == RESNET50:
            resnet_s = one.wall_s
        size = tensor_sizes.largest((root / workload).read_text(encoding="utf-8"))
        bound = 3 * size + 100e6
        peak = max(run.info["peak_memory_bytes"] for run in (one, two))
        if peak > bound:
            above.append(f"`{workload}` by {percent(peak / bound - 1)} %")
        rows.append([f"`{workload}`", f"{one.wall_s:.1f}", f"{two.wall_s:.1f}",
                     megabytes(one), megabytes(two), f"{size / 1e6:.1f}",
                     f"{bound / 1e6:.0f}",
                     f"{two.totals['effectual_macs'] / two.wall_s / 1e6:.0f}"])
    page.table(["workload", "-j 1, wall / s", "-j 2 --check, wall / s", "-j 1, peak / MB",
                "-j 2 --check, peak / MB", "tensors / MB", "bound / MB",
                "-j 2 --check, million useful products / s"], rows)
    page.text("Above the bound: " + ", ".join(above) + ". Fully connected layers are nearly all "
              "weights; their values, and their encoding for each mapping that is tried, are held "
              "at once."
              if above else "All stay below the bound.")
    if resnet_s > RESNET_AIM_S:
        page.text(f"""ResNet-50 was to take less than {RESNET_AIM_S} s on one core; {resnet_s:.1f} s
            is short of that. Planes of 14 x 14 and 7 x 7 give a PE four inputs of a channel or
            one, and kernels of 1 x 1 make blocks of a few weights, so that a PE has some eight
            products per block on average and each block costs what the section above says.""")


def bursts(page, gossamer):
    page.heading("Bursts")
    page.text("""Edges of all modules together, and those of them done in bursts, several edges in
        one step. The rest was stepped edge by edge or slept through.""")
    page.command(command(), "cat out/alexnet/run_info.json")
    layers = gossamer.right("--check").info["layers"]
    rows = [[layer["name"], number(int(layer["module_edges"])), number(int(layer["burst_edges"])),
             percent(layer["burst_edges"] / layer["module_edges"])] for layer in layers]
    edges, burst = (sum(layer[key] for layer in layers) for key in ("module_edges", "burst_edges"))
    rows.append(["total", number(int(edges)), number(int(burst)), percent(burst / edges)])
    page.table(["layer", "module edges", "in bursts", "share / %"], rows)


def tiny_network(layers):
    layer = ("  - name: layer{}\n    kind: conv2d\n"
             "    input: {{channels: 2, height: 8, width: 8}}\n"
             "    filter: {{count: 4, height: 3, width: 3, pad: 1}}\n"
             "    weights: {{density: 0.5}}\n    activations: {{density: 0.5}}\n")
    return "name: tiny\nlayers:\n" + "".join(layer.format(n) for n in range(layers))


def many_layers(page, gossamer):
    page.heading("Many layers in one process")
    rows, runs = [], {}
    for layers, jobs in ((SMALL, 1), (LARGE, 1), (LARGE, 2)):
        file = gossamer.folder / f"tiny_{layers}.yaml"
        file.write_text(tiny_network(layers), encoding="utf-8")
        runs[layers, jobs] = run = gossamer.right("-j", str(jobs), workload=str(file))
        rows.append([number(layers), jobs, f"{run.wall_s:.2f}", megabytes(run),
                     f"{run.report_bytes / 1e6:.1f}", f"{run.wall_s / layers * 1e3:.2f}"])
    few, many = runs[SMALL, 1], runs[LARGE, 1]
    further = (many.info["peak_memory_bytes"] - few.info["peak_memory_bytes"]) / (LARGE - SMALL)
    text = (many.report_bytes - few.report_bytes) / (LARGE - SMALL)
    page.text(f"""Each layer is simulated in a fresh SystemC context. The test *{MEMORY_TEST}* in
        `{MEMORY_FILE}` shows that contexts leave nothing behind. The program
        itself keeps each layer's counts and activities until the report is written, so memory
        grows with the report: in a network of tiny convolutions (2 x 8 x 8 to 4 x 8 x 8) by
        {further / 1e3:.0f} kB for each further layer, whose part of `report.json` is
        {text / 1e3:.0f} kB of text. With `-j 2` each layer has a process of its own, and the
        process that writes the report simulates nothing; the last row therefore shows the report
        alone.""")
    page.command("cat > tiny.yaml <<'END'", *tiny_network(2).splitlines(),
                 f"  # and so on, up to layer{LARGE - 1}", "END",
                 f"{BINARY} run {ARCHITECTURE} tiny.yaml -o out/tiny -j 1",
                 "grep peak_memory_bytes out/tiny/run_info.json")
    page.table(["layers", "-j", "wall / s", "peak / MB", "report.json / MB", "ms per layer"], rows)
