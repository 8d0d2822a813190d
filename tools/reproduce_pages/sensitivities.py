# SPDX-License-Identifier: Apache-2.0
"""How cycles follow single parameters, and why."""

from . import reasons, reasons_memory
from .page import number, percent
from .runs import command, having, part, setting, share


def write(page, gossamer, identities):
    page.heading("Sensitivities")
    page.text("""**Prediction**, all of it. One parameter at a time differs from
        `configs/arch/scnn.yaml`; the row in bold is the value there. Layers are AlexNet's
        (`workloads/alexnet.yaml`) unless the title says otherwise. A cell holds the cycles of
        the layer and, in brackets, the percentage of multiplier-cycles in the slots named above
        the table. Area is calibrated at the bold row and follows the laws of the technology file
        elsewhere. The sentences under a table are tested against its numbers when this page is
        written.""")
    for sweep in reasons.SWEEPS + reasons_memory.SWEEPS:
        write_sweep(page, gossamer, identities, sweep)


def cells(sweep, run):
    """A row of the table without its first cell."""
    def cell(layer):
        shares = ", ".join(percent(share(layer, slot)) for slot in sweep.slots)
        return f"{number(layer['cycles'])} ({shares})"

    totals = run.totals
    return [*map(cell, run.layers), number(totals["cycles"]), f"{totals['energy_pj'] / 1e6:.0f}",
            f"{totals['area_mm2']:.2f}"]


def run_at(gossamer, sweep, value, shipped):
    if value == shipped:  # a run that other tables need too
        return part(gossamer.right("--check", workload=sweep.workload), sweep.layers)
    layers = ("--layers", sweep.layers) if sweep.layers else ()
    return gossamer.right(*layers, *having(f"{sweep.parameter}={value}"), workload=sweep.workload)


def write_sweep(page, gossamer, identities, sweep):
    shipped = setting(gossamer.right("--check"), sweep.parameter)
    runs = {value: run_at(gossamer, sweep, value, shipped) for value in sweep.values}
    names = [layer["name"] for layer in runs[sweep.values[0]].layers]
    page.heading(sweep.title, 3)
    page.text("In brackets: " + ", ".join(f"`{slot}`" for slot in sweep.slots) + ".")
    layers = ("--layers", sweep.layers) if sweep.layers else ()
    page.command(f"for value in {' '.join(map(str, sweep.values))}; do",
                 "  " + command(*layers, "--set", f"{sweep.parameter}=$value", output="out/value",
                                workload=sweep.workload), "done")
    page.table([f"`{sweep.parameter}`", *names, "total", "energy / uJ", "area / mm2"],
               [[f"**{value}**" if value == shipped else value, *cells(sweep, run)]
                for value, run in runs.items()])
    page.text(sweep.why(runs))
    for what, holds in sweep.claims(runs):
        identities.reason(f"{sweep.title} ({what})", holds)
