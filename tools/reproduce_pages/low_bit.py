# SPDX-License-Identifier: Apache-2.0
"""Low-precision cores that skip zeros: gain by window and FIFO, density, scales, cost of widening."""

import dataclasses
import re

from .page import number, percent
from .published import Figure, row
from .runs import area_command, command, cycles_of, having, layer_of, setting

TITLE = "Low-precision cores"
DLAC = "configs/arch/dlac.yaml"
DLAC_FP16 = "configs/arch/dlac_fp16.yaml"
DLAC_INT = "configs/arch/dlac_int.yaml"
DENSE = "configs/arch/dense_fp32.yaml"
TERNARY = "workloads/resnet50_ternary.yaml"
INNER = "^layer"
INNER_LAYERS = ("--layers", INNER, "--no-values")
WINDOWS = (4, 8, 16, 32)
DEPTHS = (1, 2, 4, 8)
STREAMS = (1, 4, 16)
ROWS = 16
COLS = 16
PRESET = (8, 4, 16)
IDEAL = 5.0           # 1 / (d_w d_a), d_w = 0.5 and d_a = 0.4
IDEAL_ONE_SIDED = 2.5
COST_GATE = 0.03
WEIGHTS = 0.5         # d_w
ACTIVATIONS = 0.4     # d_a
# Layer -> taps along an axis, channels, side of the plane; stride 1 and "same" padding.
TTQ_LAYERS = {"layer1.0.conv1": (1, 64, 56), "layer1.0.conv2": (3, 64, 56),
              "layer2.1.conv2": (3, 128, 28), "layer3.1.conv1": (1, 1024, 14),
              "layer4.2.conv1": (1, 2048, 7), "layer4.2.conv2": (3, 512, 7)}


@dataclasses.dataclass(frozen=True)
class Widened:
    """A row of ResNet-34 as WRPN lists it."""
    factor: int
    weights: int
    activations: int
    listed: float


# Mishra et al., ICLR 2018 (arXiv:1709.01134), recalled; activations/weights as listed there.
WRPN = [Widened(1, 32, 32, 1.00), Widened(1, 1, 1, 0.03), Widened(2, 8, 4, 0.74),
        Widened(2, 4, 4, 0.50), Widened(2, 2, 4, 0.39), Widened(2, 2, 2, 0.27),
        Widened(2, 1, 1, 0.15), Widened(3, 1, 1, 0.30)]


def inner(gossamer, *settings, architecture=DLAC):
    run = gossamer.right(*INNER_LAYERS, *having(*settings), workload=TERNARY,
                         architecture=architecture)
    return cycles_of(run.layers)


def write(page, gossamer, identities, gates):
    page.heading(TITLE)
    page.text("""`dlac` and its presets ([timing](timing/dlac.md)). Ternary ResNet-50 with the densities
        of the reference, half of the weights and 0.4 of the activations, drawn uniformly; inner
        layers, which are ternary.""")
    dense = inner(gossamer, "grid.skip=dense")
    gain = skipping(page, gossamer, identities, gates, dense)
    density(page, gossamer, gates, gain)
    scales(page, gossamer, identities)
    widening(page, gossamer, gates)


