# SPDX-License-Identifier: Apache-2.0
"""docs/validation.md but for its studies: networks, closed forms, identities, area."""

from . import area, closed_forms, networks, same_results
from .page import percent
from .runs import ALEXNET, command, layer_shapes, share


def write(page, gossamer, identities, root):
    page.text("""What the simulator says about a published machine and published networks, how
        far that can be trusted, and how to see each number again. All commands run from the root
        of the repository after `cmake --preset release && cmake --build --preset release`. Tables
        marked **prediction** come out of the model alone; what was fitted to a published number
        is marked **calibrated**.""")
    run = gossamer.right("--check")
    networks.write(page, gossamer, identities)
    shapes = layer_shapes((root / ALEXNET).read_text(encoding="utf-8"))
    geometry_table(page, run, shapes, identities)
    closed_forms.write(page, gossamer, identities, root)
    same_results.write(page, gossamer, identities)
    area.write(page, run, identities, root)


def idle_by_geometry(run, plane):
    """(tile height, tile width, PEs with a tile, fraction of PE cycles beyond the mean tile)."""
    grid = run.report["architecture"]["config"]["pe"]
    height, width = plane
    tile_height, tile_width = -(-height // grid["rows"]), -(-width // grid["cols"])
    working = -(-height // tile_height) * -(-width // tile_width)
    slots = grid["rows"] * grid["cols"] * tile_height * tile_width
    return tile_height, tile_width, working, 1 - height * width / slots


def geometry_table(page, run, shapes, identities):
    page.heading("What cutting the plane costs")
    rows, near = [], []
    for layer in run.layers:
        tile_height, tile_width, working, lost = idle_by_geometry(run, shapes[layer["name"]])
        seen = sum(share(layer, r) for r in ("no_tile", "weight_starvation", "barrier"))
        near.append(abs(seen - lost) < 0.05)
        rows.append([layer["name"], f"{tile_height} x {tile_width}", working, percent(lost),
                     percent(seen)])
    page.text("""AlexNet. A group of output channels ends when the PE with the largest tile ends, so
        a
        plane that does not divide by the grid leaves PEs with a small tile, or none, waiting. *By
        geometry* is the share of waiting if time were proportional to the area of a tile. *Seen*
        adds the slots `no_tile`, `weight_starvation` and `barrier`: a PE that runs ahead lacks
        weights, because the slowest PE's FIFO holds back the broadcast, and later waits at the
        barrier.""")
    page.command(command("--check"))
    page.table(["layer", "tile", "PEs with a tile", "by geometry / %", "seen / %"], rows)
    page.text("""The two agree to within a few percent, so most of what the slots call starvation
        is imbalance and not a lack of bandwidth; the bandwidth table below says the same in
        another way. They differ because vectors are whole (where a tile fills at most one vector,
        a smaller tile takes as long whenever it holds a non-zero), because non-zeros are not
        spread evenly over tiles, and because other losses take their share.""")
    identities.reason("what cutting the plane costs", all(near))
