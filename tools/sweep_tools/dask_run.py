# SPDX-License-Identifier: Apache-2.0
"""The client's side of a sweep on Dask: gives out ranges of points, and merges what comes back."""

import contextlib
import logging
import os
import pathlib
import shutil
import sys
import time

import distributed

from . import files
from .errors import ToolError
from .program import UNFINISHED, Program, points_with
from .progress import Progress
from .ranges import Ranges

# By the name that it has on workers elsewhere, which get the file alone.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import dask_task  # noqa: E402

MERGE_SECONDS = 2.0  # of results that only `parts` has; a merge plans the whole sweep
MERGE_SHARE = 0.05  # of the time at most
WAIT_SECONDS = 60


@contextlib.contextmanager
def connect(options):
    """A client with at least one worker."""
    # What workers say of each other's end is of no use to a user: their tasks are run again.
    for name in ("distributed", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        address = options.scheduler
        if not address:
            folder = options.output.resolve() / "dask"
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            address = stack.enter_context(distributed.LocalCluster(
                n_workers=options.workers or os.cpu_count(), threads_per_worker=1,
                host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL,
                local_directory=str(folder)))
        try:
            client = stack.enter_context(distributed.Client(address, timeout=10))
        except (OSError, ValueError) as error:
            raise ToolError(f"no scheduler at {options.scheduler}: {error}", 4) from None
        try:
            client.wait_for_workers(1, timeout=WAIT_SECONDS)
        except (TimeoutError, distributed.TimeoutError):
            raise ToolError(f"no worker came within {WAIT_SECONDS} s", 4) from None
        # Workers elsewhere lack this module, those that come later as well.
        client.upload_file(dask_task.__file__)
        yield client


class Parts:
    """Stores of finished tasks that are not yet in the table."""

    def __init__(self, program, output):
        self.program = program
        self.output = output
        self.folder = output / "parts"
        self.folder.mkdir(exist_ok=True)
        self.merged_at = time.monotonic()
        self.pause = MERGE_SECONDS

    def add(self, first, end, content):
        files.replace(self.folder / f"{first}-{end}.sqlite", content)
        if time.monotonic() - self.merged_at > self.pause:
            self.merge()

    def merge(self):
        began = time.monotonic()
        stores = sorted(self.folder.glob("*.sqlite"))
        if stores:
            self.program.merge(self.output, stores)
        for store in stores:
            store.unlink()
        self.merged_at = time.monotonic()
        self.pause = max(MERGE_SECONDS, (self.merged_at - began) / MERGE_SHARE)

    def close(self):
        self.merge()
        for half in self.folder.glob("*" + files.HALF):
            half.unlink()
        self.folder.rmdir()


class Tasks:
    """Ranges that are given out, some more than there are threads, so that no thread waits."""

    def __init__(self, client, program, ranges):
        self.client = client
        self.command = [str(program.binary), "sweep", program.sweep]
        self.ranges = ranges
        self.futures = {}
        self.done = distributed.as_completed()

    def give_out(self):
        threads = max(1, sum(self.client.nthreads().values()))
        while len(self.futures) < 2 * threads:
            each = self.ranges.next(threads)
            if each is None:
                return
            future = self.client.submit(dask_task.simulate, self.command, *each, pure=False)
            self.futures[future] = each
            self.done.add(future)

    def run(self, parts):
        """Runs all ranges; returns those that no worker survived."""
        progress = Progress(self.ranges.left(), "points")
        lost = []
        try:
            self.give_out()
            for future in self.done:
                first, end = self.futures.pop(future)
                try:
                    content, seconds = future.result()
                    self.ranges.took(end - first, seconds)
                    self.give_out()
                    parts.add(first, end, content)
                except distributed.scheduler.KilledWorker:
                    lost.append((first, end))
                    self.give_out()
                except RuntimeError as error:
                    raise ToolError(f"worker {error}") from None
                progress.add(end - first)
        finally:
            self.client.cancel(list(self.futures), force=True)
            parts.merge()
        return lost


def run(options):
    program = Program(options.binary, options.sweep)
    output = options.output.resolve()
    program.write_plan(output)
    parts = Parts(program, output)
    parts.merge()
    points = points_with(output, UNFINISHED)
    lost = []
    if points:
        with connect(options) as client:
            lost = Tasks(client, program, Ranges(points, options.batch)).run(parts)
    parts.close()
    return tell(program, output, lost)


def tell(program, output, lost):
    done = program.conclude("-o", output, "--export-only")
    print(done.stdout.rstrip())
    for first, end in lost:
        print(f"tools/sweep_dask: points {first}:{end}: several workers died at them",
              file=sys.stderr)
    left = len(points_with(output, ("open",)))
    if left and not lost:
        print(f"tools/sweep_dask: {left} points came back for another sweep: the workers have "
              "another version of the program, or other files", file=sys.stderr)
    return 1 if left else done.returncode
