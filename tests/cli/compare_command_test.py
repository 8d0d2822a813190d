# SPDX-License-Identifier: Apache-2.0
"""usage: compare_command_test.py GOSSAMER    Compares machines as a user does, and follows docs/compare.md."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import Program, blocks, main  # noqa: E402


class Compare(Program):
    def test_the_examples_of_the_page_run(self):
        commands = [line.split("#")[0].split() for line in blocks("compare.md", "sh")[0].splitlines()]
        self.assertGreater(len(commands), 4)
        for program, *arguments in commands:
            self.assertEqual(program, "gossamer")
            self.succeed(*arguments)
        stored, fresh, again = (
            json.loads((self.home / f"out/{name}/compare.json").read_text(encoding="utf-8"))
            for name in ("stored", "fresh", "again"))
        for comparison in (stored, fresh, again):
            for machine in comparison["machines"]:
                del machine["source"]
        self.assertEqual(stored, fresh)
        self.assertEqual(again, fresh)
        totals = fresh["workloads"][0]["totals"]["scnn"]
        self.assertGreater(totals["speedup"], 2)
        self.assertLess(totals["energy_gain_low"], totals["energy_gain_high"])
        figures = {(one["quantity"], one["value"]) for one in fresh["published"]}
        self.assertIn(("speedup", 2.37), figures)

    def test_figures_of_a_whole_network_do_not_stand_beside_a_part_of_it(self):
        self.succeed("compare", "dcnn", "scnn", "--workload", "alexnet", "--layers", "conv3")
        comparison = json.loads((self.home / "out/compare/compare.json").read_text(encoding="utf-8"))
        self.assertNotIn("speedup", [one["quantity"] for one in comparison["published"]])

    def test_areas_were_published_for_a_node_and_a_calibration(self):
        def published(*arguments):
            self.succeed("compare", *arguments, "-o", "out")
            comparison = json.loads((self.home / "out/compare.json").read_text(encoding="utf-8"))
            return [one["machine"] for one in comparison["published"]]

        fresh = ["dcnn", "scnn", "--workload", "small.yaml"]
        self.assertEqual(published(*fresh), ["scnn", "dcnn"])
        self.assertEqual(published(*fresh, "--technology", "16nm"), ["scnn", "dcnn"])
        self.assertEqual(published(*fresh, "--technology", "7nm"), [])
        self.assertEqual(published(*fresh, "--set", "scnn:calibration="), ["dcnn"])
        for machine in ("dcnn", "scnn"):
            self.succeed("run", machine, "small.yaml", "-o", machine)
        self.assertEqual(published("./dcnn", "./scnn"), ["scnn", "dcnn"])
        self.assertEqual(published("./dcnn", "./scnn", "--technology", "7nm"), [])

    def test_a_machine_priced_by_tables_is_named_so_and_neither_scaled_nor_calibrated(self):
        self.succeed("run", "scnn", "small.yaml", "--accelergy", "-o", "out")
        ert, art = (f"back:{key}=out/accelergy/{key.upper()}.yaml" for key in ("ert", "art"))
        fresh = ["compare", "scnn", "back=scnn", "--workload", "small.yaml", "--technology", "7nm"]

        def compared(output, *arguments):
            text = self.succeed(*arguments, "-o", output)
            comparison = json.loads((self.home / output / "compare.json").read_text(encoding="utf-8"))
            return text, comparison, " ".join(comparison["notes"])

        text, comparison, notes = compared("both", *fresh, "--set", ert, "--set", art)
        scnn, back = comparison["machines"]
        self.assertEqual([scnn[key] for key in ("technology", "calibration", "ert", "art")],
                         ["7nm", "scnn", "", ""])
        self.assertEqual([back[key] for key in ("technology", "calibration", "fitted", "ert", "art")],
                         ["tables", "", [], "out/accelergy/ERT.yaml", "out/accelergy/ART.yaml"])
        self.assertNotIn("nm", back["method"])
        self.assertIn("back: prices of out/accelergy/ERT.yaml and out/accelergy/ART.yaml are taken as "
                      "they are, neither scaled to a node nor calibrated; none is the technology's", notes)
        self.assertIn("scnn: the factors of calibration scnn", notes)
        self.assertNotIn("back: the factors of calibration", notes)
        self.assertRegex(text, "back .* tables\n")
        stored = compared("again", "compare", "both/runs/scnn-small", "both/runs/back-small",
                          "--technology", "7nm")[1]
        for one in comparison["machines"] + stored["machines"]:
            del one["source"]
        self.assertEqual(stored, comparison)

        _, comparison, notes = compared("one", *fresh, "--set", art)
        self.assertEqual(comparison["machines"][1]["technology"], "7nm")
        self.assertIn("back: prices of out/accelergy/ART.yaml are taken as they are, neither scaled to a "
                      "node nor calibrated; what they leave is priced as its technology says", notes)

    def test_nodes_and_voltages_that_differ_are_told(self):
        def notes(*arguments):
            self.succeed("compare", *arguments, "--workload", "small.yaml")
            comparison = json.loads((self.home / "out/compare/compare.json").read_text(encoding="utf-8"))
            return " ".join(comparison["notes"])

        self.assertIn("energies and areas are of different nodes", notes("scnn", "dlac"))
        self.assertIn("energies are of different supply voltages (scnn 0.8 V, low 0.7 V)",
                      notes("scnn", "low=scnn", "--set", "low:voltage=0.7"))
        self.assertNotIn("voltages", notes("scnn", "dcnn"))

    def test_jobs_and_a_second_time_give_the_same_bytes(self):
        machines = ["compare", "scnn", "pe_array", "--workload", "small.yaml"]
        self.succeed(*machines, "-o", "one")
        self.succeed(*machines, "-o", "two", "-j", "2")
        for name in ("compare.json", "compare.csv"):
            self.assertEqual((self.home / "one" / name).read_bytes(),
                             (self.home / "two" / name).read_bytes())

    def test_what_is_printed_fits_80_columns(self):
        text = self.succeed("compare", "dcnn", "scnn", "pe_array", "dlac", "sparse_tensor_core",
                            "--workload", "small.yaml", "--equal", "area")
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_the_help_says_that_there_may_be_several_machines(self):
        self.assertIn("compare [OPTIONS] MACHINE...", self.succeed("compare", "--help"))

    def test_wrong_command_lines(self):
        self.refuse(2, "a comparison needs at least two", "compare", "scnn")
        self.refuse(2, "MACHINE is required", "compare")
        self.refuse(2, "--workload is missing: 'scnn' is a configuration", "compare", "scnn", "dcnn")
        self.refuse(4, "did you mean 'scnn'?", "compare", "scn", "dcnn", "--workload", "small.yaml")
        self.refuse(4, "did you mean '16nm'?", "compare", "scnn", "dcnn", "--technology", "16nn")
        self.refuse(2, "unknown quantity 'speed'", "compare", "scnn", "dcnn", "--equal", "speed")
        self.refuse(2, "no machine 'dcn' in this comparison; did you mean 'dcnn'?",
                    "compare", "scnn", "dcnn", "--baseline", "dcn")
        self.refuse(2, "this is a workload, not an architecture; --workload takes it",
                    "compare", "scnn", "alexnet")
        self.refuse(2, "'small' is given twice", "compare", "scnn", "dcnn", "--workload",
                    "small.yaml", "--workload", "small.yaml")
        self.refuse(2, "no machine 'x' is simulated here", "compare", "scnn", "dcnn",
                    "--set", "x:pe.rows=4")
        self.refuse(2, "unknown option '--basline'; did you mean '--baseline'?",
                    "compare", "scnn", "dcnn", "--basline", "scnn")
        self.refuse(2, ["pe.rows", "65"], "compare", "scnn", "dcnn", "--workload", "small.yaml",
                    "--set", "scnn:pe.rows=65")


if __name__ == "__main__":
    main()
