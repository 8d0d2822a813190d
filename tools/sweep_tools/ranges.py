# SPDX-License-Identifier: Apache-2.0
"""Ranges of points that are given out together."""

TASK_SECONDS = 5.0  # of a task: long against the start of a program, short against a lost worker
FIRST = 8  # points of a task before one has told how long they take


class Ranges:
    """Cuts ranges (first, end) of consecutive points from a sorted list. Without a `size`, a range has
    what the last one says takes TASK_SECONDS, and towards the end a part of what is left, so that none
    waits long for the last."""

    def __init__(self, points, size=None):
        self.points = points
        self.at = 0
        self.fixed = size
        self.size = size or FIRST

    def left(self):
        return len(self.points) - self.at

    def next(self, threads):
        """The next range for one of so many threads, or None after the last."""
        if not self.left():
            return None
        most = self.size if self.fixed else min(self.size, -(-self.left() // (2 * threads)))
        begin = self.at
        while (self.left() and self.at - begin < most
               and self.points[self.at] - self.points[begin] == self.at - begin):
            self.at += 1
        return self.points[begin], self.points[self.at - 1] + 1

    def took(self, points, seconds):
        """Says how long a range of so many points took."""
        if self.fixed:
            return
        size = int(points * TASK_SECONDS / max(seconds, 1e-3))
        self.size = max(1, min(size, 8 * self.size))
