# SPDX-License-Identifier: Apache-2.0
"""How far a tool is, on one line of a terminal, as `gossamer sweep` shows it."""

import sys
import time

WIDTH = 24


def duration(seconds):
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole // 60 % 60} min"


def line(done, wanted, noun, seconds):
    filled = WIDTH * done // max(1, wanted)
    text = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{wanted} {noun}"
    if done and seconds > 0:
        rate = done / seconds
        text += f"  {rate:.3g}/s  {duration((wanted - done) / rate)} left"
    return text


class Progress:
    """Things done, rate and time left; nothing unless stderr is a terminal."""

    def __init__(self, wanted, noun):
        self.wanted = wanted
        self.noun = noun
        self.done = 0
        self.began = time.monotonic()

    def add(self, count):
        self.done += count
        if not sys.stderr.isatty():
            return
        text = line(self.done, self.wanted, self.noun, time.monotonic() - self.began)
        print(f"\r\x1b[K{text}", end="\n" if self.done >= self.wanted else "", file=sys.stderr,
              flush=True)
