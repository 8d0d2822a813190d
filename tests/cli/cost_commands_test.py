# SPDX-License-Identifier: Apache-2.0
"""usage: cost_commands_test.py GOSSAMER    Asks for areas and prices as a user does, and follows docs/cost.md and docs/accelergy.md."""

import json
import os
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import ROOT, Program, blocks, main  # noqa: E402


class Area(Program):
    def area(self, *arguments):
        return json.loads(self.succeed("area", "scnn", "--json", *arguments))

    def test_the_table_has_components_and_parts_within_80_columns(self):
        text = self.succeed("area", "scnn", "--sources")
        for fragment in ("pe/accumulators", "banks: latch_array", "cv2 to 16 nm",
                         "calibration scnn", "(all pe/)", "published", "Horowitz",
                         "Stillmaker", "leakage per area", "fitted to: weight FIFO", "0.750786"):
            self.assertIn(fragment, text)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()))

    def test_json_has_the_areas_of_a_run_and_sources_only_if_asked_for(self):
        area = self.area()
        self.assertEqual(area["schema"], "gossamer-area/1")
        self.assertNotIn("sources", area)
        self.succeed("run", "scnn", "small.yaml", "-o", "out")
        report = json.loads((self.home / "out/report.json").read_text(encoding="utf-8"))
        for key in ("pricing", "area_mm2", "raw_area_mm2", "area_tree"):
            self.assertEqual(area[key], report[key])
        marks = {row["mark"] for row in self.area("--sources")["sources"]}
        self.assertLessEqual(marks, {"published", "recalled", "derived", "assumed"})
        self.assertNotIn("scaling_sources", area)
        self.assertIn("energy", [row["what"] for row in self.area("--sources")["scaling_sources"]])

    def test_memory_devices_have_no_node(self):
        nodes = {row["primitive"]: row["node_nm"] for row in self.area("--sources")["sources"]}
        self.assertIsNone(nodes["dram_lpddr4"])
        self.assertEqual(nodes["register"], 40)

    def test_a_shipped_technology_is_found_from_anywhere(self):
        fitted = self.area("--set", "technology=configs/technology/16nm_fitted.yaml")
        self.assertEqual(fitted["pricing"]["technology"], "16nm_fitted")

    def test_parts_and_leaves_add_up(self):
        area = self.area()
        for component in area["area_tree"]:
            self.assertAlmostEqual(component["area_mm2"],
                                   sum(part["area_mm2"] for part in component["parts"]))
        self.assertAlmostEqual(area["total_area_mm2"],
                               sum(c["area_mm2"] for c in area["area_tree"]))

    def test_parameters_are_set_as_for_a_run(self):
        larger = self.area("--set", "iaram_kib=20")
        self.assertGreater(larger["total_area_mm2"], self.area()["total_area_mm2"])
        self.refuse(2, ["--set iaram_kb", "did you mean 'iaram_kib'?"],
                    "area", "scnn", "--set", "iaram_kb=20")
        self.refuse(2, ["dram.type", "did you mean 'hbm2'?"],
                    "area", "scnn", "--set", "dram.type=hbm3")

    def test_an_output_directory_gets_the_json_and_is_replaced(self):
        first = self.succeed("area", "scnn", "--json", "-o", "out/area")
        self.assertEqual((self.home / "out/area/area.json").read_text(encoding="utf-8"), first)
        self.succeed("area", "scnn", "-o", "out/area", "--set", "pe.rows=4")
        self.assertNotEqual((self.home / "out/area/area.json").read_text(encoding="utf-8"), first)
        os.mkdir(self.home / "mine")
        self.write("mine/letter.txt", "keep")
        self.refuse(2, "mine", "area", "scnn", "-o", "mine")

    def test_another_technology_is_named_in_the_result(self):
        data = ROOT / "configs"
        fitted = data / "technology/16nm_fitted.yaml"
        self.assertIn("fitted to 16 nm",
                      self.succeed("area", "scnn", "--set", f"technology={fitted}"))

    def test_a_fault_of_the_library_is_told_with_its_place(self):
        data = ROOT / "configs/technology"
        library = (data / "primitives.yaml").read_text(encoding="utf-8")
        self.write("primitives.yaml", library.replace("pj: 0.009 * bits", "pj: 0.009 * bit", 1))
        shutil.copy(data / "16nm.yaml", self.home / "tech.yaml")
        self.refuse(2, ["primitives.yaml:", "'register'", "lacks the attribute 'bit'",
                        "did you mean 'bits'?"],
                    "area", "scnn", "--set", "technology=tech.yaml")


