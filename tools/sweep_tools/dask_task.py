# SPDX-License-Identifier: Apache-2.0
"""What a Dask worker does. It may run where this repository is not: only the standard library."""


def simulate(command, first, end):
    """Simulates points `first` to `end` - 1 and returns the bytes of their store, and the seconds that
    took. The program and the files of the sweep are read where `command` names them; nothing else is shared."""
    import pathlib
    import shutil
    import socket
    import subprocess
    import tempfile
    import time

    from distributed import get_worker

    began = time.monotonic()
    # The scratch folder of a worker that was killed is removed by Dask. The program must not outlive
    # its worker either.
    dying = [shutil.which("setpriv"), "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    pathlib.Path(get_worker().local_directory).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as folder:
        try:
            done = subprocess.run([*dying, *command, "-o", folder, "-j", "1", "--points",
                                   f"{first}:{end}"], capture_output=True, text=True, check=False,
                                  stdin=subprocess.DEVNULL)
        except OSError as error:
            raise RuntimeError(f"{socket.gethostname()}: {error}") from None
        if done.returncode not in (0, 3):  # 3: a value was wrong, which the store says
            raise RuntimeError(f"{socket.gethostname()}: points {first}:{end}: exit code "
                               f"{done.returncode}: {done.stderr.strip()}")
        content = (pathlib.Path(folder) / "results.sqlite").read_bytes()
        return content, time.monotonic() - began
