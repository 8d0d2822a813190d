# SPDX-License-Identifier: Apache-2.0
"""usage: comparison_page_test.py GOSSAMER    Opens compare.html of real comparisons in a headless Chromium."""

import json
import pathlib
import subprocess
import sys
import unittest

from browser import LAYERS, PageTest, many_layers
from selenium.webdriver.common.keys import Keys

GOSSAMER = pathlib.Path(sys.argv.pop(1)).resolve()
MACHINES = ["dcnn", "scnn", "pe_array", "sparse_tensor_core", "dlac"]
CHARTS = ["total-speedup", "total-energy-gain", "layer-speedup", "layer-energy-gain", "slots-by-machine",
          "energy-by-machine", "area-by-machine"]
#: A convolution for all, and what only tensor cores run.
MIXED = """
name: mixed
layers:
  - name: conv
    kind: conv2d
    input: {channels: 4, height: 8, width: 8}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    outputs: {density: 0.5}
  - {name: mma, kind: mma, mma: {type: fp16, shape: m16n8k16, sparse: false, warps: 1, ilp: 1, iterations: 100}}
"""


class ComparisonPage(PageTest):
    @classmethod
    def make(cls):
        def compare(name, *arguments):
            subprocess.run([GOSSAMER, "compare", *arguments, "--no-values", "-o", cls.home / name],
                           check=True, capture_output=True)
            content = json.loads((cls.home / name / "compare.json").read_text(encoding="utf-8"))
            return cls.home / name / "compare.html", content
        (cls.home / "mixed.yaml").write_text(MIXED, encoding="utf-8")
        (cls.home / "many.yaml").write_text(many_layers(), encoding="utf-8")
        cls.page, cls.compare = compare("five", *MACHINES, "--workload", "alexnet", "--workload",
                                        cls.home / "mixed.yaml", "--skip-unsupported")
        cls.equal, _ = compare("equal", "scnn", "dcnn", "--workload", "alexnet", "--layers", "conv5",
                               "--equal", "area=8")
        cls.large, _ = compare("many", *MACHINES, "--workload", cls.home / "many.yaml", "-j", "2")

    def totals(self, key):
        return [workload["totals"][machine["name"]][key] for workload in self.compare["workloads"]
                for machine in self.compare["machines"] if workload["totals"][machine["name"]]]

    def test_every_chart_is_drawn_and_the_console_stays_empty(self):
        self.open(self.page)
        self.scroll_through()
        for chart in CHARTS:
            self.assertGreater(self.marks(chart), 3, chart)
        self.assert_quiet()

    def test_the_totals_are_those_of_compare_json(self):
        self.open(self.page)
        for title, key in [("Cycles", "cycles"), ("Speedup", "speedup"), ("Energy gain", "energy_gain"),
                           ("Gain, low", "energy_gain_low"), ("EDP gain", "edp_gain"), ("Area", "area_mm2"),
                           ("Utilisation", "utilization"), ("Geo. mean of layers", "geometric_mean_layer_speedup")]:
            self.assertEqual(self.numbers("totals", title), self.totals(key), title)
        self.assert_close(self.numbers("totals", "Energy"), [1e-12 * pj for pj in self.totals("energy_pj")])

    def test_the_parts_of_energy_and_area_sum_to_their_totals(self):
        self.open(self.page)
        self.scroll_through()
        for chart, totals in [("energy-by-machine", [1e-12 * pj for pj in self.totals("energy_pj")]),
                                    ("area-by-machine", [m["area_mm2"] for m in self.compare["machines"]])]:
            self.one(f"#chart-{chart} details.data summary").send_keys(Keys.ENTER)
            rows = self.wait_for("""const rows = document.querySelectorAll(`#chart-${arguments[0]} tbody tr`);
                return rows.length && [...rows].map((row) =>
                    [...row.querySelectorAll('td')].map((cell) => Number(cell.dataset.value)))""", chart)
            for row, total in zip(rows, totals):
                self.assertAlmostEqual(row[0], total, delta=1e-9 * total)
                self.assertAlmostEqual(sum(row[1:]), total, delta=1e-9 * total)

    def test_published_values_stand_beside_the_simulated_ones(self):
        self.open(self.page)
        figures = self.compare["published"]
        self.assertEqual(self.numbers("published", "Published"), [figure["value"] for figure in figures])
        self.assertEqual(self.numbers("published", "Simulated"), [figure["simulated"] for figure in figures])
        self.scroll_through()
        texts = self.one("#chart-total-speedup figcaption").text
        self.assertIn("published", texts)

    def test_layers_of_every_machine_are_in_the_table(self):
        self.open(self.page)
        cells = [layer["machines"][machine["name"]] for workload in self.compare["workloads"]
                 for layer in workload["layers"] for machine in self.compare["machines"]
                 if layer["machines"][machine["name"]]]
        self.assertEqual(self.numbers("layers", "Cycles"), [cell["cycles"] for cell in cells])
        self.assertLess(len(cells), sum(len(w["layers"]) for w in self.compare["workloads"])
                        * len(self.compare["machines"]), "the sample has a layer that a machine did not run")

    def test_what_is_calibrated_and_what_was_left_out_is_said(self):
        self.open(self.page)
        text = self.one("main").text
        self.assertIn("so upper bounds: effectual_macs, useful of pe_array on alexnet", text)
        for note in self.compare["notes"]:
            self.assertIn(note, text)
        for machine in self.compare["machines"]:
            for target in machine["fitted"]:
                self.assertIn(target, text)
        for workload in self.compare["workloads"]:
            for layer in workload["left_out"]:
                self.assertIn(layer["reason"], text)

    def test_a_phone_never_scrolls_sideways(self):
        self.open(self.page, width=390, height=844, scheme="dark")
        self.scroll_through()
        self.assert_fits(390)

    def test_it_prints_whole(self):
        self.open(self.page)
        self.assert_prints(CHARTS)
        self.assert_quiet()

    def test_no_gain_runs_out_of_its_card(self):
        for width in [390, 780, 1024, 1280, 1440]:
            self.open(self.page, width=width)
            self.assertEqual(len(self.all(".machine dl dd")), 4 * len(MACHINES))
            self.assert_inside(".machine dl dd, .machine dl dt", width)

    def test_the_target_of_equal_machines_is_said(self):
        self.open(self.equal)
        self.assertIn("Machines scaled to equal area: 8 mm².", self.one("#summary .notice").text)

    def test_a_thousand_layers_of_five_machines_open_in_two_seconds(self):
        took = self.opening_ms(self.large, "#chart-total-speedup svg")
        print(f"5 x 1,000 layers: {self.large.stat().st_size} bytes, opened in {took:.0f} ms")
        self.assertLess(took, 2000)
        self.assertLess(self.large.stat().st_size, 5_000_000)
        self.assertEqual(len(self.column("layers", "Cycles")), LAYERS * len(MACHINES))
        self.assert_quiet()


if __name__ == "__main__":
    unittest.main()
