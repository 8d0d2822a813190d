# SPDX-License-Identifier: Apache-2.0
"""Figures of a sweep, as SVG for the page and as PNG. What belongs to a point has an id that ends in -pN,
N being its place in the table, so that the page can show it everywhere at once."""

import io
import statistics

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402

from .scales import Scale, is_logarithmic, short  # noqa: E402
from .table import METRICS, PROBLEM, is_more_better, number  # noqa: E402

COLOURS = ("#0868ac", "#d95f0e", "#1a6b3c", "#8c4799", "#a4262c", "#566070", "#b8860b", "#2f8f8b")
FRONT = "#15191f"
MOST_PROBLEMS = 8  # have panels of their own in the figure of the Pareto sets
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
    if is_logarithmic(values):
        getattr(axis.axes, f"set_{axis.axis_name}scale")("log")
        axis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(ticker.NullFormatter())
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


def drawn_problems(table):
    """Places of the points of some problems, which are drawn below each other."""
    return list(table.problems().items())[:MOST_PROBLEMS]


def left_out_text(table):
    left_out = len(table.problems()) - MOST_PROBLEMS
    return f" {left_out} more problems are in the table alone." if left_out > 0 else ""


def pareto_figure(table, objectives, front, drawn):
    """The first objective against each other one, for each problem; `front` are the places of the
    Pareto sets."""
    others = objectives[1:]
    problems = drawn_problems(table)
    height = 3.9 if len(problems) == 1 else 2.9
    figure, panels = pyplot.subplots(
        len(problems), len(others), figsize=(5.2 * len(others), height * len(problems)),
        squeeze=False, layout="constrained")
    colours = colour_of(table)
    drawn = set(drawn)
    for row, (key, places) in zip(panels, problems):
        for panel, other in zip(row, others):
            draw_points(panel, table, objectives[0], other, front, sorted(drawn & set(places)),
                        colours)
            draw_front(panel, [table.rows[place] for place in places], objectives[0], other)
        if key:
            names = [name for name in table.varying if name in PROBLEM]
            row[0].set_title(", ".join(f"{name} {short(value)}" for name, value in zip(names, key)),
                             loc="left", fontsize=9, fontweight="bold")
    if len(colours) > 1:
        base_legend(figure, colours)
    return figure


def draw_points(panel, table, first, other, front, places, colours):
    for place in places:
        row = table.rows[place]
        within = place in front
        panel.plot([number(row, first)], [number(row, other)], "o", markersize=7 if within else 5,
                   color=colours[row["base"]], alpha=1 if within else 0.45,
                   markeredgecolor=FRONT if within else "white",
                   markeredgewidth=2 if within else 0.5, zorder=3 if within else 2,
                   gid=f"pareto-{other}-p{place}")


def draw_front(panel, rows, first, other):
    if not any(map(is_more_better, (first, other))):
        panel.step(*zip(*staircase(rows, first, other)), where="post", color=FRONT, linewidth=1,
                   zorder=1)
    panel.set(xlabel=title(first), ylabel=title(other))
    scale(panel.xaxis, first, [number(row, first) for row in rows])
    scale(panel.yaxis, other, [number(row, other) for row in rows])


def base_legend(figure, colours):
    handles = [pyplot.Line2D([], [], marker="o", linestyle="", color=colour, label=base)
               for base, colour in colours.items()]
    columns = max(1, int(figure.get_figwidth() / 1.7))
    figure.legend(handles=handles, loc="upper left", ncols=columns, frameon=False)
    room = 0.25 * -(-len(colours) // columns) / figure.get_figheight()
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - room))


def effects_figure(table, objectives):
    """For each value of a parameter: median, and least to greatest, over all other parameters. A
    parameter of many numbers: all points, and the medians of parts of its range."""
    parameters = [name for name in table.distinct if name != "base"] or ["base"]
    figure, panels = pyplot.subplots(
        len(objectives), len(parameters), squeeze=False, sharey="row", layout="constrained",
        figsize=(max(4, 2.3 * len(parameters) + 0.8), 2 * len(objectives) + 0.4))
    colours = colour_of(table)
    for n, metric in enumerate(objectives):
        for m, parameter in enumerate(parameters):
            draw_effects(panels[n][m], table, metric, parameter, colours)
            if m == 0:
                panels[n][m].set_ylabel(title(metric))
                scale(panels[n][m].yaxis, metric, [number(row, metric) for row in table.rows])
            if n == len(objectives) - 1:
                panels[n][m].set_xlabel(parameter)
    if len(colours) > 1:
        base_legend(figure, colours)
    return figure


