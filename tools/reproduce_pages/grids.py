# SPDX-License-Identifier: Apache-2.0
"""The same multipliers in fewer or more PEs."""

from .page import number, percent
from .reasons import falling, rising
from .runs import ALEXNET, GOOGLENET, INCEPTION, command, having, over, part

GRIDS = {2: 16, 4: 8, 8: 4, 16: 2}  # PEs in a row: F = I
SHIPPED = 8
BEST = {"AlexNet": 4, "GoogLeNet, inception": 8}  # PEs in a row, by area x time
SLOTS = ["useful", "partial_vector", "no_tile", "weight_starvation", "barrier",
         "bank_queue_stall"]
SUMS, KIBIBYTES, PPU_WIDTH = 65536, 640, 256  # of the whole machine


def settings(side, vector):
    """Parameters of side x side PEs that keep 1024 multipliers and the memories of all PEs."""
    pes, banks = side * side, 2 * vector * vector
    kib = -(-KIBIBYTES // pes)
    return [f"pe.rows={side}", f"pe.cols={side}", f"pe.f={vector}", f"pe.i={vector}",
            f"pe.iaram_read_values={vector}", f"accumulator.banks={banks}",
            f"accumulator.entries={SUMS // pes // banks}",
            f"accumulator.enqueue_width={vector * vector}", f"ppu.width={PPU_WIDTH // pes}",
            f"iaram_kib={kib}", f"oaram_kib={kib}"]


def write(page, gossamer, identities):
    page.heading("Fewer or more PEs")
    page.text(f"""**Prediction.** 1024 multipliers in 4 to 256 PEs. The sums, activation memories
        and
        PPU widths of all PEs together stay ({SUMS:,} sums a set; {KIBIBYTES} KiB, of which 256 PEs
        get 3 KiB each, rounded up); banks are 2 x F x I, a queue takes F x I products per edge,
        and the weight FIFO keeps its number of vectors, which are longer where F is. Slots are in
        percent. Area is calibrated for 64 PEs and follows the formulas of the library
        elsewhere.""")
    for side, vector in GRIDS.items():
        page.command(*(command(*options, *having(*settings(side, vector)), output="out/grid",
                               workload=workload)
                       for workload, options in ((ALEXNET, ()), (GOOGLENET, INCEPTION))))
    runs = {"AlexNet": runs_of(gossamer, ALEXNET, ()),
            "GoogLeNet, inception": runs_of(gossamer, GOOGLENET, INCEPTION)}
    for name, of_grid in runs.items():
        table(page, name, of_grid)
    page.text(why(runs))
    for what, holds in claims(runs):
        identities.reason(f"fewer or more PEs ({what})", holds)


def runs_of(gossamer, workload, options):
    runs = {}
    for side, vector in GRIDS.items():
        if side == SHIPPED:
            pattern = options[1] if options else ""
            runs[side] = part(gossamer.right("--check", workload=workload), pattern)
        else:
            runs[side] = gossamer.right(*options, *having(*settings(side, vector)),
                                        workload=workload)
    return runs


def table(page, name, runs):
    rows = []
    for side, run in runs.items():
        totals, mark = run.totals, "**" if side == SHIPPED else ""
        rows.append([f"{mark}{side * side}{mark}", GRIDS[side], number(totals["cycles"]),
                     *(percent(over(run.layers, slot)) for slot in SLOTS),
                     f"{totals['energy_pj'] / 1e6:,.0f}", f"{totals['area_mm2']:.2f}",
                     f"{totals['cycles'] / 1e6 * totals['area_mm2']:.2f}"])
    page.heading(name, 3)
    page.table(["PEs", "F = I", "cycles", *(f"`{slot}`" for slot in SLOTS), "energy / uJ",
                "area / mm2", "million cycles x mm2"], rows)


def best(runs, quantity):
    return min(runs, key=lambda side: quantity(runs[side].totals))


def why(runs):
    alexnet, inception = runs.values()
    few = best(alexnet, lambda totals: totals["cycles"])
    return f"""Two losses pull in opposite directions. Few large PEs multiply long vectors, and one
        channel of a tile or of a block seldom has enough non-zeros to fill them
        (`partial_vector`, above all in GoogLeNet, whose 1 x 1 kernels give blocks of
        eight weights at most for an F of 16). Many small PEs get tiles of an input or two, or none
        (`no_tile`), and the slowest of many holds up the others (`weight_starvation`). The surprise
        is
        AlexNet, which is fastest on {few * few} PEs: its kernels of 3 x 3 and more fill vectors,
        and planes of 13 or 27 divide better by {few}. It does not pay: the
        crossbar of a PE, F x I products to 2 x F x I banks, grows with the fourth power of F, so
        that {few * few} PEs take
        {alexnet[few].totals['area_mm2'] / alexnet[SHIPPED].totals['area_mm2']:.1f} times the
        area and {alexnet[few].totals['energy_pj'] / alexnet[SHIPPED].totals['energy_pj']:.1f} times
        the energy of 64. By area and time together {BEST['AlexNet'] ** 2} PEs are best on AlexNet,
        by little, and {BEST['GoogLeNet, inception'] ** 2} on GoogLeNet, also by time alone."""


def claims(runs):
    alexnet, inception = runs.values()
    found = [("no_tile rises with PEs, partial vectors fall on GoogLeNet",
              all(rising([over(run.layers, "no_tile") for run in of_grid.values()])
                  for of_grid in runs.values())
              and falling([over(run.layers, "partial_vector") for run in inception.values()])),
             ("256 PEs starve more than 64",
              all(over(of_grid[16].layers, "weight_starvation")
                  > over(of_grid[8].layers, "weight_starvation") for of_grid in runs.values())),
             ("AlexNet is fastest on 4, and slower with each step", rising(
                 [run.totals["cycles"] for run in alexnet.values()])),
             ("64 are best by time on GoogLeNet",
              best(inception, lambda totals: totals["cycles"]) == SHIPPED)]
    for name, of_grid in runs.items():
        found.append((f"{BEST[name] ** 2} are best by area x time on {name}",
                      best(of_grid, lambda t: t["cycles"] * t["area_mm2"]) == BEST[name]))
    found.append(("4 PEs take much more area and no less energy",
                  alexnet[2].totals["area_mm2"] > 1.5 * alexnet[SHIPPED].totals["area_mm2"]
                  and alexnet[2].totals["energy_pj"] > alexnet[SHIPPED].totals["energy_pj"]))
    return found
