# SPDX-License-Identifier: Apache-2.0
"""Published figures that have to come out."""


class Gates:
    """All figures of the page, in order."""

    def __init__(self):
        self.all = []

    def add(self, figure):
        self.all.append(figure)

    def missed(self):
        return [f"{figure.what}: published {figure.published:g}, simulated "
                f"{figure.simulated:.3g}, {100 * figure.deviation:+.1f} %, allowed "
                f"{100 * figure.gate:g} %" for figure in self.all if figure.missed]
