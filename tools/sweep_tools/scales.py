# SPDX-License-Identifier: Apache-2.0
"""How parameters lie on an axis: few values or texts each at a place, many numbers by their size."""

import math
import statistics

from .table import is_number

MOST_PLACES = 12  # more numbers than that get an axis of their size
MOST_BINS = 8  # parts of a range whose medians are shown
POINTS_OF_BIN = 6  # or fewer parts, which have as many on average


def is_logarithmic(numbers):
    return min(numbers) > 0 and max(numbers) / min(numbers) > 10


def short(text):
    return f"{float(text):.4g}" if is_number(text) else (text if len(text) < 22 else text[:20] + "…")


class Scale:
    """Places of the values of a parameter: 0 to 1 by size for numbers, in equal steps for texts."""

    def __init__(self, values):
        self.values = values
        self.numeric = len(values) > 1 and all(map(is_number, values))
        self.many = self.numeric and len(values) > MOST_PLACES
        if self.numeric:
            numbers = [float(value) for value in values]
            self.log = is_logarithmic(numbers)
            self.low, self.high = self.size(min(numbers)), self.size(max(numbers))
        else:
            self.log = False

    def size(self, number):
        return math.log(number) if self.log else number

    def place(self, value):
        """From 0 to 1; not a number for a parameter that a base does not have."""
        if value == "":
            return math.nan
        if self.numeric:
            return (self.size(float(value)) - self.low) / (self.high - self.low)
        return self.values.index(value) / max(1, len(self.values) - 1)

    def labelled(self, least):
        """Values that can be written with `least` between their places; both ends among them."""
        places = [self.place(value) for value in self.values]
        chosen = [0]
        for n in range(1, len(places) - 1):
            if min(places[n] - places[chosen[-1]], places[-1] - places[n]) >= least:
                chosen.append(n)
        return [self.values[n] for n in dict.fromkeys([*chosen, len(places) - 1])]

    def medians(self, pairs):
        """Of (value, number) pairs: the middle of each part of the range that has some, and their
        median."""
        parts = max(1, min(MOST_BINS, len(pairs) // POINTS_OF_BIN))
        bins = {}
        for value, number in pairs:
            part = min(parts - 1, int(self.place(value) * parts))
            bins.setdefault(part, []).append((float(value), number))
        return [(statistics.median(x for x, _ in bins[part]),
                 statistics.median(y for _, y in bins[part])) for part in sorted(bins)]
