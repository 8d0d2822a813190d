# SPDX-License-Identifier: Apache-2.0
"""usage: command_line_test.py GOSSAMER    Runs the program as a user does, mostly wrongly."""

import json
import os
import pathlib
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

GOSSAMER = str(pathlib.Path(sys.argv.pop(1)).resolve())

SMALL = """\
name: small
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 4, height: 8, width: 8}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    relu: true
  - name: conv2
    kind: conv2d
    input: {channels: 8, height: 8, width: 8}
    filter: {count: 8, height: 1, width: 1}
    weights: {density: 0.4}
    activations: {density: 0.6}
    relu: true
"""


class CommandLine(unittest.TestCase):
    """Every test works in a directory of its own."""

    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.write("small.yaml", SMALL)

    def write(self, name, text):
        (self.home / name).write_text(text, encoding="utf-8")
        return name

    def gossamer(self, *arguments):
        return subprocess.run([GOSSAMER, *arguments], cwd=self.home, capture_output=True,
                              text=True, check=False, timeout=240)

    def succeed(self, *arguments):
        done = self.gossamer(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refuse(self, code, fragments, *arguments):
        """The program ends with `code`, says the fragments on stderr and leaves no file."""
        before = self.tree()
        done = self.gossamer(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for fragment in [fragments] if isinstance(fragments, str) else fragments:
            self.assertIn(fragment, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.tree(), before)

    def tree(self):
        return sorted(str(p.relative_to(self.home)) for p in self.home.rglob("*"))


class Usage(CommandLine):
    def test_no_command(self):
        self.refuse(2, "a command is needed; allowed: run, compare, sweep, area, prune, quantize, "
                       "describe, validate")

    def test_unknown_command(self):
        self.refuse(2, "unknown command 'rum'; did you mean 'run'?", "rum", "scnn", "small.yaml")

    def test_unknown_option(self):
        self.refuse(2, "unknown option '--chek'; did you mean '--check'?",
                    "run", "scnn", "small.yaml", "--chek")

    def test_missing_argument(self):
        self.refuse(2, "WORKLOAD is required", "run", "scnn")

    def test_an_argument_too_many(self):
        self.refuse(2, "unexpected argument 'more'", "run", "scnn", "small.yaml", "more")

    def test_jobs_out_of_range(self):
        self.refuse(2, "--jobs: '0' is not allowed", "run", "scnn", "small.yaml", "-j", "0")

    def test_seed_is_no_number(self):
        self.refuse(2, "--seed: 'one' is not allowed", "run", "scnn", "small.yaml", "--seed", "one")

    def test_memory_without_a_known_unit(self):
        self.refuse(2, "--max-memory: '8GB' is not allowed", "run", "scnn", "small.yaml",
                    "--max-memory", "8GB")

    def test_check_needs_values(self):
        self.refuse(2, "--check needs values", "run", "scnn", "small.yaml", "--check", "--no-values")

    def test_every_help_has_examples_and_exit_codes(self):
        for command in ("run", "area", "prune", "quantize", "describe", "validate"):
            text = self.succeed(command, "--help")
            self.assertIn("Examples:", text)
            self.assertIn("Exit codes:", text)
            self.assertNotIn("--inject", text)

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"^gossamer \d+\.\d+\.\d+\n$")


class WrongFiles(CommandLine):
    def test_missing_architecture(self):
        self.refuse(4, "scn: no such file, and no shipped architecture has this name; did you mean",
                    "run", "scn", "small.yaml")

    def test_missing_workload(self):
        self.refuse(4, "smal.yaml: no such file", "run", "scnn", "smal.yaml")

    def test_a_directory_instead_of_a_file(self):
        self.refuse(4, ".", "run", ".", "small.yaml")

    def test_an_architecture_that_is_no_yaml(self):
        self.write("bad.yaml", "architecture: [scnn\n")
        self.refuse(2, "bad.yaml:", "run", "bad.yaml", "small.yaml")

    def test_unknown_architecture(self):
        self.write("bad.yaml", "architecture: scnm\n")
        self.refuse(2, ["bad.yaml:1:", "scnn"], "run", "bad.yaml", "small.yaml")

    def test_a_workload_in_place_of_an_architecture(self):
        self.refuse(2, "small.yaml:", "run", "small.yaml", "small.yaml")

    def test_misspelt_key_in_a_workload(self):
        self.write("bad.yaml", SMALL.replace("relu", "rellu", 1))
        self.refuse(2, ["bad.yaml:9:5", "rellu", "'relu'"], "run", "scnn", "bad.yaml")

    def test_all_faults_of_a_workload_at_once(self):
        self.write("bad.yaml", SMALL.replace("density: 0.5", "density: 1.5"))
        self.refuse(2, ["bad.yaml:7:", "bad.yaml:8:"], "run", "scnn", "bad.yaml")

    def test_repeated_layer_name(self):
        self.write("bad.yaml", SMALL.replace("conv2\n", "conv1\n", 1))
        self.refuse(2, ["bad.yaml:10:", "conv1"], "run", "scnn", "bad.yaml")

    def test_missing_operand_file(self):
        self.write("bad.yaml", SMALL.replace("{density: 0.4}", "{file: w.npy}"))
        self.refuse(4, "w.npy", "run", "scnn", "bad.yaml")

    def test_override_without_a_value(self):
        self.refuse(2, "pe.rows", "run", "scnn", "small.yaml", "--set", "pe.rows")

    def test_override_of_an_unknown_parameter(self):
        self.refuse(2, ["pe.rowz", "pe.rows"], "run", "scnn", "small.yaml", "--set", "pe.rowz=4")

    def test_override_out_of_range(self):
        # Told where the user did it, not at the line of the file that it contradicts.
        self.refuse(2, "--set kc=32: weights.fifo_entries: 16 vectors", "run", "dcnn", "small.yaml",
                    "--set", "kc=32")
        self.refuse(2, ["--set pe.rows=0", "allowed"], "run", "scnn", "small.yaml", "--set",
                    "pe.rows=0")

    def test_swapped_arguments(self):
        order = "the order is ARCH WORKLOAD"
        self.refuse(2, ["scnn: this is an architecture", order], "run", "small.yaml", "scnn")
        self.refuse(2, ["small.yaml:1:1: this is a workload", order], "run", "small.yaml",
                    "small.yaml")
        self.refuse(2, ["scnn: this is an architecture", order], "run", "scnn", "scnn")

    def test_a_pipe_is_no_file(self):
        os.mkfifo(self.home / "pipe")
        self.refuse(4, "pipe: cannot be read: not a regular file", "run", "scnn", "pipe")

    def test_an_override_given_twice(self):
        self.refuse(2, "--set pe.rows: given twice", "run", "scnn", "small.yaml",
                    "--set", "pe.rows=4", "--set", "pe.rows=2")

    def test_empty_texts(self):
        for option in ("-o", "--layers"):
            self.refuse(2, "'' is not allowed", "run", "scnn", "small.yaml", option, "")

    def test_an_option_given_twice(self):
        self.refuse(2, "--output: given twice; allowed: once", "run", "scnn", "small.yaml",
                    "-o", "a", "-o", "b")


class WrongRuns(CommandLine):
    def test_an_unknown_fault(self):
        self.refuse(2, ["--inject: 'prodct'", "product"], "run", "scnn", "small.yaml",
                    "--inject", "prodct")

    def test_a_full_disk_leaves_nothing(self):
        before = self.tree()
        done = subprocess.run([GOSSAMER, "run", "scnn", "small.yaml", "-o", "out"],
                              cwd=self.home, capture_output=True, text=True,
                              check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                                    (100, 100)))
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertTrue(done.stderr.startswith("out/"), done.stderr)
        self.assertEqual(self.tree(), before)

    def test_layers_that_do_not_exist(self):
        self.refuse(2, ["matches no layer of 'small'", "did you mean 'conv1'?", "conv1, conv2"],
                    "run", "scnn", "small.yaml", "--layers", "conf1")

    def test_layers_is_no_expression(self):
        self.refuse(2, "is not a regular expression", "run", "scnn", "small.yaml", "--layers", "(")

    def test_too_little_memory(self):
        self.refuse(2, ["small.yaml:3:", "layer 'conv1' needs about", "--max-memory allows 1 B"],
                    "run", "scnn", "small.yaml", "--max-memory", "1")

    def test_output_is_a_file(self):
        self.refuse(2, "small.yaml: is not a directory", "run", "scnn", "small.yaml", "-o",
                    "small.yaml")

    def test_output_holds_something_else(self):
        self.refuse(2, "holds 'small.yaml'; allowed", "run", "scnn", "small.yaml", "-o", ".")

    def test_output_cannot_be_made(self):
        self.refuse(4, "cannot be written", "run", "scnn", "small.yaml", "-o", "small.yaml/out")

    def test_a_deadlock_is_a_fault_of_the_simulation(self):
        for jobs in ("1", "2"):
            self.refuse(1, "layer 'conv1': ", "run", "scnn", "small.yaml", "-o", "out", "-j", jobs,
                        "--inject", "deadlock")

    def test_a_full_device_under_standard_output_is_a_file_error(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([GOSSAMER, "describe"], stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn("standard output", done.stderr)


class Runs(CommandLine):
    def test_a_run_writes_the_report_and_nothing_else(self):
        text = self.succeed("run", "scnn", "small.yaml", "-o", "out", "--check")
        self.assertIn("conv1", text)
        files = {path.name for path in (self.home / "out").iterdir()}
        files.discard("report.html")  # a build may leave it out (GOSSAMER_HTML); run_test.cpp knows
        self.assertEqual(files, {"report.json", "layers.csv", "resolved.yaml", "run_info.json"})
        report = json.loads((self.home / "out/report.json").read_text(encoding="utf-8"))
        self.assertEqual(report["schema"], "gossamer-report/1")
        self.assertEqual([layer["name"] for layer in report["layers"]], ["conv1", "conv2"])
        self.assertTrue(all(layer["checked"] for layer in report["layers"]))
        self.assertEqual(self.tree()[0], "out")
        self.assertFalse([name for name in self.tree() if ".partial" in name])

    def test_a_lost_product_is_found_by_the_check_and_stands_in_the_report(self):
        self.write("open.yaml", SMALL.replace("    relu: true\n", ""))  # nothing hides a loss
        found = set()
        for jobs in ("1", "2"):
            done = self.gossamer("run", "scnn", "open.yaml", "-o", "out", "--check", "-j", jobs,
                                 "--inject", "product")
            self.assertEqual(done.returncode, 3, done.stderr)
            report = json.loads((self.home / "out/report.json").read_text(encoding="utf-8"))
            for layer in report["layers"]:
                self.assertEqual(layer["checked"], f"layer '{layer['name']}': " not in done.stderr)
            found.add(done.stderr)
        self.assertEqual(len(found), 1)

    def test_every_instruction_set_gives_the_same_bytes(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "best")
        self.succeed("run", "scnn", "small.yaml", "-o", "baseline", "--dispatch", "baseline")
        for name in ("report.json", "layers.csv", "resolved.yaml"):
            self.assertEqual((self.home / "best" / name).read_bytes(),
                             (self.home / "baseline" / name).read_bytes(), name)

    def test_without_an_output_directory_the_names_make_one(self):
        self.succeed("run", "scnn", "small.yaml")
        self.assertTrue((self.home / "out/scnn-small/report.json").is_file())

    def test_the_number_of_jobs_and_the_time_of_day_do_not_show_in_the_results(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "one", "-j", "1")
        self.succeed("run", "scnn", "small.yaml", "-o", "two", "-j", "2")
        for name in ("report.json", "layers.csv", "resolved.yaml"):
            self.assertEqual((self.home / "one" / name).read_bytes(),
                             (self.home / "two" / name).read_bytes(), name)

    def test_an_older_report_is_replaced(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "out")
        self.succeed("run", "scnn", "small.yaml", "-o", "out", "--layers", "conv2")
        report = json.loads((self.home / "out/report.json").read_text(encoding="utf-8"))
        self.assertEqual([layer["name"] for layer in report["layers"]], ["conv2"])

    def test_an_interrupt_ends_the_run_with_130_and_leaves_nothing(self):
        for jobs in ("1", "2"):
            before = self.tree()
            run = subprocess.Popen([GOSSAMER, "run", "scnn", "alexnet", "--check", "--single-step",
                                    "-o", "out", "-j", jobs], cwd=self.home,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(1)
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.wait(timeout=60), 130, run.stderr.read())
            run.stderr.close()
            self.assertEqual(self.tree(), before)

    def test_results_do_not_depend_on_the_directory_the_program_is_started_in(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "one")
        os.mkdir(self.home / "elsewhere")
        done = subprocess.run([GOSSAMER, "run", "scnn", "../small.yaml", "-o", "../two"],
                              cwd=self.home / "elsewhere", capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.home / "one/layers.csv").read_bytes(),
                         (self.home / "two/layers.csv").read_bytes())


class Inputs(CommandLine):
    def test_shipped_inputs_are_named_without_the_place_where_they_stand(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "out")
        resolved = (self.home / "out/resolved.yaml").read_text(encoding="utf-8")
        for name in ("configs/arch/scnn.yaml", "small.yaml", "configs/technology/16nm.yaml",
                     "configs/technology/primitives.yaml",
                     "configs/calibration/scnn.yaml"):
            self.assertIn(f'"{name}"', resolved)


    def test_a_run_is_repeated_from_its_resolved_yaml(self):
        self.succeed("run", "scnn", "small.yaml", "-o", "one", "--set", "pe.rows=4")
        self.succeed("run", "one/resolved.yaml", "small.yaml", "-o", "two")
        reports = []
        for name in ("one", "two"):
            report = json.loads((self.home / name / "report.json").read_text(encoding="utf-8"))
            report["architecture"].pop("name")
            for key in ("technology", "calibration"):
                report["architecture"]["config"].pop(key)
            reports.append(report)
        self.assertEqual(reports[0], reports[1])

    def test_a_run_with_a_technology_of_ones_own_is_repeated_from_anywhere(self):
        data = pathlib.Path(__file__).resolve().parents[2] / "configs"
        (self.home / "mine").mkdir()
        shutil.copy(data / "technology/16nm.yaml", self.home / "mine/tech.yaml")
        self.write("mine/arch.yaml", "architecture: scnn\ntechnology: tech.yaml\n")
        self.succeed("run", "mine/arch.yaml", "small.yaml", "-o", "one")
        self.succeed("run", "one/resolved.yaml", "small.yaml", "-o", "deep/er/two")
        self.assertEqual((self.home / "one/layers.csv").read_bytes(),
                         (self.home / "deep/er/two/layers.csv").read_bytes())


class Describe(CommandLine):
    def test_every_architecture_is_listed(self):
        self.assertIn("scnn", self.succeed("describe"))

    def test_parameters_fit_80_columns(self):
        text = self.succeed("describe", "scnn")
        self.assertIn("pe.rows", text)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()))

    def test_json_has_every_field_of_every_parameter(self):
        described = json.loads(self.succeed("describe", "scnn", "--json"))
        self.assertEqual(described["name"], "scnn")
        for parameter in described["parameters"]:
            self.assertEqual(set(parameter),
                             {"path", "type", "default", "range", "unit", "meaning"})

    def test_unknown_architecture(self):
        self.refuse(2, "unknown architecture 'scn'; did you mean 'scnn'?", "describe", "scn")
        text = self.succeed("describe", "dcnn_opt")
        self.assertIn("dcnn_opt: a configuration of dcnn", text)
        self.assertRegex(text, r"zero_gating +true")
        described = json.loads(self.succeed("describe", "dcnn_opt", "--json"))
        gating = next(p for p in described["parameters"] if p["path"] == "zero_gating")
        self.assertEqual((gating["default"], gating["value"]), ("false", "true"))


