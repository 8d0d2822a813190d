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

from .errors import ToolError
from .program import UNFINISHED, Program, points_with
from .ranges import batches, good_size

# By the name that it has on workers elsewhere, which get the file alone.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import dask_task  # noqa: E402

MERGE_SECONDS = 2.0  # at most so much is simulated again after the client is killed
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

    def add(self, first, end, content):
        path = self.folder / f"{first}-{end}.sqlite"
        half = path.with_suffix(".half")
        half.write_bytes(content)
        half.replace(path)
        if time.monotonic() - self.merged_at > MERGE_SECONDS:
            self.merge()

    def merge(self):
        stores = sorted(self.folder.glob("*.sqlite"))
        if stores:
            self.program.merge(self.output, stores)
        for store in stores:
            store.unlink()
        self.merged_at = time.monotonic()

    def close(self):
        self.merge()
        for half in self.folder.glob("*.half"):
            half.unlink()
        self.folder.rmdir()


class Progress:
    """Points done, rate and time left, on one line of a terminal."""

    def __init__(self, points):
        self.points = points
        self.done = 0
        self.began = time.monotonic()

    def add(self, points):
        self.done += points
        if not sys.stderr.isatty():
            return
        rate = self.done / max(1e-9, time.monotonic() - self.began)
        left = (self.points - self.done) / rate
        print(f"\r{self.done} of {self.points} points  {rate:.1f}/s  {left:.0f} s left   ",
              end="\n" if self.done == self.points else "", file=sys.stderr, flush=True)


def give_out(client, program, ranges, parts):
    """Runs all ranges; returns those that no worker survived."""
    command = [str(program.binary), "sweep", program.sweep]
    futures = {client.submit(dask_task.simulate, command, *each, pure=False): each
               for each in ranges}
    progress = Progress(sum(end - first for first, end in ranges))
    lost = []
    try:
        for future in distributed.as_completed(list(futures)):
            first, end = futures.pop(future)
            try:
                parts.add(first, end, future.result())
            except distributed.scheduler.KilledWorker:
                lost.append((first, end))
            except RuntimeError as error:
                raise ToolError(f"worker {error}") from None
            progress.add(end - first)
    finally:
        client.cancel(list(futures), force=True)
        parts.merge()
    return lost


def run(options):
    program = Program(options.binary, options.sweep)
    program.count_points()  # says what is wrong with the file before anything is made
    options.output.mkdir(parents=True, exist_ok=True)
    output = options.output.resolve()
    program.write_plan(output)
    parts = Parts(program, output)
    parts.merge()
    points = points_with(output, UNFINISHED)
    lost = []
    if points:
        with connect(options) as client:
            threads = sum(client.nthreads().values())
            ranges = batches(points, options.batch or good_size(len(points), threads))
            lost = give_out(client, program, ranges, parts)
    parts.close()
    return tell(program, output, lost)


def tell(program, output, lost):
    done = program.run("-o", output, "--export-only", codes=(0, 3))
    print(done.stdout.rstrip())
    for first, end in lost:
        print(f"tools/sweep_dask: points {first}:{end}: several workers died at them",
              file=sys.stderr)
    left = len(points_with(output, ("open",)))
    if left and not lost:
        print(f"tools/sweep_dask: {left} points came back for another sweep: the workers have "
              "another version of the program, or other files", file=sys.stderr)
    return 1 if left else done.returncode
