# SPDX-License-Identifier: Apache-2.0
"""Ranges of points that are given out together."""


def batches(points, size):
    """Ranges (first, end) of consecutive points of a sorted list, of at most `size` points."""
    ranges = []
    for point in points:
        if ranges and ranges[-1][1] == point and point - ranges[-1][0] < size:
            ranges[-1][1] = point + 1
        else:
            ranges.append([point, point + 1])
    return [tuple(each) for each in ranges]


def good_size(points, threads):
    """Points of a batch: several batches for each thread, so that none waits long for the last."""
    return max(1, min(64, points // (4 * max(1, threads))))
