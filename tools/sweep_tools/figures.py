# SPDX-License-Identifier: Apache-2.0
"""Figures of a sweep, as SVG for the page and as PNG. What belongs to a point has an id that ends in -pN,
N being its place in the table, so that the page can show it everywhere at once."""

import io
import statistics

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402

from .table import METRICS, is_number, number  # noqa: E402

COLOURS = ("#0868ac", "#d95f0e", "#1a6b3c", "#8c4799", "#a4262c", "#566070", "#b8860b", "#2f8f8b")
FRONT = "#15191f"
pyplot.rcParams.update({
    "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9, "axes.grid": True,
    "grid.color": "#dfe3e9", "axes.edgecolor": "#a3adbb", "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False, "figure.dpi": 100,
})


def title(metric):
    name, unit, _, _ = METRICS[metric]
    return f"{name} ({unit})" if unit else name


def scale(axis, metric, values):
    """Logarithmic where the values span more than a decade; ticks with SI prefixes."""
    if min(values) > 0 and max(values) / min(values) > 10:
        getattr(axis.axes, f"set_{axis.axis_name}scale")("log")
        axis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    unit = METRICS[metric][1]
    if unit in ("s", "J", "J s", "B") or not unit:
        axis.set_major_formatter(ticker.EngFormatter(sep=" " if unit else "\N{THIN SPACE}"))
        axis.set_minor_formatter(ticker.NullFormatter())


def colour_of(table):
    bases = table.values("base")
    return {base: COLOURS[n % len(COLOURS)] for n, base in enumerate(bases)}


def staircase(rows, x, y):
    """Corners of the front of two metrics that are both to be small."""
    best, corners = None, []
    for row in sorted(rows, key=lambda row: (number(row, x), number(row, y))):
        if best is None or number(row, y) < best:
            best = number(row, y)
            corners.append((number(row, x), best))
    return corners


def pareto_figure(table, objectives, front, drawn):
    """The first objective against each other one; `front` are the places of the Pareto set."""
    first, others = objectives[0], objectives[1:]
    figure, panels = pyplot.subplots(1, len(others), figsize=(5.2 * len(others), 3.9),
                                     squeeze=False, layout="constrained")
    colours = colour_of(table)
    for panel, other in zip(panels[0], others):
        for place in drawn:
            row = table.rows[place]
            within = place in front
            panel.plot([number(row, first)], [number(row, other)], "o", markersize=7 if within else 5,
                       color=colours[row["base"]], alpha=1 if within else 0.45,
                       markeredgecolor=FRONT if within else "white",
                       markeredgewidth=2 if within else 0.5, zorder=3 if within else 2,
                       gid=f"pareto-{other}-p{place}")
        if not any(METRICS[name][3] for name in (first, other)):
            corners = staircase(table.rows, first, other)
            panel.step(*zip(*corners), where="post", color=FRONT, linewidth=1, zorder=1)
        panel.set(xlabel=title(first), ylabel=title(other))
        scale(panel.xaxis, first, [number(row, first) for row in table.rows])
        scale(panel.yaxis, other, [number(row, other) for row in table.rows])
    if len(colours) > 1:
        base_legend(figure, colours)
    return figure


def base_legend(figure, colours):
    handles = [pyplot.Line2D([], [], marker="o", linestyle="", color=colour, label=base)
               for base, colour in colours.items()]
    columns = max(1, int(figure.get_figwidth() / 1.7))
    figure.legend(handles=handles, loc="upper left", ncols=columns, frameon=False)
    room = 0.25 * -(-len(colours) // columns) / figure.get_figheight()
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - room))


def effects_figure(table, objectives):
    """For each value of a parameter: median, and least to greatest, over all other parameters."""
    parameters = [name for name in table.distinct if name != "base"] or ["base"]
    figure, panels = pyplot.subplots(
        len(objectives), len(parameters), squeeze=False, sharey="row", layout="constrained",
        figsize=(max(4, 2.3 * len(parameters) + 0.8), 2 * len(objectives) + 0.4))
    colours = colour_of(table)
    for n, metric in enumerate(objectives):
        for m, parameter in enumerate(parameters):
            panel = panels[n][m]
            values = table.values(parameter)
            for place, (base, colour) in enumerate(colours.items()):
                shift = (place - (len(colours) - 1) / 2) * 0.5 / len(colours)
                draw_effect(panel, table, metric, parameter, values, base, colour, shift)
            panel.set_xticks(range(len(values)), [short(value) for value in values],
                             rotation=45 if sum(map(len, values)) > 14 else 0, fontsize=8)
            panel.set_xlim(-0.6, len(values) - 0.4)
            if m == 0:
                panel.set_ylabel(title(metric))
                scale(panel.yaxis, metric, [number(row, metric) for row in table.rows])
            if n == len(objectives) - 1:
                panel.set_xlabel(parameter)
    if len(colours) > 1:
        base_legend(figure, colours)
    return figure


