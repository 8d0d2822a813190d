# SPDX-License-Identifier: Apache-2.0
"""usage: sweep_report_test.py GOSSAMER TOOLS    The page of a sweep: its parts, and its values."""

import html.parser
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sweep_world import GRID_POINTS, World, beats, main, skip_without  # noqa: E402

skip_without("matplotlib")


class Page(html.parser.HTMLParser):
    """Parts, headings, tables as lists of rows of exact values, ids within the charts."""

    def __init__(self, text):
        super().__init__()
        self.sections, self.tables, self.heads, self.ids = [], {}, {}, []
        self.table = None
        self.in_head = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "section":
            self.sections.append(attributes["id"])
        elif tag == "table":
            self.table = attributes["id"]
            self.tables[self.table], self.heads[self.table] = [], []
        elif tag == "tr" and "data-point" in attributes:
            self.tables[self.table].append([])
        elif tag == "td":
            self.tables[self.table][-1].append(attributes["data-value"])
        elif tag == "g" and "id" in attributes:
            self.ids.append(attributes["id"])
        self.in_head = tag == "button"

    def handle_data(self, data):
        if self.in_head:
            self.heads[self.table].append(data)
            self.in_head = False


class SweepReport(World):
    def report(self, folder, *arguments, code=0):
        done = subprocess.run([sys.executable, self.tools / "sweep_report", folder, *arguments],
                              cwd=self.home, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def page(self, folder, *arguments):
        self.report(folder, *arguments)
        self.text = (self.home / folder / "report.html").read_text(encoding="utf-8")
        return Page(self.text)

    def test_the_page_has_all_parts_and_the_values_of_the_table(self):
        self.sweep("grid.yaml", "-o", "out")
        page = self.page("out")
        self.assertEqual(page.sections, ["pareto", "best", "effects", "parallel", "points"])
        names = ["point", "accumulator.banks", "accumulator.queue_depth", "pe.rows", "pe.cols",
                 "cycles", "energy_pj", "area_mm2", "edp_js", "utilization"]
        rows = self.rows("out/results.csv")
        self.assertEqual(page.tables["all"], [[row[name] for name in names] for row in rows])
        self.assertEqual(page.heads["all"], [*names[:5], "Cycles", "Energy", "Area",
                                             "Energy x delay", "Utilization"])
        values = [tuple(float(row[name]) for name in names[5:8]) for row in rows]
        best = {each for each in values if not any(beats(other, each) for other in values)}
        front = [tuple(map(float, row[5:8])) for row in page.tables["front"]]
        self.assertEqual(front, sorted(best))
        products = [float(row[8]) for row in page.tables["best-table"]]
        self.assertEqual(products, sorted(float(row["edp_js"]) for row in rows)[:10])

    def test_every_point_is_in_every_chart(self):
        self.sweep("grid.yaml", "-o", "out")
        ids = set(self.page("out").ids)
        for chart in ("pareto-energy_pj", "pareto-area_mm2", "parallel"):
            self.assertEqual({f"{chart}-p{place}" for place in range(GRID_POINTS)} - ids, set())

    def test_the_page_needs_no_network_and_is_the_same_each_time(self):
        self.sweep("grid.yaml", "-o", "out")
        self.page("out")
        text = self.text
        without_names = re.sub(r'(xmlns(:\w+)?=|rdf:resource=|PUBLIC )"[^"]*"|"http[^"]*\.dtd"', "",
                               text)
        self.assertEqual(re.findall(r"""(?:src|href)=["'](?!#)[^"']*|url\((?!#)[^)]*|@import""",
                                    without_names), [])
        self.page("out")
        self.assertEqual(self.text, text)

    def test_pictures_are_written(self):
        self.sweep("grid.yaml", "-o", "out")
        self.report("out")
        for name in ("pareto", "effects", "parallel"):
            content = (self.home / "out" / f"{name}.png").read_bytes()
            self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n")
            self.assertGreater(len(content), 10000)

    def test_several_machines_and_failed_points_are_shown(self):
        self.write("two.yaml", "base: [scnn, dcnn]\nworkload: small.yaml\nvalues: false\n"
                   "parameters: {pe.rows: [4, 8]}\nonly:\n  scnn: {accumulator.banks: [16, 32]}\n")
        self.sweep("two.yaml", "-o", "out")
        lines = (self.home / "out/results.csv").read_text(encoding="utf-8").splitlines()
        lines[1] = lines[1].replace(",done,,", ",failed,too large,")
        self.write("out/results.csv", "\n".join(lines))
        page = self.page("out", "--objectives", "utilization,time_s", "--by", "utilization",
                         "--best", "2")
        self.assertIn("5 of 6 points have results (1 failed)", self.text)
        self.assertEqual([row[0] for row in page.tables["all"]], ["1", "2", "3", "4", "5"])
        rows = self.rows("out/results.csv")[1:]
        best = sorted((float(row["utilization"]) for row in rows), reverse=True)[:2]
        at = page.heads["all"].index("Utilization")
        self.assertEqual([float(row[at]) for row in page.tables["best-table"]], best)

    def test_points_of_different_problems_are_not_compared(self):
        self.write("dense.yaml", "base: [scnn, dcnn]\nworkload: small.yaml\nvalues: false\n"
                   "parameters: {pe.rows: [4, 8], workload.weight_density: [0.1, 0.5, 1]}\n")
        self.sweep("dense.yaml", "-o", "out")
        page = self.page("out", "--best", "1")
        rows = self.rows("out/results.csv")
        density = page.heads["front"].index("workload.weight_density")
        expected, best = set(), []
        for value in ("0.1", "0.5", "1"):
            of = {row["point"]: tuple(float(row[name]) for name in ("time_s", "energy_pj", "area_mm2"))
                  for row in rows if float(row["workload.weight_density"]) == float(value)}
            expected |= {point for point, each in of.items()
                         if not any(beats(other, each) for other in of.values())}
            best.append(min(of, key=lambda point: float(rows[int(point)]["edp_js"])))
        self.assertEqual({row[0] for row in page.tables["front"]}, expected)
        self.assertEqual([float(row[density]) for row in page.tables["front"]],
                         sorted(float(row[density]) for row in page.tables["front"]))
        self.assertEqual([row[0] for row in page.tables["best-table"]], best)
        self.assertIn("of each problem (workload.weight_density: 3)", self.text)

    def test_many_numbers_lie_on_an_axis_of_their_size(self):
        sys.path.insert(0, str(self.tools))
        from sweep_tools.scales import Scale
        few, many = Scale(["8", "16", "32", "128"]), Scale([str(n) for n in range(1, 30)])
        self.assertFalse(few.many)
        self.assertEqual([round(few.place(value), 6) for value in few.values], [0, 0.25, 0.5, 1])
        self.assertTrue(many.many)
        self.assertEqual(Scale(["a", "b", "c"]).place("b"), 0.5)
        linear = Scale(["1", "2", "5"])
        self.assertEqual(linear.place("2"), 0.25)
        near = Scale(["1", "1.01", "2", "4.99", "5"])
        self.assertEqual(near.labelled(0.05), ["1", "2", "5"])
        medians = linear.medians([(str(1 + n % 5), n) for n in range(60)])
        self.assertEqual(len(medians), 5)
        self.write("drawn.yaml", "base: scnn\nworkload: small.yaml\nvalues: false\nsample: random\n"
                   "samples: 40\nparameters: {clock_ghz: {from: 0.5, to: 2}, pe.rows: [4, 8]}\n")
        self.sweep("drawn.yaml", "-o", "out")
        page = self.page("out")
        for chart in ("pareto-energy_pj", "parallel"):
            self.assertEqual({f"{chart}-p{place}" for place in range(40)} - set(page.ids), set())
        effects = self.text[self.text.index('id="chart-effects"'):self.text.index('id="parallel"')]
        self.assertLess(len(re.findall("<text", effects)), 60)

    def test_what_is_no_sweep_is_refused(self):
        self.assertIn("gossamer sweep", self.report("nothing", code=4).stderr)
        (self.home / "other").mkdir()
        self.write("other/results.csv", "layer,cycles\nconv1,5\n")
        self.assertIn("no column 'base'", self.report("other", code=2).stderr)
        self.assertIn("needs two or more",
                      self.report("other", "--objectives", "cycles", code=2).stderr)
        self.assertFalse((self.home / "other/report.html").exists())


if __name__ == "__main__":
    main()