class Area(CommandLine):
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
        data = pathlib.Path(__file__).resolve().parents[2] / "configs"
        fitted = data / "technology/16nm_fitted.yaml"
        self.assertIn("fitted to 16 nm",
                      self.succeed("area", "scnn", "--set", f"technology={fitted}"))

    def test_a_fault_of_the_library_is_told_with_its_place(self):
        data = pathlib.Path(__file__).resolve().parents[2] / "configs/technology"
        library = (data / "primitives.yaml").read_text(encoding="utf-8")
        self.write("primitives.yaml", library.replace("pj: 0.009 * bits", "pj: 0.009 * bit", 1))
        shutil.copy(data / "16nm.yaml", self.home / "tech.yaml")
        self.refuse(2, ["primitives.yaml:", "'register'", "lacks the attribute 'bit'",
                        "did you mean 'bits'?"],
                    "area", "scnn", "--set", "technology=tech.yaml")


class Compare(CommandLine):
    PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/compare.md"

    def test_the_examples_of_the_page_run(self):
        block = re.search(r"```sh\n(.*?)```", self.PAGE.read_text(encoding="utf-8"), re.DOTALL)
        commands = [line.split("#")[0].split() for line in block[1].splitlines()]
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


class Accelergy(CommandLine):
    PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/accelergy.md"

    def test_the_examples_of_the_page_run_and_give_the_same_energy_and_area(self):
        block = re.search(r"```sh\n(.*?)```", self.PAGE.read_text(encoding="utf-8"), re.DOTALL)
        for line in block[1].splitlines():
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
        ert, art = re.findall(r"```yaml\n(.*?)```", self.PAGE.read_text(encoding="utf-8"), re.DOTALL)
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


