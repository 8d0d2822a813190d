# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_speedup_test.py GOSSAMER TOOLS    What the measurement of the speed-up runs and says."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sweep_world import World, main  # noqa: E402


class SweepSpeedup(World):
    def test_one_sweep_alone_and_several_at_once_are_timed(self):
        # Notes its arguments and takes a second, with -j 2 half of it.
        path = self.home / "fake"
        path.write_text(f'#!/bin/bash\necho "$*" >> {self.home}/log\n'
                        'case "$*" in *"-j 2") sleep 0.5;; *) sleep 1;; esac\n', encoding="utf-8")
        path.chmod(0o755)
        said = self.tool("sweep_speedup", "grid.yaml", "-j", "2", "--rounds", "1", binary=path).stdout
        self.assertEqual([line.split()[-1] for line in self.log("grid.yaml")], ["1", "2", "1", "1"])
        speedup, possible = map(float, re.search(r"speed-up ([\d.]+) of ([\d.]+)", said).groups())
        self.assertTrue(1.2 < speedup < 2.8, said)
        self.assertTrue(1.2 < possible < 2.8, said)

    def test_a_sweep_that_is_none_is_refused(self):
        self.assertIn("no such file", self.tool("sweep_speedup", "gird.yaml", code=4).stderr)


if __name__ == "__main__":
    main()
