# SPDX-License-Identifier: Apache-2.0
"""usage: run_page_test.py GOSSAMER    Opens report.html of real runs in a headless Chromium."""

import json
import pathlib
import subprocess
import sys
import unittest
from collections import Counter

from browser import LAYERS, PageTest, many_layers
from selenium.webdriver.common.keys import Keys

GOSSAMER = pathlib.Path(sys.argv.pop(1)).resolve()
CHARTS = ["cycles", "energy", "area", "roofline", "density", "pe-load"]


class RunPage(PageTest):
    @classmethod
    def make(cls):
        def run(workload, name):
            subprocess.run([GOSSAMER, "run", "scnn", workload, "--no-values", "-o", cls.home / name],
                           check=True, capture_output=True)
            report = json.loads((cls.home / name / "report.json").read_text(encoding="utf-8"))
            return cls.home / name / "report.html", report
        cls.page, cls.report = run("alexnet", "alexnet")
        (cls.home / "many.yaml").write_text(many_layers(), encoding="utf-8")
        cls.large, _ = run(cls.home / "many.yaml", "many")

    def layers(self, key):
        return [layer[key] for layer in self.report["layers"]]

    def exact(self, tile):
        return float(self.one(f"#tile-{tile}").get_attribute("data-value"))

    def test_every_chart_is_drawn_and_the_console_stays_empty(self):
        self.open(self.page)
        self.scroll_through()
        for chart in CHARTS:
            self.assertGreater(self.marks(chart), 5, chart)
        self.assert_quiet()

    def test_tiles_have_the_totals_of_report_json(self):
        self.open(self.page)
        totals = self.report["totals"]
        self.assertEqual(self.exact("cycles"), totals["cycles"])
        self.assertEqual(self.exact("time"), totals["time_s"])
        self.assertEqual(self.exact("energy"), totals["energy_pj"])
        self.assertEqual(self.exact("area"), totals["area_mm2"])
        self.assertEqual(self.exact("utilization"), totals["utilization"])
        self.assertEqual(self.exact("dram"), totals["dram_read_bytes"] + totals["dram_write_bytes"])
        self.assertEqual(self.one("#tile-cycles .note").text, f"{totals['cycles']:,}")

    def test_tables_have_the_values_of_report_json(self):
        self.open(self.page)
        self.assertEqual(self.column("layers", "Layer"), self.layers("name"))
        self.assertEqual(self.numbers("layers", "Cycles"), self.layers("cycles"))
        self.assertEqual(self.numbers("layers", "Utilisation"), self.layers("utilization"))
        self.assert_close(self.numbers("layers", "Energy"), [1e-12 * pj for pj in self.layers("energy_pj")])
        areas = {part["path"]: part["area_mm2"] for part in self.report["area_tree"]}
        shown = dict(zip(self.column("components", "Component"), self.numbers("components", "Area")))
        self.assertEqual(shown, areas)
        slots = dict(zip(self.column("slots", "Reason"), self.numbers("slots", "Multiplier-cycles")))
        for reason, total in slots.items():
            self.assertEqual(total, sum(layer[reason] for layer in self.layers("slots")), reason)
        self.assertEqual(set(slots), set(self.report["layers"][0]["slots"]))

    def test_a_chart_has_its_data_as_a_table(self):
        self.open(self.page)
        self.one("#chart-energy details.data summary").click()
        cells = self.wait_for("""return [...document.querySelectorAll('#chart-energy tbody tr')].map((row) =>
            [...row.querySelectorAll('td')].map((cell) => Number(cell.dataset.value)))""")
        for (total, *parts), layer in zip(cells, self.report["layers"]):
            self.assertAlmostEqual(total, 1e-12 * layer["energy_pj"], delta=1e-20)
            self.assertAlmostEqual(sum(parts), total, delta=1e-9 * total)

    def test_a_table_is_sorted_from_the_keyboard(self):
        self.open(self.page)
        button = self.one("#layers thead th:nth-child(3) button")
        head = self.one("#layers thead th:nth-child(3)")
        cycles = self.layers("cycles")
        for direction, expected in [("descending", sorted(cycles, reverse=True)),
                                    ("ascending", sorted(cycles)), ("none", cycles)]:
            button.send_keys(Keys.ENTER)
            self.assertEqual(head.get_attribute("aria-sort"), direction)
            self.assertEqual(self.numbers("layers", "Cycles"), expected)

    def test_the_first_tab_stop_skips_to_the_report(self):
        self.open(self.page)
        self.one("body").send_keys(Keys.TAB)
        self.assertEqual(self.run_script("return document.activeElement.className"), "skip")
        self.browser.switch_to.active_element.send_keys(Keys.ENTER)
        self.assertEqual(self.run_script("return document.activeElement.id"), "main")

    def test_everything_has_a_name_for_screen_readers(self):
        self.open(self.large)  # it has the most controls
        self.scroll_through()
        for plot in self.all(".plot"):
            self.assertEqual(plot.get_attribute("role"), "img")
            self.assertGreater(len(plot.get_attribute("aria-label")), 30)
        unnamed = self.run_script("""return [...document.querySelectorAll('button, select, input, a')]
            .filter((e) => !/[a-z]/i.test(e.ariaLabel || (e.closest('label') ?? e).textContent)).length""")
        self.assertEqual(unnamed, 0)
        self.assertEqual(self.run_script("return document.querySelectorAll('table:not(:has(caption))').length"),
                         len(self.all(".plot table")))

    def test_a_key_of_the_legend_hides_its_series(self):
        self.open(self.page)
        self.scroll_through()
        before = self.marks("cycles")
        key = "#chart-cycles .legend .key"
        self.one(key).send_keys(Keys.SPACE)
        self.assertEqual(self.one(key).get_attribute("aria-pressed"), "false")
        self.assertLess(self.marks("cycles"), before)
        self.assertIn("key", self.run_script("return document.activeElement.className"))

    def test_the_map_of_a_layer_has_the_busy_shares_of_its_pes(self):
        self.open(self.page)
        self.scroll_through()
        self.run_script("""const layer = document.querySelector('#chart-pe-load select');
            layer.value = '3'; layer.dispatchEvent(new Event('change'));""")
        layer = self.report["layers"][3]
        permille = [(1000 * counts["busy"] + layer["cycles"] // 2) // layer["cycles"]
                    for name, counts in layer["activity"].items() if name.startswith("pe_")]
        self.assertEqual(len(permille), 64)
        expected = Counter(str((n + 5) // 10) for n in permille)
        expected.update(2 * [str(i) for i in range(8)])  # rows and columns
        shown = Counter(self.run_script("""return [...document.querySelectorAll('#chart-pe-load svg text')]
            .map((text) => text.textContent).filter((text) => /^\\d+$/.test(text))"""))
        self.assertEqual(shown, expected)

    def test_dark_follows_the_system_and_the_button(self):
        def colours():
            return self.run_script("""return [getComputedStyle(document.body).backgroundColor,
                document.querySelector('#chart-cycles svg text').getAttribute('fill')]""")
        self.open(self.page)
        self.scroll_through()
        light = colours()
        self.one("#theme").send_keys(Keys.SPACE)
        dark = colours()
        self.assertTrue(all(a != b for a, b in zip(light, dark)), (light, dark))
        self.open(self.page, scheme="dark")
        self.scroll_through()
        self.assertEqual(colours(), dark)
        self.one("#theme").send_keys(Keys.SPACE)
        self.assertEqual(colours(), light)

    def test_a_phone_never_scrolls_sideways(self):
        self.open(self.page, width=390, height=844)
        self.scroll_through()
        self.assert_fits(390)
        moved = self.run_script("""const box = document.querySelector('#layers').parentElement;
            box.scrollLeft = 60; return box.scrollLeft;""")
        self.assertEqual(moved, 60)  # a wide table is moved inside its own box

    def test_it_prints_whole(self):
        self.open(self.page)
        self.assert_prints(CHARTS)
        self.assert_quiet()

    def test_no_tile_runs_out_of_its_card(self):
        for width in [390, 1024, 1280]:
            self.open(self.page, width=width)
            self.assert_inside(".tile .value", width)

    def test_a_thousand_layers_open_in_two_seconds_and_take_less_than_five_megabytes(self):
        self.assertLess(self.large.stat().st_size, 5_000_000)
        took = self.opening_ms(self.large, "#chart-cycles svg")
        print(f"1,000 layers: {self.large.stat().st_size} bytes, opened in {took:.0f} ms")
        self.assertLess(took, 2000)
        self.assertEqual(len(self.column("layers", "Cycles")), LAYERS)

    def test_a_thousand_layers_are_walked_through_by_keyboard(self):
        self.open(self.large)
        self.scroll_through()
        self.assertIn("1–25 of 1000", self.one("#chart-cycles .window-label").text)
        self.one("#chart-cycles .window input").send_keys(Keys.END)
        self.assertIn("976–1000 of 1000", self.one("#chart-cycles .window-label").text)
        last = "return document.querySelector('#chart-cycles svg').textContent.includes('stage49.block19')"
        self.assertTrue(self.wait_for(last))
        self.assert_quiet()


if __name__ == "__main__":
    unittest.main()
