# SPDX-License-Identifier: Apache-2.0
"""Tensor cores: instructions against measurements, large GEMMs, energy of 2:4 over dense."""

import dataclasses
import re

from . import published
from .page import percent
from .published import Figure
from .runs import RESNET50, command, layer_of

TITLE = "Tensor cores"
A100 = "configs/arch/a100.yaml"
ONE_SM = "configs/arch/sparse_tensor_core.yaml"
MICROBENCH = "workloads/mma_microbench.yaml"
SWEEP = "workloads/gemm_sweep.yaml"
BERT = "workloads/bert_large_linear.yaml"
NETWORKS = {BERT: "workloads/bert_large_linear_2to4.yaml", RESNET50: "workloads/resnet50_2to4.yaml"}
LARGE = "m16384_n16384_k16384"
NO_VALUES = ("--no-values",)
LATENCY_GATE = 1.0      # cycles
THROUGHPUT_GATE = 0.05
GEMM_GATE = 0.10
WEIGHT_BITS = 0.5625    # of 2:4, with metadata, over dense ones: fp16
SIDE = 10240            # M and N of the sweep of K
FP16_BYTES = 2


@dataclasses.dataclass(frozen=True)
class Row:
    """Sun et al.: latency of one warp, throughput of eight with `ilp` independent instructions, and
    their latency where it is given."""

    name: str
    latency: float
    ilp: int
    throughput: float
    latency_of_eight: float | None = None


# arXiv:2206.02874, read second-hand. ILP of the sparse rows is not given: that of the dense ones.
ROWS = [Row("fp16_k16", 24.7, 2, 1004.2, 32.6), Row("fp16_k8", 17.7, 3, 974.1, 25.3),
        Row("tf32_k8", 25.0, 2, 492.4, 33.3), Row("sp_fp16_k32", 24.7, 2, 1979.1),
        Row("sp_fp16_k16", 17.8, 3, 1290.5), Row("sp_tf32_k16", 24.9, 2, 981.2),
        Row("sp_tf32_k8", 18.2, 3, 643.6)]


@dataclasses.dataclass(frozen=True)
class Latency:
    """A latency in cycles, with what the gates ask of a figure."""

    what: str
    published: float
    simulated: float

    @property
    def missed(self):
        return abs(self.simulated - self.published) > LATENCY_GATE

    @property
    def deviation(self):
        return self.simulated / self.published - 1

    @property
    def gate(self):
        return LATENCY_GATE / self.published


def latency(layer):
    return layer["metrics"]["latency_cycles"]


def throughput(layer):
    return layer["metrics"]["fma_per_cycle_per_sm"]


def instruction(layer):
    return layer["choices"]["instruction"]


def result(*figures):
    return "**missed**" if any(figure.missed for figure in figures) else "met"


def write(page, gossamer, identities, gates):
    page.heading(TITLE)
    page.text("""`sparse_tensor_core` and its presets
        ([timing](timing/sparse_tensor_core.md)). No constant was fitted to a figure of this
        section but those of the instructions' timing, which are Sun's.""")
    instructions(page, gossamer, gates)
    gemm(page, gossamer, gates)
    bandwidths(page, gossamer, identities)
    k_sweep(page, gossamer, identities, gates)
    energy(page, gossamer, identities)


def instructions(page, gossamer, gates):
    run = gossamer.right(workload=MICROBENCH, architecture=A100)
    page.heading("Instructions", 3)
    page.text(f"""Sun et al., IEEE TPDS 2023 (arXiv:2206.02874), on an A100; their values are read
        second-hand. Latency of one warp that depends on itself, in cycles, *gate* {LATENCY_GATE:g}
        cycle; throughput of eight warps of an SM in dense-equivalent FMA per cycle, *gate*
        {percent(THROUGHPUT_GATE)} %. Latencies of eight warps are shown and not asked for. The
        constants of the model come from these rows: they are **calibrated**, and met or missed
        shows only how well so few constants hold.""")
    page.command(command(workload=MICROBENCH, architecture=A100))
    page.table(["instruction", "latency, Sun", "simulated", "deviation", "warps x ILP",
                "FMA/clk, Sun", "simulated", "deviation / %", "result", "latency of 8, Sun",
                "simulated"],
               [instruction_row(run, row, gates) for row in ROWS])
    whole_table(page, run)


