# SPDX-License-Identifier: Apache-2.0
"""Sizes of the tensors of shipped workloads, from their text."""

import re

BYTES = 2  # of a value
LAYER = re.compile(r"- name: (\S+)\n((?:    .*\n?)+)")


def field(text, name, default=None):
    found = re.search(rf"\b{name}: (\d+)", text)
    return int(found.group(1)) if found else default


def values(layer):
    """Weights, inputs and outputs of one layer, zeros included."""
    if "gemm: {" in layer:
        m, n, k = (field(layer, name) for name in "mnk")
        return n * k + m * k + m * n
    inputs, filters = (re.search(rf"{part}: {{([^}}]*)}}", layer).group(1)
                       for part in ("input", "filter"))
    channels, plane = field(inputs, "channels"), [field(inputs, x) for x in ("height", "width")]
    count, kernel = field(filters, "count"), [field(filters, x) for x in ("height", "width")]
    stride, pad = field(filters, "stride", 1), field(filters, "pad", 0)
    outputs = [(p + 2 * pad - k) // stride + 1 for p, k in zip(plane, kernel)]
    weights = count * channels // field(filters, "groups", 1) * kernel[0] * kernel[1]
    return weights + channels * plane[0] * plane[1] + count * outputs[0] * outputs[1]


def layers(text):
    """Layer name -> bytes."""
    return {name: BYTES * values(body) for name, body in LAYER.findall(text)}


def channels(text):
    """Layer name -> input channels, of convolutions."""
    return {name: field(re.search(r"input: {([^}]*)}", body).group(1), "channels")
            for name, body in LAYER.findall(text) if "input: {" in body}


def largest(text):
    return max(layers(text).values())
