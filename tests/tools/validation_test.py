# SPDX-License-Identifier: Apache-2.0
"""usage: validation_test.py VALIDATION    The parts of tools/validation, and its exit codes."""

import pathlib
import re
import subprocess
import sys
import tempfile
import types
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = SCRIPT.parent.parent
sys.path.insert(0, str(SCRIPT.parent))
sys.dont_write_bytecode = True

from validation_pages import area, closed_forms, reasons, runs  # noqa: E402
from validation_pages import performance, same_results, validation  # noqa: E402
from validation_pages.identities import Identities  # noqa: E402
from validation_pages.page import Page  # noqa: E402


def run_of(layers):
    return types.SimpleNamespace(layers=layers)


class Pages(unittest.TestCase):
    def test_a_page_is_headings_paragraphs_tables_and_commands(self):
        page = Page("T", "tools/x")
        page.heading("H")
        page.text("a  b\n c")
        page.table(["name", "n"], [["x", 1]])
        page.command("ls", "pwd")
        self.assertEqual(page.text().split("\n\n")[2:],
                         ["## H", "a b c", "| name | n |\n| --- | ---: |\n| x | 1 |",
                          "```sh\nls\npwd\n```\n"])

    def test_lines_of_prose_stay_within_100_columns(self):
        page = Page("T", "tools/x")
        page.text("word " * 100)
        self.assertLessEqual(max(map(len, page.text().splitlines())), 100)


class Identity(unittest.TestCase):
    def test_what_does_not_hold_is_named(self):
        identities = Identities()
        identities.add("one is one", "cmd", "equal", True)
        identities.add("one is two", "cmd", "different", False)
        identities.reason("sweep (falls)", False)
        self.assertEqual(identities.failures(),
                         ["one is two (different)", "the explanation of sweep (falls)"])

    def test_sums_that_do_not_add_up_are_found(self):
        layer = {"cycles": 10, "multipliers": 2, "slots": {"useful": 19},
                 "activity": {"pe": {"busy": 4, "idle": 5}}}
        identities = Identities()
        same_results.sums(identities, run_of([layer]))
        self.assertEqual(len(identities.failures()), 2)
        layer["slots"]["useful"] = 20
        layer["activity"]["pe"]["idle"] = 6
        identities = Identities()
        same_results.sums(identities, run_of([layer]))
        self.assertEqual(identities.failures(), [])

    def test_the_layers_of_a_failed_check_are_read_from_its_messages(self):
        self.assertEqual(same_results.found_in("layer 'a': 1\nx\nlayer 'b': 2\nlayer 'a': 3\n"),
                         ["a", "b"])


class Sources(unittest.TestCase):
    def test_published_areas_come_from_the_shipped_files(self):
        fits = area.published_rows((ROOT / area.CALIBRATION).read_text(encoding="utf-8"))
        text = (ROOT / area.CALIBRATION).read_text(encoding="utf-8")
        self.assertEqual(len(fits), text.count("- components:"))
        pe, chip = area.published_totals((ROOT / area.COST_PAGE).read_text(encoding="utf-8"))
        self.assertAlmostEqual(sum(mm2 for _, _, mm2, _ in fits), pe, delta=0.002)
        self.assertGreater(chip, 64 * pe - 0.1)

    def test_areas_below_a_path_are_added_and_alike_names_are_not(self):
        areas = {"pe/scatter/a": 1.0, "pe/scatter/b": 2.0, "pe/scatterer": 4.0, "pe": 7.0}
        self.assertEqual(area.area_of(areas, ["pe/scatter"]), 3.0)

    def test_planes_of_all_layers_are_found(self):
        text = (ROOT / runs.ALEXNET).read_text(encoding="utf-8")
        shapes = runs.layer_shapes(text)
        self.assertEqual(len(shapes), text.count("- name:"))
        self.assertEqual(shapes["conv1"], (57, 57))

    def test_the_tests_that_the_pages_name_exist(self):
        named = {**closed_forms.TESTS, performance.MEMORY_FILE: [performance.MEMORY_TEST]}
        for file, names in named.items():
            cases = closed_forms.test_names((ROOT / file).read_text(encoding="utf-8"))
            self.assertEqual(set(names) - cases, set(), file)

    def test_names_of_tests_may_be_broken_over_lines(self):
        text = 'TEST_CASE(\n    "a "\n    "b") {\nTEST_CASE("c") {'
        self.assertEqual(closed_forms.test_names(text), {"a b", "c"})


class Formulas(unittest.TestCase):
    def test_waiting_by_geometry_counts_edge_tiles_and_pes_without(self):
        config = {"architecture": {"config": {"pe": {"rows": 8, "cols": 8}}}}
        run = types.SimpleNamespace(report=config)
        self.assertEqual(validation.idle_by_geometry(run, (16, 16)), (2, 2, 64, 0.0))
        self.assertEqual(validation.idle_by_geometry(run, (13, 13)), (2, 2, 49, 1 - 169 / 256))

    def test_the_closed_form_is_that_of_the_timing_page(self):
        config = {"kc": 8, "run_bits": 4, "pe": {"i": 4, "f": 4, "pipeline_edges": 3},
                  "ppu": {"width": 4},
                  "dram": {"burst_bytes": 64, "bandwidth_gb_per_s": 50, "latency_ns": 100}}
        first = 103 + 3  # a request at 1, 100 ns, a burst of 1.28 ns; then three edges
        self.assertEqual(closed_forms.cycles(config, 8, 16), first + 2 * (8 * 9 * 2 + 4) + 72 + 2)

    def test_values_that_never_rise_are_falling(self):
        self.assertTrue(reasons.falling([3, 2, 2]))
        self.assertFalse(reasons.falling([3, 2, 2.5]))


class Program(unittest.TestCase):
    def run_on(self, binary, *options):
        return subprocess.run([SCRIPT, "--binary", binary, *options], capture_output=True,
                              text=True, check=False)

    def test_a_binary_that_is_not_there_is_bad_usage(self):
        done = self.run_on("/nowhere/gossamer")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such program: /nowhere/gossamer; build it with", done.stderr)

    def test_a_run_that_fails_ends_it_and_writes_nothing(self):
        page = ROOT / "docs/validation.md"
        before = page.read_bytes() if page.exists() else b""
        with tempfile.TemporaryDirectory() as folder:
            binary = pathlib.Path(folder, "gossamer")
            binary.write_text("#!/bin/sh\necho broken >&2\nexit 70\n", encoding="utf-8")
            binary.chmod(0o755)
            done = self.run_on(binary)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(re.search(r"ended with code 70: broken", done.stderr), done.stderr)
        self.assertEqual(page.read_bytes() if page.exists() else b"", before)


if __name__ == "__main__":
    unittest.main()