def draw_effects(panel, table, metric, parameter, colours):
    values = table.values(parameter)
    along = Scale(values)
    for place, (base, colour) in enumerate(colours.items()):
        pairs = [(row[parameter], number(row, metric)) for row in table.rows
                 if row["base"] == base and row[parameter] != ""]
        if along.many:
            draw_scatter(panel, along, pairs, colour)
        else:
            shift = (place - (len(colours) - 1) / 2) * 0.5 / len(colours)
            draw_steps(panel, values, pairs, colour, shift)
    if along.many:
        if along.log:
            panel.set_xscale("log")
            panel.xaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
            panel.xaxis.set_minor_formatter(ticker.NullFormatter())
            panel.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
        panel.tick_params(axis="x", labelsize=8)
        return
    panel.set_xticks(range(len(values)), [short(value) for value in values],
                     rotation=45 if sum(map(len, map(short, values))) > 14 else 0, fontsize=8)
    panel.set_xlim(-0.6, len(values) - 0.4)


def draw_scatter(panel, along, pairs, colour):
    if not pairs:
        return
    panel.plot([float(value) for value, _ in pairs], [each for _, each in pairs], "o",
               color=colour, alpha=0.3, markersize=3.5, markeredgewidth=0)
    panel.plot(*zip(*along.medians(pairs)), "-", color=colour, linewidth=1.4)


def draw_steps(panel, values, pairs, colour, shift):
    xs, medians = [], []
    for x, value in enumerate(values):
        numbers = [each for of, each in pairs if of == value]
        if not numbers:
            continue
        xs.append(x + shift)
        medians.append(statistics.median(numbers))
        panel.plot([xs[-1]] * 2, [min(numbers), max(numbers)], color=colour, alpha=0.35,
                   linewidth=4, solid_capstyle="butt")
    panel.plot(xs, medians, "o-", color=colour, markersize=3.5, linewidth=1.2)


def parallel_figure(table, objectives, front, drawn):
    """A line for each point over parameters and objectives, each from its least to its greatest."""
    names = [*table.distinct, *objectives]
    figure, panel = pyplot.subplots(figsize=(max(6, 1.35 * len(names)), 4), layout="constrained")
    heights = [axis_of(panel, table, name, x) for x, name in enumerate(names)]
    order = ranks(table, objectives[0])
    colours = pyplot.get_cmap("viridis")
    for place in drawn:
        row = table.rows[place]
        within = place in front
        panel.plot(range(len(names)), [height(row) for height in heights],
                   color=colours(order[place]), alpha=0.95 if within else 0.3,
                   linewidth=1.8 if within else 0.8, zorder=3 if within else 2,
                   gid=f"parallel-p{place}")
    panel.set_xticks(range(len(names)), [heading(table, name) for name in names])
    panel.set(xlim=(-0.3, len(names) - 0.4), ylim=(-0.04, 1.04), yticks=[])
    panel.spines["left"].set_visible(False)
    panel.grid(False)
    return figure


def heading(table, name):
    if name not in METRICS:
        return name.replace(".", ".\n") if len(name) > 14 else name
    log = is_logarithmic([number(row, name) for row in table.rows])
    return METRICS[name][0] + (" (log)" if log else "")


def ranks(table, metric):
    """Of each place within its problem, from 0 for the least number to 1."""
    rank_of = {}
    for places in table.problems().values():
        ordered = sorted(places, key=lambda place: number(table.rows[place], metric))
        rank_of.update((place, n / max(1, len(ordered) - 1)) for n, place in enumerate(ordered))
    return rank_of


def axis_of(panel, table, name, x):
    """Draws a vertical axis; returns where a row lies on it, from 0 to 1."""
    panel.axvline(x, color="#566070", linewidth=0.8, zorder=4)
    if name in METRICS:
        numbers = sorted({number(row, name) for row in table.rows})
        low, high = numbers[0], numbers[-1]
        unit = METRICS[name][1]
        engineering = ticker.EngFormatter(unit=unit, places=1, sep=" ")
        labels = [(0, low), (1, high)] if high > low else [(0.5, low)]
        for y, value in labels:
            label(panel, x, y, f"{value:.3g} {unit}" if unit in ("mm²", "%") else engineering(value))
        along = Scale(list(map(repr, numbers)))
        return lambda row: along.place(repr(number(row, name))) if high > low else 0.5
    along = Scale(table.values(name))
    for value in along.labelled(0.05):
        label(panel, x, along.place(value), short(value))
    places = {value: along.place(value) for value in [*along.values, ""]}
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
