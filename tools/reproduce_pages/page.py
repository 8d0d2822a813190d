# SPDX-License-Identifier: Apache-2.0
"""A Markdown page under construction."""

import textwrap

WIDTH = 100


def number(value):
    """1234567 -> 1,234,567"""
    return f"{value:,}"


def percent(fraction):
    return f"{100 * fraction:.1f}"


def with_section(page, source, title):
    """`page` with the section `## title` of `source` in the place of its own, or at the end."""
    begin = f"## {title}\n"
    fresh = source[source.index(begin):]
    if begin not in page:
        return page + "\n" + fresh
    first = page.index(begin)
    after = page.find("\n## ", first)
    return page[:first] + (fresh if after < 0 else fresh + page[after:])


class Page:
    """Collects headings, paragraphs, tables and commands; `script` is named as the author."""

    def __init__(self, title, script):
        self._blocks = [f"# {title}",
                        f"<!-- Written by {script}: edit the script, not this page. -->"]

    def heading(self, text, level=2):
        self._blocks.append(f"{'#' * level} {text}")

    def text(self, paragraph=None):
        """Adds a paragraph; without one, the page as it stands."""
        if paragraph is None:
            return "\n\n".join(self._blocks) + "\n"
        filled = textwrap.fill(" ".join(paragraph.split()), WIDTH, break_long_words=False,
                               break_on_hyphens=False)
        self._blocks.append(filled)
        return None

    def table(self, header, rows, words=1):
        """The first `words` columns hold text, the others numbers."""
        marks = ["---"] * words + ["---:"] * (len(header) - words)
        lines = [header, marks, *rows]
        for row in rows:
            assert len(row) == len(header), row
        self._blocks.append("\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines))

    def text_lines(self, lines):
        """Lines that stay as they are: a list."""
        self._blocks.append("\n".join(lines))

    def command(self, *lines):
        self._blocks.append("\n".join(["```sh", *lines, "```"]))