class CostPage(Program):
    def test_the_examples_of_the_page_run(self):
        library, technology = blocks("cost.md", "yaml")
        self.write("library.yaml", library)
        self.write("my_technology.yaml", technology)
        self.assertIn("ok (library, 1 primitive)", self.succeed("validate", "library.yaml"))
        commands = [line.split("#")[0].split() for line in blocks("cost.md", "sh")[0].splitlines()]
        self.assertGreater(len(commands), 3)
        for program, *arguments in commands:
            self.assertEqual(program, "gossamer")
            self.succeed(*arguments)

    def test_the_raw_and_calibrated_areas_on_the_page_are_the_program_s(self):
        area = json.loads(self.succeed("area", "scnn", "--json"))
        text = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| [^|]+ \| (0\.\d{4}) \| (0\.\d+) \| ([+-]\d+) % \| ([0-9.]*)",
                          text, re.MULTILINE)
        raw = [sum(value for path, value in area["raw_area_mm2"].items() if path != "pe" and any(
            path == c or path.startswith(c + "/") for c in fit["components"])) / 64
               for fit in area["pricing"]["fits"]]
        factors = [f"{fit['area_factor']:.3f}" for fit in area["pricing"]["fits"]]
        raw.append(area["raw_area_mm2"]["pe"] / 64)
        self.assertEqual([row[0] for row in rows], [f"{value:.4f}" for value in raw])
        self.assertEqual([row[2] for row in rows],
                         [f"{100 * (value / float(row[1]) - 1):+.0f}"
                          for value, row in zip(raw, rows)])
        self.assertEqual([row[3] for row in rows[:-1]], factors)
        self.assertIn(f"take {area['total_area_mm2']:.2f} mm2; the paper says", text)


class Accelergy(Program):
    def test_the_examples_of_the_page_run_and_give_the_same_energy_and_area(self):
        for line in blocks("accelergy.md", "sh")[0].splitlines():
            program, *arguments = line.split()
            self.assertEqual(program, "gossamer")
            self.succeed(*arguments)
        was, again = (json.loads((self.home / f"out/{name}/report.json").read_text(encoding="utf-8"))
                      for name in ("scnn", "again"))
        for key in ("energy_pj", "area_mm2"):
            self.assertAlmostEqual(again["totals"][key] / was["totals"][key], 1, delta=1e-12)
        self.assertEqual(again["totals"]["cycles"], was["totals"]["cycles"])
        parts = again["layers"][0]["energy_parts_pj"]
        self.assertTrue(all(list(of) in ([], ["table"]) for of in parts.values()), parts)

    def test_the_tables_of_the_page_are_read(self):
        ert, art = blocks("accelergy.md", "yaml")
        self.write("ERT.yaml", ert)
        self.write("ART.yaml", art)
        area = json.loads(self.succeed("area", "scnn", "--set", "ert=ERT.yaml", "--set",
                                       "art=ART.yaml", "--json"))
        self.assertAlmostEqual(area["area_mm2"]["pe/iaram"], 64 * 12000.5e-6)

    def test_wrong_tables_are_told_with_their_place(self):
        self.write("ERT.yaml", "ERT:\n  tables:\n    - name: scnn.pe.iarm\n      actions:\n"
                               "        - {name: read, energy: 1}\n")
        self.refuse(2, "ERT.yaml:3:13: no component 'scnn.pe.iarm'; did you mean 'pe.iaram'?",
                    "run", "scnn", "small.yaml", "--set", "ert=ERT.yaml")
        self.refuse(4, "ert: none.yaml", "run", "scnn", "small.yaml", "--set", "ert=none.yaml")


if __name__ == "__main__":
    main()