def skipping(page, gossamer, identities, gates, dense):
    page.heading("Gain from skipping zeros", 3)
    page.text(f"""**Prediction.** Cycles of the dense grid ({number(dense)}) over those of
        `skip: both`, by window (L), depth of the FIFOs in windows (D) and PEs that share a stream of
        activations; a bank for each stream, so that bandwidth does not limit it. Ideal:
        {IDEAL:g}. The preset takes L = {PRESET[0]}, D = {PRESET[1]} and a stream for
        each row of {PRESET[2]} PEs: windows of 4 are often empty, windows of 16 double the FIFOs,
        which are the largest part of a PE but for its control.""")
    gains = {}
    for window in WINDOWS:
        for depth in DEPTHS:
            for stream in STREAMS:
                gains[window, depth, stream] = dense / inner(
                    gossamer, f"pe.window={window}", f"pe.fifo_depth={depth}",
                    f"grid.stream_pes={stream}",
                    f"activation_buffer.banks={ROWS * COLS // stream}")
    page.command(command(*INNER_LAYERS, "--set", "pe.window=16", "--set", "pe.fifo_depth=2",
                         workload=TERNARY, architecture=DLAC))
    page.table(["L", "D", *(f"stream of {stream}" for stream in STREAMS)],
               [[window, depth, *(f"{gains[window, depth, stream]:.2f}" for stream in STREAMS)]
                for window in WINDOWS for depth in DEPTHS], words=2)
    one_sided = dense / inner(gossamer, "grid.skip=activations")
    both = gossamer.right(*INNER_LAYERS, workload=TERNARY, architecture=DLAC)
    slow = gossamer.right(*INNER_LAYERS, *having("grid.skip=dense"), workload=TERNARY,
                          architecture=DLAC)
    identities.reason("low-precision cores (no layer is slower than on the dense grid)", all(
        ours["cycles"] <= theirs["cycles"] for ours, theirs in zip(both.layers, slow.layers)))
    page.text(f"""`skip: activations` gains {one_sided:.2f} (ideal {IDEAL_ONE_SIDED:g}): PEs of a
        row see the same mask and never wait for each other. No layer is slower than on the dense
        grid. The published factor of about 3 is against a full-precision network of like accuracy;
        read as the gain within one network, 3.0 with a tolerance of 0.5 (the reference's), the
        preset's {gains[PRESET]:.2f} is {"met" if abs(gains[PRESET] - 3) <= 0.5 else
        "**missed**: above it"}, with densities that are recalled and masks drawn
        uniformly instead of measured ones.""")
    gates.add(Figure("gain from skipping zeros, ternary ResNet-50", 3.0, gains[PRESET], "published",
                     "predicted", 0.5 / 3.0))
    identities.reason("low-precision cores (no gain is above the ideal one)",
                      max(gains.values()) <= IDEAL and one_sided <= IDEAL_ONE_SIDED)
    identities.reason("low-precision cores (deeper FIFOs never lose)", all(
        gains[window, shallow, stream] <= gains[window, deep, stream]
        for window in WINDOWS for stream in STREAMS for shallow, deep in zip(DEPTHS, DEPTHS[1:])))
    return gains[PRESET]


def per_mm2(run, gain):
    """TFLOP/s and mm2 of the PEs, two operations an adder and edge, times the gain."""
    clock = setting(run, "clock_ghz")
    return 2 * ROWS * COLS * clock * 1e-3 * gain / run.report["area_mm2"]["pe"]


def density(page, gossamer, gates, gain):
    page.heading("Operations per area", 3)
    page.text("""Two operations for each multiply-accumulate, skipped ones counted, over the area of the
        PEs at 14 nm. The first row is **calibrated**: `configs/calibration/dlac.yaml` fits one area,
        `pe/control`, to it, at 0.5 GHz (weakly recalled) and the gain above. The others have the same
        constant and are **predictions**; `dlac_fp16` keeps sums in single precision, with the adder for
        them, and `dense_fp32` is charged the same control. Buffers, drain and the full-precision
        datapath are not counted: the PEs are a third of `dlac`.""")
    one = gossamer.right(*INNER_LAYERS, workload=TERNARY, architecture=DLAC)
    figure = Figure("single precision, operations of the dense network", 1.0, per_mm2(one, gain),
                    "published", "calibrated", 0.2, "TFLOP/mm2")
    gates.add(figure)
    page.table(["figure", "status", "mark", "published", "simulated", "deviation / %", "gate / %",
                "result"], [row(figure)], words=3)
    rows = []
    for name, architecture in (("dlac", DLAC), ("dlac_fp16", DLAC_FP16), ("dlac_int", DLAC_INT)):
        run = gossamer.right(*INNER_LAYERS, workload=TERNARY, architecture=architecture)
        own = inner(gossamer, "grid.skip=dense", architecture=architecture) / cycles_of(run.layers)
        rows.append([f"`{name}`", f"{run.report['area_mm2']['pe']:.3f}", f"{own:.3f}",
                     f"{per_mm2(run, own):.2f}", f"{per_mm2(run, 1):.2f}"])
    settings = having("sums=fp16")
    run = gossamer.right(*INNER_LAYERS, *settings, workload=TERNARY, architecture=DLAC_FP16)
    rows.insert(2, ["`dlac_fp16`, sums in fp16", f"{run.report['area_mm2']['pe']:.3f}", rows[1][2],
                    f"{per_mm2(run, float(rows[1][2])):.2f}", f"{per_mm2(run, 1):.2f}"])
    run = gossamer.right(*INNER_LAYERS, workload=TERNARY, architecture=DENSE)
    rows.append(["`dense_fp32`", f"{run.report['area_mm2']['pe']:.3f}", "1",
                 f"{per_mm2(run, 1):.2f}", f"{per_mm2(run, 1):.2f}"])
    page.command(area_command(DLAC), area_command(DLAC_FP16), area_command(DENSE))
    page.table(["machine", "PEs / mm2", "gain", "TFLOP/mm2 (TOP with integers)",
                "without skipped operations"], rows)


