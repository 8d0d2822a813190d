# SPDX-License-Identifier: Apache-2.0
"""How time follows density, on GoogLeNet's inception modules."""

import itertools
import math
import re

from .page import number, percent
from .reasons import falling
from .runs import ARCHITECTURE, BINARY, GOOGLENET, INCEPTION, cycles_of, layers_like, over

DENSITIES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
MODULES = {3: "28 x 28", 4: "14 x 14", 5: "7 x 7"}
SLOTS = ["partial_vector", "weight_starvation"]


def at_density(text, density):
    """A workload with every density replaced."""
    return re.sub(r"density: (\[[^]]*\]|[0-9.]+)", f"density: {density}", text)


def order(slower, faster):
    """Exponent n of time ~ density^n between two (density, cycles)."""
    return math.log(slower[1] / faster[1]) / math.log(slower[0] / faster[0])


def write(page, gossamer, identities, root):
    text = (root / GOOGLENET).read_text(encoding="utf-8")
    runs = {}
    for density in DENSITIES:
        file = gossamer.folder / f"density_{density}.yaml"
        file.write_text(at_density(text, density), encoding="utf-8")
        runs[density] = gossamer.right(*INCEPTION, workload=str(file))
    page.heading("Density")
    page.text("""**Prediction.** All layers of GoogLeNet's nine inception modules, with weights,
        activations and outputs at one density. *Speedup* is over density 1; *products* is how
        many times fewer useful products there are, about 1 / density^2; *order* is n in time ~
        density^n between a row and the row below. A machine that wasted nothing would have an
        order of 2.""")
    page.command(f"for density in {' '.join(map(str, DENSITIES))}; do",
                 f"  sed \"s/density: [0-9.]*/density: $density/\" {GOOGLENET} > dense.yaml",
                 f"  {BINARY} run {ARCHITECTURE} dense.yaml -o out/density --layers '^inception'",
                 "done")
    cycles = {density: run.totals["cycles"] for density, run in runs.items()}
    orders = {low: order((high, cycles[high]), (low, cycles[low]))
              for low, high in itertools.pairwise(DENSITIES)}
    table(page, runs, cycles, orders)
    page.text(why(runs, orders))
    for what, holds in claims(runs, cycles, orders):
        identities.reason(f"density ({what})", holds)


def speedup(runs, density, module):
    pattern = f"^inception_{module}"
    return (cycles_of(layers_like(runs[1.0], pattern))
            / cycles_of(layers_like(runs[density], pattern)))


def table(page, runs, cycles, orders):
    dense = runs[1.0].totals
    rows = []
    for density, run in runs.items():
        rows.append([density, number(cycles[density]), percent(run.totals["utilization"]),
                     f"{cycles[1.0] / cycles[density]:.2f}",
                     *(f"{speedup(runs, density, module):.2f}" for module in MODULES),
                     f"{dense['effectual_macs'] / run.totals['effectual_macs']:.2f}",
                     f"{orders[density]:.2f}" if density in orders else "",
                     *(percent(over(run.layers, slot)) for slot in SLOTS)])
    page.table(["density", "cycles", "utilisation / %", "speedup",
                *(f"modules {module}, {plane}" for module, plane in MODULES.items()), "products",
                "order", *(f"`{slot}`" for slot in SLOTS)], rows)


def peak(orders):
    return max(orders, key=orders.get)


def why(runs, orders):
    worst = max(DENSITIES, key=lambda d: over(runs[d].layers, "partial_vector"))
    return f"""Time follows roughly the first power of density, not the second: utilisation falls
        with it. The reason is that vectors are whole. A PE has at most 4 x 4, 2 x 2 or one input of
        a channel, which fill four vectors or one; in modules 4 and 5 fewer activations only leave
        lanes of that vector empty, until a PE has none of a channel at all. A block of eight 1 x 1
        kernels has at most two vectors of weights and goes to one when half of them are zero. So
        the order is low next to density 1, where few vectors disappear (`partial_vector` takes what
        `useful` loses), and highest around {peak(orders)}, where second vectors do. The knee
        is below {worst}, where partial vectors are at their worst: there whole channels drop out,
        but the PEs do not lose the same ones, so that fast PEs wait for slow ones and for two
        blocks per edge (`weight_starvation`), and the fixed costs of groups and layers do not
        shrink. Larger tiles do better: modules 3 gain most at low densities."""


def claims(runs, cycles, orders):
    partial = {d: over(run.layers, "partial_vector") for d, run in runs.items()}
    return [("roughly the first power",
             all(0.6 < cycles[d] / cycles[1.0] / d < 1.2 for d in DENSITIES)),
            ("utilisation falls with density",
             falling([runs[d].totals["utilization"] for d in DENSITIES[::-1]])),
            ("the order is lowest next to 1 and highest in the middle",
             min(orders, key=orders.get) == 0.9 and 0.4 <= peak(orders) <= 0.7),
            ("the order is never near 2", max(orders.values()) < 1.7),
            ("partial vectors are worst between 0.2 and 0.4",
             max(partial, key=partial.get) in (0.2, 0.3, 0.4)),
            ("starvation grows as density falls",
             falling([over(runs[d].layers, "weight_starvation") for d in DENSITIES])
             and over(runs[0.1].layers, "weight_starvation") > 0.1),
            ("modules 3 gain most",
             all(speedup(runs, d, 3) > max(speedup(runs, d, 4), speedup(runs, d, 5))
                 for d in DENSITIES if d <= 0.4))]