class CostPage(CommandLine):
    PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/cost.md"

    def blocks(self, language):
        text = self.PAGE.read_text(encoding="utf-8")
        return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)

    def test_the_examples_of_the_page_run(self):
        library, technology = self.blocks("yaml")
        self.write("library.yaml", library)
        self.write("my_technology.yaml", technology)
        self.assertIn("ok (library, 1 primitive)", self.succeed("validate", "library.yaml"))
        commands = [line.split("#")[0].split() for line in self.blocks("sh")[0].splitlines()]
        self.assertGreater(len(commands), 3)
        for program, *arguments in commands:
            self.assertEqual(program, "gossamer")
            self.succeed(*arguments)

    def test_the_raw_and_calibrated_areas_on_the_page_are_the_program_s(self):
        area = json.loads(self.succeed("area", "scnn", "--json"))
        text = self.PAGE.read_text(encoding="utf-8")
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


class Installed(CommandLine):
    def test_an_installed_program_finds_its_data_beside_itself(self):
        (self.home / "bin").mkdir()
        shutil.copy(GOSSAMER, self.home / "bin/gossamer")
        (self.home / "share/gossamer/configs/arch").mkdir(parents=True)
        (self.home / "share/gossamer/configs/arch/mine.yaml").write_text("architecture: scnm\n")
        done = subprocess.run([self.home / "bin/gossamer", "run", "mine", "small.yaml"],
                              cwd=self.home, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("share/gossamer/configs/arch/mine.yaml:1:", done.stderr)


class Validate(CommandLine):
    def test_good_files_are_said_to_be_ok(self):
        self.assertEqual(self.succeed("validate", "small.yaml"),
                         "small.yaml: ok (workload small, 2 layers)\n")

    def test_shipped_files_are_found_by_name_and_prices_are_files_too(self):
        text = self.succeed("validate", "scnn", "alexnet")
        self.assertIn("scnn: ok (architecture scnn)", text)
        self.assertIn("alexnet: ok (workload", text)
        data = pathlib.Path(__file__).resolve().parents[2] / "configs"
        text = self.succeed("validate", data / "technology/16nm.yaml",
                            data / "calibration/scnn.yaml")
        self.assertIn("ok (technology 16nm, cv2 to 16 nm, ", text)
        self.assertIn("ok (calibration scnn", text)
        self.assertIn("ok (library, ",
                      self.succeed("validate", data / "technology/primitives.yaml"))

    def test_faults_of_all_files_are_found_and_the_good_ones_still_ok(self):
        self.write("bad1.yaml", SMALL.replace("relu", "rellu", 1))
        self.write("bad2.yaml", "architecture: scnm\n")
        done = self.gossamer("validate", "bad1.yaml", "missing.yaml", "small.yaml", "bad2.yaml")
        self.assertEqual(done.returncode, 2)
        for fragment in ("bad1.yaml:9:5", "bad2.yaml:1:", "missing.yaml"):
            self.assertIn(fragment, done.stderr)
        self.assertIn("small.yaml: ok", done.stdout)

    def test_real_operands_are_fine_unless_an_architecture_needs_whole_numbers(self):
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (8, 8, 1, 1), }"
        length = len(header).to_bytes(2, "little")
        (self.home / "w.npy").write_bytes(b"\x93NUMPY\1\0" + length + header + bytes(4 * 64))
        self.write("real.yaml", SMALL.replace("{density: 0.4}", "{file: w.npy}"))
        self.assertIn("ok (workload small", self.succeed("validate", "real.yaml"))
        done = self.gossamer("validate", "scnn", "real.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("real.yaml:14:21: conv2: ", done.stderr)
        self.assertIn("an integer machine needs integers", done.stderr)
        self.refuse(2, "an integer machine needs integers", "run", "scnn", "real.yaml")

    def test_operands_beyond_the_number_format_of_a_machine_are_refused_with_their_place(self):
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (8, 8, 1, 1), }"
        length = len(header).to_bytes(2, "little")
        values = struct.pack("<64f", *(1e6 if i == 9 else 1 for i in range(64)))
        (self.home / "w.npy").write_bytes(b"\x93NUMPY\1\0" + length + header + values)
        self.write("large.yaml", SMALL.replace("{density: 0.4}", "{file: w.npy}"))
        self.assertIn("ok (workload small", self.succeed("validate", "pe_array", "large.yaml"))
        for words in (("validate",), ("run", "-o", "out")):
            done = self.gossamer(*words, "sparse_tensor_core", "large.yaml")
            self.assertEqual(done.returncode, 2)
            self.assertIn("large.yaml:14:21: conv2: ", done.stderr)
            self.assertIn("value 1000000 at [1, 1, 0, 0] does not fit fp16; allowed: magnitudes "
                          "below 65520", done.stderr)
        self.assertFalse((self.home / "out").exists())

    def test_only_unreadable_files_are_a_file_error(self):
        self.refuse(4, "missing.yaml", "validate", "missing.yaml")

    def test_a_file_that_is_neither(self):
        self.write("other.yaml", "name: x\n")
        self.refuse(2, "other.yaml:1:1: is neither an architecture", "validate", "other.yaml")


if __name__ == "__main__":
    unittest.main()
