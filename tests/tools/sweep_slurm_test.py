# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_slurm_test.py GOSSAMER TOOLS    The scripts for Slurm, run by a stand-in for it."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sweep_world import GRID_POINTS, World, main  # noqa: E402

SBATCH = """\
#!/bin/bash
# Runs the tasks of an array from the last to the first.
echo "$*" >> sbatch.log
script=${!#}
last=$(sed -n 's/^#SBATCH --array=1-//p' "$script")
for task in $(seq ${last:-1} -1 1); do
  SLURM_ARRAY_TASK_ID=$task bash "$script" >>tasks.log 2>&1 || echo "task $task failed" >> tasks.log
done
echo "7$(wc -l < sbatch.log);cluster"
"""


class SweepSlurm(World):
    def run_script(self, name, task=None):
        return subprocess.run(["bash", self.home / "my out/slurm" / name], cwd="/", check=False,
                              capture_output=True, text=True,
                              env={**os.environ, "SLURM_ARRAY_TASK_ID": str(task)})

    def text(self, name):
        return (self.home / "my out/slurm" / name).read_text(encoding="utf-8")

    def test_what_is_submitted_gives_the_table_of_the_sweep(self):
        self.sweep("grid.yaml", "-o", "expected")
        self.tool("sweep_slurm", "grid.yaml", "-o", "my out", "--shards", "4")
        self.write("sbatch", SBATCH)
        (self.home / "sbatch").chmod(0o755)
        done = subprocess.run([self.home / "my out/slurm/submit"], cwd=self.home, check=False,
                              capture_output=True, text=True,
                              env={**os.environ, "PATH": f"{self.home}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("array 71, merge 72", done.stdout)
        self.assertIn("--dependency=afterany:71 ",
                      (self.home / "sbatch.log").read_text(encoding="utf-8"))
        self.assert_same_table("my out", "expected")

    def test_scripts_are_valid_and_have_what_was_asked_for(self):
        self.tool("sweep_slurm", "grid.yaml", "-o", "my out", "--shards", "4", "--cpus", "3",
                  "--time", "1-12:00:00", "--partition", "long", "--memory", "8G")
        for name in ("array.sbatch", "merge.sbatch", "submit"):
            self.assertEqual(subprocess.run(["bash", "-n", self.home / "my out/slurm" / name],
                                            check=False).returncode, 0)
        for line in ("--array=1-4", "--cpus-per-task=3", "--time=1-12:00:00", "--partition=long",
                     "--mem=8G", f'--output="{self.home}/my out/slurm/shard-%a.log"'):
            self.assertIn(f"\n#SBATCH {line}\n", self.text("array.sbatch"))
        self.assertIn("-j 3 --shard", self.text("array.sbatch"))
        self.assertNotIn("--array", self.text("merge.sbatch"))

    def test_a_missing_shard_is_named_and_the_others_are_merged(self):
        self.tool("sweep_slurm", "grid.yaml", "-o", "my out", "--shards", "3")
        for task in (1, 3):
            self.assertEqual(self.run_script("array.sbatch", task).returncode, 0)
        done = self.run_script("merge.sbatch")
        self.assertEqual(done.returncode, 1)
        self.assertIn("shard 2 is missing", done.stderr)
        points = [int(row["point"]) for row in self.rows("my out/results.csv")]
        self.assertEqual(points, [point for point in range(GRID_POINTS) if point % 3 != 1])

    def test_wrong_arguments_and_files_are_refused(self):
        done = self.tool("sweep_slurm", "grid.yaml", "-o", "out", "--shards", "0", code=2)
        self.assertIn("allowed: a whole number of at least 1", done.stderr)
        done = self.tool("sweep_slurm", "grid.yaml", "-o", "out", "--shards", "2", "--memory", "8 GB",
                         code=2)
        self.assertIn("such as 8G", done.stderr)
        done = self.tool("sweep_slurm", "gird.yaml", "-o", "out", "--shards", "2", code=4)
        self.assertIn("gird.yaml", done.stderr)
        self.assertFalse((self.home / "out").exists())

    def test_there_are_no_more_shards_than_points(self):
        self.write("two.yaml", "base: scnn\nworkload: small.yaml\nparameters: {pe.rows: [4, 8]}\n")
        self.assertIn("2 shards: the sweep has no more points",
                      self.tool("sweep_slurm", "two.yaml", "-o", "o", "--shards", "9").stdout)


if __name__ == "__main__":
    main()
