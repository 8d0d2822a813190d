# SPDX-License-Identifier: Apache-2.0
"""What the energy gains over the dense machine hang on."""

import re

from .page import percent
from .published import NETWORKS, Machines, energy, mean
from .runs import DCNN, DCNN_OPT, SCNN, having

TECHNOLOGY = "configs/technology"
LIBRARY = f"{TECHNOLOGY}/primitives.yaml"


def with_price(text, primitive, action, factor):
    """The library with one action of one primitive at another price."""
    price = re.compile(rf"(^  {primitive}:\n(?:(?!^  \w).*\n)*?      {action}:\n        pj: )(.+)$",
                       re.MULTILINE)
    changed, count = price.subn(rf"\g<1>{factor} * (\g<2>)", text)
    if count != 1:
        raise SystemExit(f"{LIBRARY}: {count} prices of {primitive} {action}, expected 1")
    return changed


def technology_with(gossamer, root, name, primitive, action, factor):
    """A technology file beside a library in which one price differs."""
    folder = gossamer.folder / name
    folder.mkdir(exist_ok=True)
    library = (root / LIBRARY).read_text(encoding="utf-8")
    (folder / "primitives.yaml").write_text(with_price(library, primitive, action, factor),
                                            encoding="utf-8")
    file = folder / "16nm.yaml"
    file.write_text((root / TECHNOLOGY / "16nm.yaml").read_text(encoding="utf-8"),
                    encoding="utf-8")
    return f"technology={file}"


def variants(gossamer, root):
    """(what is changed, options of every run)"""
    def price(name, primitive, action, factor):
        return having(technology_with(gossamer, root, name, primitive, action, factor))
    return [
        ("as shipped", ()),
        ("logic scaled by the published fit (`16nm_fitted.yaml`)",
         having(f"technology={TECHNOLOGY}/16nm_fitted.yaml")),
        ("DRAM at 3.9 pJ per bit (`dram.type=hbm2`)", having("dram.type=hbm2")),
        ("DRAM at 40 pJ per bit (`dram.type=lpddr2`)", having("dram.type=lpddr2")),
        ("one pipeline register per product (`pe.pipeline_edges=1`)",
         having("pe.pipeline_edges=1")),
        ("wires at a quarter of their price", price("wires", "wire", "transfer", 0.25)),
        ("multiplications at four times their price",
         price("multipliers", "int_multiplier", "multiply", 4)),
    ]


def multiplier_share(machines):
    """Of the dense machine's energy, by network."""
    shares = {}
    for workload in NETWORKS:
        run = machines.runs[DCNN, workload]
        spent = sum(layer["energy_breakdown_pj"]["pe/multipliers"] for layer in run.layers)
        shares[workload] = spent / energy(run)
    return shares


def write(page, gossamer, identities, root):
    page.heading("What the energy gains hang on")
    rows, gains = [], {}
    shares = multiplier_share(Machines(gossamer))
    for what, options in variants(gossamer, root):
        machines = Machines(gossamer, options)
        gains[what] = [machines.mean_gain(machine, energy) for machine in (SCNN, DCNN_OPT)]
        per_network = [f"{machines.gains(SCNN, energy)[workload]:.2f}" for workload in NETWORKS]
        rows.append([what, *per_network, *(f"{gain:.2f}" for gain in gains[what])])
    page.text("""**Prediction.** Energy of `dcnn` over that of `scnn`, network by network, and the
        arithmetic means of `scnn` and `dcnn_opt`, under other prices. The paper says 2.3 and 2.0.
        The last two rows change one price in a copy of the library.""")
    page.table(["prices", "alexnet", "vgg16", "googlenet", "`scnn`, mean", "`dcnn_opt`, mean"],
               rows)
    shipped, dear = gains["as shipped"], gains["multiplications at four times their price"]
    page.text("""Both gains rise with the share of energy that multiplications take in the dense
        machine: gating saves nothing else, and skipping saves it together with what moves
        operands to them, but pays for crossbar, queues and banks by the product. What neither can
        save is the DRAM energy and the wires of the weights, which the dense machine reads
        uncompressed and the sparse one nearly in proportion to their density. The paper gives no
        energy per operation, so that its shares cannot be compared with ours.""")
    bound = mean([1 / (1 - share) for share in shares.values()])
    page.text(f"""Gating cannot give 2.0 here: multipliers take {percent(min(shares.values()))} to
        {percent(max(shares.values()))} % of the dense machine's energy, and were all their
        products free, the mean gain would be {bound:.2f}. It would need a machine whose
        multipliers, or what a gate stops along with them, take more than half of the energy.""")
    identities.reason("the energy gains: gating saves less than all of the multipliers",
                      shipped[1] < bound)
    identities.reason("the energy gains: they rise with the price of multiplications",
                      dear[0] > shipped[0] and dear[1] > shipped[1])