def instruction_row(run, row, gates):
    one = layer_of(run, f"{row.name}_1w_ilp1")
    eight = layer_of(run, f"{row.name}_8w_ilp{row.ilp}")
    name = instruction(one)
    first = Latency(f"latency of {name}", row.latency, latency(one))
    rate = Figure(f"throughput of {name}", row.throughput, throughput(eight), "published",
                  "calibrated", THROUGHPUT_GATE)
    gates.add(first)
    gates.add(rate)
    return [f"`{name}`", f"{first.published:.1f}", f"{first.simulated:.1f}",
            f"{first.simulated - first.published:+.1f}", f"8 x {row.ilp}", f"{rate.published:.1f}",
            f"{rate.simulated:.1f}", f"{100 * rate.deviation:+.1f}", result(first, rate),
            "" if row.latency_of_eight is None else f"{row.latency_of_eight:.1f}",
            f"{latency(eight):.1f}"]


def whole_table(page, run):
    """Every layer of the microbenchmark: a row for each instruction, a column for warps x ILP."""
    page.text("""All types, shapes, numbers of warps and independent instructions: **predictions**
        but for the rows and columns above. Columns are warps x ILP. Latency of an iteration in cycles:""")
    columns = []
    table = {}
    for layer in run.layers:
        warps, ilp = re.search(r"_(\d+)w_ilp(\d+)$", layer["name"]).groups()
        column = f"{warps} x {ilp}"
        if column not in columns:
            columns.append(column)
        table.setdefault(instruction(layer), {})[column] = layer
    for value, title in ((latency, None), (throughput, "FMA per cycle and SM, dense-equivalent:")):
        if title:
            page.text(title)
        page.table(["instruction", *columns],
                   [[f"`{name}`", *(f"{value(cells[column]):.1f}" for column in columns)]
                    for name, cells in table.items()])


def tflops(layer):
    return layer["metrics"]["dense_equivalent_tops"]


def limit(layer):
    """What limits a layer and how busy that is, without the words that are alike for all."""
    return layer["choices"]["limited_by"].split(" of its capacity")[0]


def large(gossamer, of):
    run = gossamer.right("--layers", f"^{of}", *NO_VALUES, workload=SWEEP, architecture=A100)
    return {layer["name"].removeprefix(of).lstrip("_"): layer for layer in run.layers}


def gemm(page, gossamer, gates):
    layers = large(gossamer, LARGE)
    page.heading("A large GEMM", 3)
    page.text("""fp16, M = N = K = 16384 on `a100`, against NVIDIA/cutlass#408. The two published runs are of
        different machines, the sparse one with its clock fixed at 1410 MHz and at most 400 W: their
        ratio of 1.60 is indicative. Both **predicted**.""")
    page.command(command("--layers", f"^{LARGE}", *NO_VALUES, workload=SWEEP, architecture=A100))
    rows = []
    for form, value in (("dense", 302.3), ("2to4", 484.0)):
        figure = Figure(f"16384^3 fp16 GEMM, {form.replace('to', ':')}", value, tflops(layers[form]),
                        "published", "predicted", GEMM_GATE, "TFLOPS")
        gates.add(figure)
        cells = published.row(figure)
        cells[4] = f"{figure.simulated:.1f} TFLOPS"
        rows.append([*cells, limit(layers[form])])
    page.table(["figure", "status", "mark", "published", "simulated", "deviation / %", "gate / %",
                "result", "limited by"], rows, words=3)


