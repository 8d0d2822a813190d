# SPDX-License-Identifier: Apache-2.0
"""How fast scnn is simulated, layer by layer, as bench_scnn_vgg measures it."""

import dataclasses
import subprocess

from .runs import share

BENCH = "build/bench/bench/bench_scnn_vgg"
REPEATS = 2
WHOLE = "whole process"


@dataclasses.dataclass(frozen=True)
class Row:
    cycles: int
    products: float  # million
    seconds: float   # of processor time
    shares: dict     # kind of work -> percent


def parse(text):
    """(rows by name, the lines of the summary) of what bench_scnn_vgg prints."""
    table, _, summary = text.partition("\n\n")
    lines = table.splitlines()
    kinds = lines[0].split()[5:]  # after: cycles, M products, s, M/s
    rows = {}
    for line in lines[1:]:
        words = line.rsplit(maxsplit=4 + len(kinds))
        numbers = list(map(float, words[1:]))
        rows[words[0].strip()] = Row(int(numbers[0]), numbers[1], numbers[2],
                                     dict(zip(kinds, numbers[4:], strict=True)))
    return rows, summary.splitlines()


def measure(bench, *options):
    done = subprocess.run([bench, *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{bench} ended with code {done.returncode}: {done.stderr}")
    return parse(done.stdout)


def blocks(layer, channels):
    """Blocks of weights that PEs with inputs receive, all PEs together; without filter groups."""
    metrics, pes = layer["metrics"], layer["multipliers"] // 16
    working = round(pes * (1 - share(layer, "no_tile")))
    return int(channels * metrics["phases"] * metrics["output_channel_groups"]
               * metrics["time_tiles"] * working)


def fit(points):
    """(a, b) of t = a x + b y over [(x, y, t)], least squares."""
    xx, xy, yy, xt, yt = (sum(p[i] * p[j] for p in points)
                          for i, j in ((0, 0), (0, 1), (1, 1), (0, 2), (1, 2)))
    determinant = xx * yy - xy * xy
    return (xt * yy - yt * xy) / determinant, (yt * xx - xt * xy) / determinant


def write(page, bench, received):
    """`received`: layer name -> blocks that its PEs receive."""
    runs = [measure(bench) for _ in range(REPEATS)]
    rows, summary = min(runs, key=lambda run: run[0][WHOLE].seconds)
    checked, _ = measure(bench, "--check")
    kinds = list(rows[WHOLE].shares)
    page.heading("VGG-16, conv3_1 to conv5_3")
    page.text(f"""One process, one thread, the best of {REPEATS} runs. Seconds are of processor
        time; the shares of work are samples of it, in percent, good to a few percent
        (`bench/scnn_vgg.cpp`).""")
    page.command(f"{BENCH} --layers '^conv[345]_'")
    layer_table(page, rows, kinds)
    page.text("In all: " + "; ".join(" ".join(line.split()) for line in summary[:4]) + ".")
    linearity(page, {name: row for name, row in rows.items() if name != WHOLE}, received)
    twice(page, rows, checked)


def layer_table(page, rows, kinds):
    page.table(["layer", "cycles", "million useful products", "s", "million products / s", *kinds],
               [[name, f"{row.cycles:,}", f"{row.products:.1f}", f"{row.seconds:.3f}",
                 f"{row.products / row.seconds:.0f}",
                 *(f"{row.shares[kind]:.1f}" for kind in kinds)]
                for name, row in rows.items()])


def linearity(page, rows, received):
    page.heading("What the time is proportional to", 3)
    a, b = fit([(row.products, received[name] / 1e6, row.seconds) for name, row in rows.items()])
    fitted = {name: a * row.products + b * received[name] / 1e6 for name, row in rows.items()}
    error = max(abs(fitted[name] / row.seconds - 1) for name, row in rows.items())
    rates = {name: row.products / row.seconds for name, row in rows.items()}
    slow, fast = min(rates, key=rates.get), max(rates, key=rates.get)
    page.text(f"""Useful products alone do not tell the time: {slow} runs at {rates[slow]:.0f}
        million per second, {fast} at {rates[fast]:.0f}. What else costs time is blocks: each block
        of weights that a PE with inputs receives is work of its own, however few products it
        gives there. They are input channels x output-channel groups x time tiles x PEs with
        inputs, so that small tiles and many time tiles cost most per product.
        {1e3 * a:.2f} ns for each useful product and {1e3 * b:.0f} ns for each block fit
        all layers to within {100 * error:.0f} %.""")
    page.table(["layer", "million products", "million blocks received", "ns per product",
                "measured / s", "fitted / s"],
               [[name, f"{row.products:.1f}", f"{received[name] / 1e6:.2f}",
                 f"{1e3 * row.seconds / row.products:.2f}", f"{row.seconds:.3f}",
                 f"{fitted[name]:.3f}"] for name, row in rows.items()])


def twice(page, rows, checked):
    page.heading("What a run does besides simulating", 3)
    page.text("""Work that the simulated machine does not ask for: operands are made (generation),
        and with `--check` the reference kernel computes every output again. Compressing the
        operands for the machine is `compression` where it is counted apart and otherwise part of
        `other`. A `mapping` of `auto` simulates a layer twice; it is the default of fully
        connected layers only, of which there are none here.""")
    page.command(f"{BENCH} --layers '^conv[345]_' --check")
    kinds = [kind for kind in ("generation", "compression", "reference", "other")
             if kind in rows[WHOLE].shares]
    page.table(["run", "s", *(f"{kind} / s" for kind in kinds), *(f"{kind} / %" for kind in kinds)],
               [[name, f"{row.seconds:.2f}",
                 *(f"{row.seconds * row.shares[kind] / 100:.2f}" for kind in kinds),
                 *(f"{row.shares[kind]:.1f}" for kind in kinds)]
                for name, row in (("without check", rows[WHOLE]), ("`--check`", checked[WHOLE]))])
