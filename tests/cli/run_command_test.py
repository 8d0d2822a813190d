# SPDX-License-Identifier: Apache-2.0
"""usage: run_command_test.py GOSSAMER    Runs networks as a user does, mostly wrongly."""

import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import ROOT, TWO_LAYERS, Program, main  # noqa: E402


class WrongFiles(Program):
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
        self.write("bad.yaml", TWO_LAYERS.replace("relu", "rellu", 1))
        self.refuse(2, ["bad.yaml:9:5", "rellu", "'relu'"], "run", "scnn", "bad.yaml")

    def test_all_faults_of_a_workload_at_once(self):
        self.write("bad.yaml", TWO_LAYERS.replace("density: 0.5", "density: 1.5"))
        self.refuse(2, ["bad.yaml:7:", "bad.yaml:8:"], "run", "scnn", "bad.yaml")

    def test_repeated_layer_name(self):
        self.write("bad.yaml", TWO_LAYERS.replace("conv2\n", "conv1\n", 1))
        self.refuse(2, ["bad.yaml:10:", "conv1"], "run", "scnn", "bad.yaml")

    def test_missing_operand_file(self):
        self.write("bad.yaml", TWO_LAYERS.replace("{density: 0.4}", "{file: w.npy}"))
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


class WrongRuns(Program):
    def test_an_unknown_fault(self):
        self.refuse(2, ["--inject: 'prodct'", "product"], "run", "scnn", "small.yaml",
                    "--inject", "prodct")

    def test_a_full_disk_leaves_nothing(self):
        before = self.tree()
        done = subprocess.run([self.binary, "run", "scnn", "small.yaml", "-o", "out"],
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
            done = subprocess.run([self.binary, "describe"], stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn("standard output", done.stderr)


class Runs(Program):
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
        self.write("open.yaml", TWO_LAYERS.replace("    relu: true\n", ""))  # nothing hides a loss
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
            run = subprocess.Popen([self.binary, "run", "scnn", "alexnet", "--check", "--single-step",
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
        done = subprocess.run([self.binary, "run", "scnn", "../small.yaml", "-o", "../two"],
                              cwd=self.home / "elsewhere", capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.home / "one/layers.csv").read_bytes(),
                         (self.home / "two/layers.csv").read_bytes())


class Inputs(Program):
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
        data = ROOT / "configs"
        (self.home / "mine").mkdir()
        shutil.copy(data / "technology/16nm.yaml", self.home / "mine/tech.yaml")
        self.write("mine/arch.yaml", "architecture: scnn\ntechnology: tech.yaml\n")
        self.succeed("run", "mine/arch.yaml", "small.yaml", "-o", "one")
        self.succeed("run", "one/resolved.yaml", "small.yaml", "-o", "deep/er/two")
        self.assertEqual((self.home / "one/layers.csv").read_bytes(),
                         (self.home / "deep/er/two/layers.csv").read_bytes())


if __name__ == "__main__":
    main()
