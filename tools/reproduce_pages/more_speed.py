# SPDX-License-Identifier: Apache-2.0
"""How fast tensor cores and low-precision cores are simulated."""

import subprocess

REPEATS = 3
GEMM_AIM_S = {(4096, True): 2, (512, False): 5}  # edge of the cube, without values
ACCUMULATIONS_AIM = 300  # millions per second and core
A100 = "configs/arch/a100.yaml"
PROGRAM = "bench_dlac"  # beside the other programs that measure speed
NETWORKS = ("resnet18_ternary", "resnet50_ternary", "resnet152_ternary", "alexnet_ttq")


def write(page, gossamer, bench):
    gemms(page, gossamer)
    accumulations(page, bench)


def gemms(page, gossamer):
    page.heading("Tensor cores")
    page.text(f"""One fp16 GEMM, M = N = K, dense, on `a100`, as a workload of one layer; the whole
        process, the best of {REPEATS} runs.""")
    rows = []
    for (side, masks), aim in GEMM_AIM_S.items():
        file = gossamer.folder / f"gemm{side}.yaml"
        file.write_text(f"name: gemm{side}\nlayers:\n  - name: gemm\n    kind: gemm\n"
                        f"    gemm: {{m: {side}, n: {side}, k: {side}}}\n"
                        "    weights: {density: 1}\n    activations: {density: 1}\n",
                        encoding="utf-8")
        options = ("-j", "1", *(("--no-values",) if masks else ()))
        wall = min(gossamer.fresh(*options, workload=file, architecture=A100).wall_s
                   for _ in range(REPEATS))
        rows.append([f"{side}^3", "`--no-values`" if masks else "values", f"{wall:.2f}", aim,
                     "met" if wall < aim else "**missed**"])
    page.table(["GEMM", "run", "wall / s", "aim / s", "result"], rows, words=2)


def accumulations(page, bench):
    page.heading("Low-precision cores")
    page.text(f"""`dlac` with values, one process, one thread, processor time. Useful accumulations:
        pairs of two non-zeros. *Layers* is all that simulating the layers takes, *machine* leaves out
        the making of operands. {ACCUMULATIONS_AIM} million per second are the aim. The same rate
        from ResNet-18 to ResNet-152 says that time is linear in the work.""")
    program = bench.parent / PROGRAM
    rows = []
    for network in NETWORKS:
        done = subprocess.run([program, "--workload", network], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise SystemExit(f"{program} ended with code {done.returncode}: {done.stderr}")
        line = next(line for line in done.stdout.splitlines() if line.startswith("all layers"))
        useful, layers_s, machine_s, rate, of_machine = line.removeprefix("all layers").split()
        rows.append([network, useful, layers_s, machine_s, rate, of_machine,
                     "met" if float(rate) >= ACCUMULATIONS_AIM else "**missed**"])
    page.command(*(f"build/bench/bench/{PROGRAM} --workload {network}" for network in NETWORKS))
    page.table(["network", "million useful", "layers / s", "machine / s", "million / s",
                "of the machine", "result"], rows)
