# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium for tests of pages; without Chromium or Selenium, importing this skips the test."""

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

SWITCHES = ["headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
            "disable-background-networking", "disable-component-update", "disable-sync"]


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
        """The exact values (or texts) of a column, from top to bottom."""
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

    def assert_fits(self, width):
        self.assertLessEqual(self.run_script("return document.documentElement.scrollWidth"), width)
        for svg in self.all(".plot svg"):
            self.assertLessEqual(svg.rect["x"] + svg.rect["width"], width)
