# SPDX-License-Identifier: Apache-2.0
"""Values of the tools' options."""

import argparse

from .table import METRICS


def at_least(least):
    def parse(text):
        if not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of at least {least}")
        return int(text)
    return parse


def metrics(text):
    for name in text.split(","):
        if name not in METRICS:
            raise argparse.ArgumentTypeError(f"unknown metric '{name}'; allowed: "
                                             f"{', '.join(METRICS)}")
    return list(dict.fromkeys(text.split(",")))