def scales(page, gossamer, identities):
    page.heading("Two trained scales", 3)
    page.text(f"""TTQ on `dlac`: multiplications with scales per accumulation against
        2 / (Kh Kw C d_w d_a), d_w = {WEIGHTS} and d_a = {ACTIVATIONS}, and with the pairs left out
        that meet padding; cycles against the same layer with one scale. **Prediction.** They cost
        cycles where a tile is done before the sums of the one before are drained, and in the drain
        of the last tile.""")
    one = gossamer.right(*INNER_LAYERS, workload=TERNARY, architecture=DLAC)
    two = gossamer.right(*INNER_LAYERS, *having("weights.scheme=ttq"), workload=TERNARY,
                         architecture=DLAC)
    rows, closed = [], []
    for name, (taps, channels, side) in TTQ_LAYERS.items():
        layer = layer_of(two, name)
        formula = 2 / (taps ** 2 * channels * WEIGHTS * ACTIVATIONS)
        inside = ((taps * side - (taps - 1)) / (taps * side)) ** 2
        found = layer["metrics"]["drain_multiplies_per_accumulation"]
        closed.append(abs(found * inside / formula - 1) < 0.01)
        before = layer_of(one, name)["cycles"]
        rows.append([f"`{name}`", f"{formula:.4f}", f"{formula / inside:.4f}", f"{found:.4f}",
                     number(before), number(layer["cycles"]),
                     f"{100 * (layer['cycles'] / before - 1):+.2f}"])
    page.command(command(*INNER_LAYERS, "--set", "weights.scheme=ttq", workload=TERNARY,
                         architecture=DLAC))
    page.table(["layer", "2 / (Kh Kw C d_w d_a)", "without padding", "simulated", "cycles, one scale", "two scales",
                "more / %"], rows)
    identities.reason("low-precision cores (multiplications of TTQ are those of the closed form, "
                      "within 1 %)", all(closed))


@dataclasses.dataclass(frozen=True)
class Cost:
    what: str
    published: float
    simulated: float

    @property
    def gate(self):
        return COST_GATE / self.published

    @property
    def deviation(self):
        return self.simulated / self.published - 1

    @property
    def missed(self):
        return abs(self.simulated - self.published) > COST_GATE


def weights_name(bits):
    return "binary" if bits == 1 else f"wrpn{bits}"


def costs(gossamer, widened):
    """By the formula and by layers, as `gossamer validate` prints them."""
    text = gossamer.read("workloads/resnet34_ternary.yaml")
    if widened.weights == 32:
        return 1.0, 1.0
    text = re.sub(r"^layers:", f"widen: {{factor: {widened.factor}, weights: "
                  f"{weights_name(widened.weights)}, activations: uint{widened.activations}}}\n"
                  "layers:", text, count=1, flags=re.M)
    if widened.weights == 1:  # no zero weight
        text = text.replace("weights: {density: 0.5}", "weights: {density: 1.0}")
    file = gossamer.folder / "widened.yaml"
    file.write_text(text, encoding="utf-8")
    found = re.search(r"compute cost ([\d.]+) by .*?, ([\d.]+) by layers",
                      gossamer.validate(file))
    return float(found[1]), float(found[2])


def widening(page, gossamer, gates):
    page.heading("Cost of wider networks", 3)
    page.text(f"""WRPN on ResNet-34: cost relative to fp32 as listed (recalled), by the formula
        widen^2 (bA + bW) / 64, *gate* {COST_GATE}, and by the MACs of each layer with the first and
        the last one widened and in fp32 ([lowbit.md](lowbit.md)). The last column explains what the
        formula leaves out, and is not fitted.""")
    rows = []
    for widened in WRPN:
        formula, by_layers = costs(gossamer, widened)
        bits = f"{widened.activations}/{widened.weights}"
        cost = Cost(f"cost of ResNet-34, {widened.factor}x {bits}", widened.listed, formula)
        gates.add(cost)
        rows.append([widened.factor, bits, f"{widened.listed:.2f}", f"{formula:.3f}",
                     "**missed**" if cost.missed else "met", f"{by_layers:.3f}"])
    page.table(["widen", "A/W bits", "listed", "formula", "result", "by layers"], rows)