def draw_effect(panel, table, metric, parameter, values, base, colour, shift):
    xs, medians = [], []
    for x, value in enumerate(values):
        numbers = [number(row, metric) for row in table.rows
                   if row[parameter] == value and row["base"] == base]
        if not numbers:
            continue
        xs.append(x + shift)
        medians.append(statistics.median(numbers))
        panel.plot([xs[-1]] * 2, [min(numbers), max(numbers)], color=colour, alpha=0.35,
                   linewidth=4, solid_capstyle="butt")
    panel.plot(xs, medians, "o-", color=colour, markersize=3.5, linewidth=1.2)


def short(text):
    return f"{float(text):.4g}" if is_number(text) else (text if len(text) < 22 else text[:20] + "…")


def parallel_figure(table, objectives, front, drawn):
    """A line for each point over parameters and objectives, each from its least to its greatest."""
    names = [*table.distinct, *objectives]
    figure, panel = pyplot.subplots(figsize=(max(6, 1.35 * len(names)), 4), layout="constrained")
    heights = [axis_of(panel, table, name, x) for x, name in enumerate(names)]
    first = [number(row, objectives[0]) for row in table.rows]
    order = {place: rank / max(1, len(first) - 1) for rank, place in
             enumerate(sorted(range(len(first)), key=lambda place: first[place]))}
    colours = pyplot.get_cmap("viridis")
    for place in drawn:
        row = table.rows[place]
        within = place in front
        panel.plot(range(len(names)), [height(row) for height in heights],
                   color=colours(order[place]), alpha=0.95 if within else 0.3,
                   linewidth=1.8 if within else 0.8, zorder=3 if within else 2,
                   gid=f"parallel-p{place}")
    panel.set_xticks(range(len(names)), [METRICS[name][0] if name in METRICS else
                                         (name.replace(".", ".\n") if len(name) > 14 else name) for name in names])
    panel.set(xlim=(-0.3, len(names) - 0.4), ylim=(-0.04, 1.04), yticks=[])
    panel.spines["left"].set_visible(False)
    panel.grid(False)
    return figure


def axis_of(panel, table, name, x):
    """Draws a vertical axis; returns where a row lies on it, from 0 to 1."""
    panel.axvline(x, color="#566070", linewidth=0.8, zorder=4)
    if name in METRICS:
        numbers = [number(row, name) for row in table.rows]
        low, high = min(numbers), max(numbers)
        unit = METRICS[name][1]
        engineering = ticker.EngFormatter(unit=unit, places=1, sep=" ")
        labels = [(0, low), (1, high)] if high > low else [(0.5, low)]
        for y, value in labels:
            label(panel, x, y, f"{value:.3g} {unit}" if unit in ("mm²", "%") else engineering(value))
        return lambda row: (number(row, name) - low) / (high - low) if high > low else 0.5
    values = table.values(name)
    places = {value: n / (len(values) - 1) for n, value in enumerate(values)}
    step = max(1, len(values) // 12)
    for value in values[::step]:
        label(panel, x, places[value], short(value))
    places[""] = float("nan")  # a parameter that this base does not have
    return lambda row: places[row[name]]


def label(panel, x, y, text):
    panel.annotate(text, (x, y), xytext=(4, 0), textcoords="offset points", fontsize=7.5,
                   va="center", zorder=5,
                   bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.8})


def as_svg(figure, name):
    text = io.StringIO()
    with pyplot.rc_context({"svg.hashsalt": name}):
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = text.getvalue()
    return svg[svg.index("<svg"):]


def as_png(figure):
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=160, metadata={"Software": None})
    return content.getvalue()
