# SPDX-License-Identifier: Apache-2.0
"""The HTML page of a sweep."""

import html
import pathlib

from .table import METRICS, is_number, text_of

HERE = pathlib.Path(__file__).resolve().parent


def cell(value, text=None):
    """A cell whose exact value is in the attribute data-value."""
    kind = ' class="n"' if is_number(value) else ""
    return f'<td{kind} data-value="{html.escape(value)}">{html.escape(text or value)}</td>'


def data_table(table, places, metrics, name):
    """Points with what differs between them; a click on a head sorts."""
    heads = [table.key, *table.varying, *(METRICS[metric][0] for metric in metrics)]
    numeric = [True, *(all(is_number(value) for value in table.values(each))
                       for each in table.varying), *(True for _ in metrics)]
    lines = []
    for place in places:
        row = table.rows[place]
        cells = [cell(row[table.key]), *(cell(row[each]) for each in table.varying),
                 *(cell(row[metric], text_of(row, metric)) for metric in metrics)]
        lines.append(f'<tr data-point="{place}">{"".join(cells)}</tr>')
    head = "".join(f'<th{" class=n" if is_n else ""}><button type="button">{html.escape(text)}'
                   "</button></th>" for text, is_n in zip(heads, numeric))
    return (f'<div class="scroll"><table id="{name}"><thead><tr>{head}</tr></thead>\n<tbody>'
            + "\n".join(lines) + "</tbody></table></div>")


def section(name, title, about, *content):
    return (f'<section id="{name}"><h2>{html.escape(title)}</h2>\n<p>{about}</p>\n'
            + "\n".join(content) + "</section>")


def facts(table):
    done = f"{len(table.rows)} of {len(table.all)} points have results"
    rest = ", ".join(f"{count} {status}" for status, count in table.unlike().items())
    fixed = ", ".join(f"{name} {value}" for name, value in table.fixed.items() if value)
    return html.escape(f"{done}{f' ({rest})' if rest else ''}. The same wherever it is: {fixed}.")


def page(title, table, sections):
    style = (HERE / "report_page.css").read_text(encoding="utf-8")
    script = (HERE / "report_page.js").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}: sweep</title>
<style>
{style}</style>
</head>
<body>
<header><h1>{html.escape(title)}</h1><p>{facts(table)}</p></header>
<main>
{"".join(sections)}
</main>
<div id="tip" hidden></div>
<script>
{script}</script>
</body>
</html>
"""