def bandwidths(page, gossamer, identities):
    page.heading("What a large GEMM hangs on", 3)
    page.text("""fp16, M = N = 8192, K = 10240 on `a100` with other bandwidths, TFLOPS. The published 2:4
        run is 60 % faster than the dense one of another machine. Of what the model takes as
        specified, only an L2 that delivers well below its nominal 5120 bytes a clock leaves the dense
        product as it is and slows the 2:4 one. No measured bandwidth of it is at hand for an A100;
        the preset keeps the nominal one, and the missed gate stays missed. A clock that power
        lowers is not modelled.""")
    settings = {"as specified": (), "L2 delivers 3/4": ("l2.bytes_per_edge=3840",),
                "L2 delivers 1/2": ("l2.bytes_per_edge=2560",),
                "an SM's port takes 1/2": ("sm.l2_bytes_per_edge=32",),
                "shared memory reads 1/2": ("sm.shared_bytes_per_edge=64",),
                "DRAM delivers 3/4": ("dram.bandwidth_gb_per_s=1166",)}
    of = "m8192_n8192_k10240"
    rows, lines = [], []
    for what, assignments in settings.items():
        flags = [word for assignment in assignments for word in ("--set", assignment)]
        run = gossamer.right("--layers", f"^{of}", *NO_VALUES, *flags, workload=SWEEP,
                             architecture=A100)
        dense, sparse = ({layer["name"].removeprefix(of + "_"): tflops(layer)
                          for layer in run.layers}[form] for form in ("dense", "2to4"))
        rows.append([what, f"{dense:.1f}", f"{sparse:.1f}", f"{sparse / dense:.3f}"])
        lines.append((dense, sparse))
    page.command(command("--layers", f"^{of}", *NO_VALUES, "--set", "l2.bytes_per_edge=2560",
                         workload=SWEEP, architecture=A100))
    page.table(["bandwidth", "dense", "2:4", "speed-up"], rows)
    nominal, half = lines[0], lines[2]
    identities.reason("a large GEMM (half of L2's bandwidth slows 2:4 and not the dense product)",
                      half[0] > 0.97 * nominal[0] and half[1] < 0.8 * nominal[1])


@dataclasses.dataclass(frozen=True)
class Rising:
    """The speed-up by K as a gate: by how much it falls at most."""
    simulated: float
    what: str = "largest fall of the speed-up of 2:4 as K grows"
    published: float = 0.0
    gate: float = 0.0

    @property
    def deviation(self):
        return self.simulated

    @property
    def missed(self):
        return self.simulated > 0


def k_sweep(page, gossamer, identities, gates):
    page.heading("2:4 over dense by K", 3)
    page.text("""fp16, M = N = 10240 on `a100`, a sweep of Mishra et al. (arXiv:2104.08378), who are recalled to show a gain
        that rises with K towards 2. **Prediction.** Checked: it never exceeds 2. Asked for besides: that it does not
        fall as K grows.""")
    of = "m10240_n10240_k"
    layers = large(gossamer, of)
    page.command(command("--layers", f"^{of}", *NO_VALUES, workload=SWEEP, architecture=A100))
    rows, gains, reads = [], [], []
    for k in sorted({int(name.split("_")[0]) for name in layers}):
        dense, sparse = (layers[f"{k}_{form}"] for form in ("dense", "2to4"))
        gains.append(dense["cycles"] / sparse["cycles"])
        reads.append([layer["dram_read_bytes"] / (SIDE * k * FP16_BYTES * (1 + share))
                      for layer, share in ((dense, 1), (sparse, WEIGHT_BITS))])
        rows.append([k, f"{tflops(dense):.1f}", f"{tflops(sparse):.1f}", f"{gains[-1]:.3f}",
                     *(f"{times:.1f}" for times in reads[-1]), limit(dense), limit(sparse)])
    page.table(["K", "dense / TFLOPS", "2:4 / TFLOPS", "speed-up", "DRAM reads, dense",
                "DRAM reads, 2:4", "dense limited by", "2:4 limited by"], rows)
    page.text("*DRAM reads*: how often an operand byte is read on average.")
    identities.reason("2:4 by K (the speed-up never exceeds 2)", max(gains) <= 2)
    falls = [(k, before, gain) for (k, *_), before, gain in zip(rows[1:], gains, gains[1:])
             if gain < before]
    gates.add(Rising(max((before - gain for _, before, gain in falls), default=0.0)))
    if falls:
        page.text("The speed-up **falls** at " + ", ".join(
            f"K = {k} by {before - gain:.3f}" for k, before, gain in falls) + """: there the tiles of
            A and B that a wave leaves in L2 for the next one outgrow it, and both products read DRAM
            more often. The dense one hides that; the 2:4 one, which has half the time, does not.""")
        more = [reads[i + 1][form] > reads[i][form] for i in range(len(reads) - 1)
                for form in (0, 1) if gains[i + 1] < gains[i]]
        identities.reason("2:4 by K (where the speed-up falls, DRAM is read more often)", all(more))
    else:
        page.text("It does not fall.")


