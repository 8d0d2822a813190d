# SPDX-License-Identifier: Apache-2.0
"""usage: fit_sram_test.py TOOL    The fit of the SRAM model is in the tree, and a difference is found."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = TOOL.parent.parent
FILES = ("configs/technology/primitives.yaml", "configs/technology/sram_points.csv",
         "docs/cost.md")


class FitSram(unittest.TestCase):
    """Every test works on a copy of the files."""

    def setUp(self):
        self.tree = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in FILES:
            (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.tree / name)

    def tool(self, *arguments):
        return subprocess.run([TOOL, *arguments, self.tree], capture_output=True, text=True,
                              check=False)

    def change(self, name, old, new):
        text = (self.tree / name).read_text(encoding="utf-8")
        self.assertIn(old, text)
        (self.tree / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_the_library_and_the_table_of_errors_are_what_the_fit_gives(self):
        done = self.tool("--check")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_a_coefficient_that_is_not_the_fit_is_found_and_put_right(self):
        self.change(FILES[0], "0.01933 * width_bits", "0.02 * width_bits")
        done = self.tool("--check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("primitives.yaml: is not what the fit", done.stdout)
        self.assertEqual(self.tool().returncode, 0)
        self.assertEqual((self.tree / FILES[0]).read_bytes(), (ROOT / FILES[0]).read_bytes())

    def test_another_point_changes_fit_and_table(self):
        self.change(FILES[1], "6.392", "9.5")
        done = self.tool("--check")
        self.assertEqual(done.returncode, 1)
        for name in ("primitives.yaml", "cost.md"):
            self.assertIn(name, done.stdout)

    def test_a_point_that_is_only_compared_changes_the_table_alone(self):
        self.change(FILES[1], "Horowitz 45 nm,8192,64,10,", "Horowitz 45 nm,8192,64,11,")
        done = self.tool("--check")
        self.assertNotIn("primitives.yaml", done.stdout)
        self.assertIn("cost.md", done.stdout)


if __name__ == "__main__":
    unittest.main()
