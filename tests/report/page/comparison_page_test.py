# SPDX-License-Identifier: Apache-2.0
"""usage: comparison_page_test.py WRITER    Opens the page of a comparison in a headless Chromium."""

import base64
import json
import pathlib
import subprocess
import sys
import unittest

from browser import PageTest
from selenium.webdriver.common.keys import Keys

WRITER = pathlib.Path(sys.argv.pop(1)).resolve()
SAMPLE = pathlib.Path(__file__).with_name("compare_sample.json")
CHARTS = ["total-speedup", "total-energy-gain", "layer-speedup", "layer-energy-gain", "slots-by-machine",
          "energy-by-machine", "area-by-machine"]


class ComparisonPage(PageTest):
    @classmethod
    def make(cls):
        cls.page = cls.home / "compare.html"
        subprocess.run([WRITER, SAMPLE, cls.page], check=True)
        cls.compare = json.loads(SAMPLE.read_text(encoding="utf-8"))

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
        for chart, totals, skip in [("energy-by-machine", [1e-12 * pj for pj in self.totals("energy_pj")], 1),
                                    ("area-by-machine", [m["area_mm2"] for m in self.compare["machines"]], 3)]:
            self.one(f"#chart-{chart} details.data summary").send_keys(Keys.ENTER)
            rows = self.wait_for("""const rows = document.querySelectorAll(`#chart-${arguments[0]} tbody tr`);
                return rows.length && [...rows].map((row) =>
                    [...row.querySelectorAll('td')].map((cell) => Number(cell.dataset.value)))""", chart)
            for row, total in zip(rows, totals):
                self.assertAlmostEqual(row[0], total, delta=1e-9 * total)
                self.assertAlmostEqual(sum(row[skip:]), total, delta=1e-4 * total)  # the sample is rounded

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
        pdf = base64.b64decode(self.command("Page.printToPDF", printBackground=True)["data"])
        self.assertTrue(pdf.startswith(b"%PDF"))
        for chart in CHARTS:
            self.assertGreater(self.marks(chart), 3, chart)


if __name__ == "__main__":
    unittest.main()
