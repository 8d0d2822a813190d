# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium for tests of pages, and a workload of many layers; without Chromium or Selenium, importing this skips the test."""

import base64
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
except ImportError:
    webdriver = None
if not (CHROMIUM and DRIVER and webdriver):
    print("skipped: Chromium, ChromeDriver or Selenium is not installed (tools/setup --tests)")
    sys.exit(77)

PAPER_PX = 703  # A4 upright without the margins of the style sheet, at 96 dpi
LAYERS = 1000
SWITCHES = ["headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
            "disable-background-networking", "disable-component-update", "disable-sync"]


def many_layers():
    """A workload of 1,000 small layers that differ."""
    lines = ["name: many", "layers:"]
    for i in range(LAYERS):
        lines += [f"  - name: stage{i // 20}.block{i % 20}.conv", "    kind: conv2d",
                  f"    input: {{channels: {2 + i % 3}, height: 8, width: 8}}",
                  f"    filter: {{count: {4 + i % 5}, height: 3, width: 3, pad: 1}}",
                  "    weights: {density: 0.5}", "    activations: {density: 0.5}",
                  "    outputs: {density: 0.5}", "    relu: true"]
    return "\n".join(lines) + "\n"


def start(profile):
    options = Options()
    options.binary_location = CHROMIUM
    for switch in [*SWITCHES, f"user-data-dir={profile}"]:
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service(DRIVER), options=options)


class PageTest(unittest.TestCase):
    """Tests of one page; subclasses say how it is made."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.make()
        cls.browser = start(cls.home / "profile")
        cls.addClassCleanup(cls.browser.quit)

    @classmethod
    def make(cls):
        raise NotImplementedError

    def open(self, page, width=1440, height=900, scheme="light"):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 500)
        self.command("Emulation.setEmulatedMedia", media="",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.browser.get(pathlib.Path(page).as_uri())

    def command(self, name, **arguments):
        return self.browser.execute_cdp_cmd(name, arguments)

    def run_script(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def all(self, selector):
        return self.browser.find_elements("css selector", selector)

    def one(self, selector):
        return self.browser.find_element("css selector", selector)

    def wait_for(self, script, *arguments):
        """The first true value of a script, within ten seconds."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            value = self.run_script(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        return self.fail(f"never true: {script} {arguments}")

    def scroll_through(self):
        """Brings every chart near the window, and waits until each is drawn."""
        for plot in self.all(".plot"):
            self.run_script("arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", plot)
            self.wait_for("return arguments[0].querySelector('svg') !== null", plot)

    def marks(self, chart):
        return self.run_script("return document.querySelectorAll(`#chart-${arguments[0]} svg path`).length",
                               chart)

    def column(self, table, title):
        """The exact values (or texts) of a column, from top to bottom, once all rows are there."""
        self.wait_for("""const table = document.getElementById(arguments[0]);
            return table.tBodies[0].rows.length + 1 === Number(table.ariaRowCount)""", table)
        return self.run_script("""
            const [id, title] = arguments;
            const table = document.getElementById(id);
            const heads = [...table.querySelectorAll('thead button')];
            const at = heads.findIndex((head) => head.firstChild.textContent === title);
            return [...table.querySelectorAll('tbody tr')].map((row) =>
                row.children[at].dataset.value ?? row.children[at].textContent);""", table, title)

    def numbers(self, table, title):
        return [float(value) for value in self.column(table, title)]

    def assert_close(self, mine, theirs):
        self.assertEqual(len(mine), len(theirs))
        for a, b in zip(mine, theirs):
            self.assertAlmostEqual(a, b, delta=1e-12 * abs(b))

    def assert_quiet(self):
        self.assertEqual([entry["message"] for entry in self.browser.get_log("browser")], [])

    def opening_ms(self, page, drawn):
        """Until everything is drawn that shows at first: the best of five, since other programs may run."""
        times = []
        for _ in range(5):
            self.open(page)
            self.wait_for("return document.querySelector(arguments[0]) !== null", drawn)
            times.append(self.run_script("""
                const [entry] = performance.getEntriesByType('navigation');
                const drawn = performance.getEntriesByName('drawn')[0];
                return Math.max(entry.loadEventEnd, drawn.startTime);"""))
        return min(times)

    def assert_fits(self, width):
        self.assertLessEqual(self.run_script("return document.documentElement.scrollWidth"), width)
        for svg in self.all(".plot svg"):
            self.assertLessEqual(svg.rect["x"] + svg.rect["width"], width)

    def assert_inside(self, selector, width):
        """Nothing of what matches runs out of the card around it, at a window's width."""
        out = self.run_script("""
            const edge = (node) => node.getBoundingClientRect().right;
            const range = document.createRange();
            return [...document.querySelectorAll(arguments[0])].filter((node) => {
                const card = node.closest('.machine, .tile');
                const column = node.parentElement;
                range.selectNodeContents(node);
                return edge(range) > edge(card) - parseFloat(getComputedStyle(card).paddingRight) + 0.5
                    || edge(range) > edge(column) + 0.5;
            }).map((node) => node.textContent)""", selector)
        self.assertEqual(out, [], f"at {width} px")

    def assert_prints(self, charts):
        """Every chart is drawn for paper though none was scrolled to, and its tables can be read there."""
        pdf = base64.b64decode(self.command("Page.printToPDF", printBackground=True)["data"])
        self.assertTrue(pdf.startswith(b"%PDF"))
        for chart in charts:
            self.assertGreater(self.marks(chart), 3, chart)
        self.command("Emulation.setDeviceMetricsOverride", width=PAPER_PX, height=1000, deviceScaleFactor=1,
                     mobile=False)
        self.command("Emulation.setEmulatedMedia", media="print")
        self.run_script("dispatchEvent(new Event('beforeprint'))")
        self.assertFalse(self.one("nav").is_displayed())
        tables, wide, broken, cut = self.run_script("""
            const tables = [...document.querySelectorAll('.printed')];
            const range = document.createRange();
            const lines = (node) => {
                range.selectNodeContents(node);
                return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
            };
            const sizes = (node) => (range.selectNodeContents(node), range.getBoundingClientRect());
            const numbers = tables.flatMap((table) => [...table.querySelectorAll('td.n')]);
            return [tables.length,
                tables.filter((table) => table.getBoundingClientRect().right > innerWidth + 0.5).length,
                numbers.filter((cell) => lines(cell) > 1).map((cell) => cell.textContent),
                numbers.filter((cell) => sizes(cell).right > cell.getBoundingClientRect().right + 0.5)
                    .map((cell) => cell.textContent)];""")
        self.assertGreaterEqual(tables, len(self.all("main > section > .table-box")))
        self.assertEqual((wide, broken, cut), (0, [], []))
        for box in self.all(".scroll"):
            self.assertFalse(box.is_displayed())
        self.run_script("dispatchEvent(new Event('afterprint'))")
        self.assertEqual(self.all(".printed"), [])
