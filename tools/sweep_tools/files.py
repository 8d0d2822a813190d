# SPDX-License-Identifier: Apache-2.0
"""Files that nobody ever sees half of."""

HALF = ".half"


def replace(path, content):
    """Writes bytes to a file in one step."""
    half = path.with_name(path.name + HALF)
    half.write_bytes(content)
    half.replace(path)