def components(layers):
    """Leaf -> energy in pJ, summed over layers."""
    sums = {}
    for layer in layers:
        for path, pj in layer["energy_breakdown_pj"].items():
            sums[path] = sums.get(path, 0) + pj
    return sums


def short(path):
    return path.split("/")[-1].replace("_", " ")


def shown(found):
    """The components that are at least 0.05 % of any layer's energy, the largest first."""
    total = components(found)
    return [path for path in sorted(total, key=total.get, reverse=True)
            if any(layer["energy_breakdown_pj"][path] >= 5e-4 * layer["energy_pj"]
                   for layer in found)]


def shares(of, paths, whole):
    return [percent(of[path] / whole) for path in paths]


def ratio(sparse, dense):
    """Of a component; what does nothing but leak in a dense layer has none."""
    return f"{sparse / dense:.2f}" if dense > 0.05 * sparse else "new"


def less_than_its_bits(dense, sparse):
    """A layer of 2:4 that costs less than its weights have bits, against dense ones."""
    return sparse["energy_pj"] < WEIGHT_BITS * dense["energy_pj"]


def energy(page, gossamer, identities):
    runs = {(workload, form): gossamer.right(*NO_VALUES, workload=path, architecture=ONE_SM)
            for workload, sparse in NETWORKS.items()
            for form, path in (("dense", workload), ("2:4", sparse))}
    page.heading("Energy of 2:4 over dense", 3)
    page.text("""**Prediction**, one SM with its memories (`sparse_tensor_core`), fp16. NVIDIA publishes no area or
        energy of the extension; network and control are estimates. Ratio: energy of the layer with weights of 2:4
        over that with dense ones; then the share of each component in the energy of the 2:4 layer, in percent. Less
        than 0.05 % everywhere is left out. conv1 of ResNet-50 stays dense.""")
    page.command(*(command(*NO_VALUES, workload=path, architecture=ONE_SM)
                   for pair in NETWORKS.items() for path in pair))
    found = [layer for (_, form), run in runs.items() if form == "2:4" for layer in run.layers]
    paths = shown(found)
    rows = []
    pairs = [pair for workload in NETWORKS for pair in zip(
        runs[workload, "dense"].layers, runs[workload, "2:4"].layers, strict=True)]
    for dense, sparse in pairs:
        assert dense["name"] == sparse["name"]
        rows.append([sparse["name"], f"{dense['energy_pj'] / 1e6:.1f}",
                     f"{sparse['energy_pj'] / 1e6:.1f}",
                     f"{sparse['energy_pj'] / dense['energy_pj']:.2f}",
                     *shares(sparse["energy_breakdown_pj"], paths, sparse["energy_pj"])])
    page.table(["layer", "dense / uJ", "2:4 / uJ", "ratio", *map(short, paths)], rows)
    identities.reason("energy of 2:4 (no layer but conv1 costs as much as dense)",
                      all(sparse["name"] == "conv1" or sparse["energy_pj"] < dense["energy_pj"]
                          for dense, sparse in pairs))
    page.text(f"""Weights of 2:4 have {WEIGHT_BITS} of the bits. Where a layer costs less than that, L2
        keeps them and not the dense ones, which are read from DRAM again for other columns of tiles.""")
    identities.reason("energy of 2:4 (what saves more than bits of weights saves bytes of DRAM)",
                      all(sparse["dram_read_bytes"] < WEIGHT_BITS * dense["dram_read_bytes"]
                          for dense, sparse in pairs if less_than_its_bits(dense, sparse)))
    page.text("""The same of whole networks, with the ratio of each component:""")
    totals = []
    for workload, name in ((BERT, "BERT-Large, one encoder layer"), (RESNET50, "ResNet-50")):
        dense, sparse = (components(runs[workload, form].layers) for form in ("dense", "2:4"))
        whole = {form: sum(layer["energy_pj"] for layer in runs[workload, form].layers)
                 for form in ("dense", "2:4")}
        totals.append([f"{name}, ratio", f"{whole['2:4'] / whole['dense']:.2f}",
                       *(ratio(sparse[path], dense[path]) for path in paths)])
        totals.append([f"{name}, share of 2:4 / %", "100.0", *shares(sparse, paths, whole["2:4"])])
    page.table(["network", "all", *map(short, paths)], totals)
