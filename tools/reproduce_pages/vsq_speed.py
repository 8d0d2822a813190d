# SPDX-License-Identifier: Apache-2.0
"""How fast the array of vector MACs is simulated: what bench/pe_array.cpp prints."""

import dataclasses
import subprocess

from .page import number
from .runs import RESNET50, command

PROGRAM = "bench_pe_array"  # beside the other programs that measure speed
AIM = {"values": 5, "--no-values": 50}  # billion MACs per second
RESNET_AIM_S = 2
REPEATS = 3


@dataclasses.dataclass(frozen=True)
class Row:
    machine: str
    network: str
    run: str
    cycles: int
    g_macs: float
    layers_s: float
    machine_s: float


def parse(text):
    rows = []
    for line in text.splitlines()[1:]:
        machine, network, run, cycles, macs, layers, machine_s = line.split()[:7]
        rows.append(Row(machine, network, run, int(cycles), float(macs), float(layers),
                        float(machine_s)))
    return rows


def write(page, gossamer, bench):
    program = bench.parent / PROGRAM
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{program} ended with code {done.returncode}: {done.stderr}")
    page.heading("Vector MACs")
    page.text(f"""One process, one thread, processor time, the mean of five runs, dense MACs.
        *Layers* is all that simulating the layers takes, *machine* leaves out the making of
        operands and the calibration of outputs. {AIM["values"]} billion MACs per second with values
        and {AIM["--no-values"]} without are the aim. The program ends with 1 if values change a
        cycle.""")
    page.command(f"build/bench/bench/{PROGRAM}")
    rows = parse(done.stdout)
    page.table(["machine", "network", "run", "cycles", "billion MACs", "layers / s", "machine / s",
                "billion MACs / s", "of the machine"],
               [[f"`{row.machine}`", row.network, f"`{row.run}`" if row.run[0] == "-" else row.run,
                 number(row.cycles), f"{row.g_macs:.3f}", f"{row.layers_s:.2f}",
                 f"{row.machine_s:.2f}", f"{row.g_macs / row.layers_s:.1f}",
                 f"{row.g_macs / row.machine_s:.1f}"] for row in rows], words=3)
    short = [row for row in rows if row.g_macs / row.layers_s < AIM[row.run]]
    if short:
        page.text("Short of the aim, the making of operands counted: " + ", ".join(
            f"`{row.machine}` on {row.network} ({row.run})" for row in short) + """. ResNet-50 has 160
            MACs for each weight, VGG-16 a thousand: what is left without arithmetic is mostly the
            weights' way out of DRAM, a burst of 64 bytes at a time.""")
    wall = min(gossamer.fresh("-j", "1", workload=RESNET50,
                              architecture="configs/arch/pe_array.yaml").wall_s
               for _ in range(REPEATS))
    page.text(f"""ResNet-50 with values, the whole process, the best of {REPEATS} runs:
        {wall:.2f} s; less than {RESNET_AIM_S} s is the aim.""")
    page.command("time " + command("-j 1", workload=RESNET50,
                                   architecture="configs/arch/pe_array.yaml"))
