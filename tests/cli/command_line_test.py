# SPDX-License-Identifier: Apache-2.0
"""usage: command_line_test.py GOSSAMER    Runs the program as a user does: its commands, its help, its files."""

import json
import pathlib
import shutil
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import ROOT, TWO_LAYERS, Program, main  # noqa: E402


class Usage(Program):
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
        for command in ("run", "compare", "sweep", "area", "prune", "quantize", "describe",
                        "validate"):
            text = self.succeed(command, "--help")
            self.assertIn("Examples:", text)
            self.assertIn("Exit codes:", text)
            self.assertNotIn("--inject", text)

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"^gossamer \d+\.\d+\.\d+\n$")


class Describe(Program):
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


class Installed(Program):
    def test_an_installed_program_finds_its_data_beside_itself(self):
        (self.home / "bin").mkdir()
        shutil.copy(self.binary, self.home / "bin/gossamer")
        (self.home / "share/gossamer/configs/arch").mkdir(parents=True)
        (self.home / "share/gossamer/configs/arch/mine.yaml").write_text("architecture: scnm\n")
        done = subprocess.run([self.home / "bin/gossamer", "run", "mine", "small.yaml"],
                              cwd=self.home, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("share/gossamer/configs/arch/mine.yaml:1:", done.stderr)


class Validate(Program):
    def test_good_files_are_said_to_be_ok(self):
        self.assertEqual(self.succeed("validate", "small.yaml"),
                         "small.yaml: ok (workload small, 2 layers)\n")

    def test_shipped_files_are_found_by_name_and_prices_are_files_too(self):
        text = self.succeed("validate", "scnn", "alexnet")
        self.assertIn("scnn: ok (architecture scnn)", text)
        self.assertIn("alexnet: ok (workload", text)
        data = ROOT / "configs"
        text = self.succeed("validate", data / "technology/16nm.yaml",
                            data / "calibration/scnn.yaml")
        self.assertIn("ok (technology 16nm, cv2 to 16 nm, ", text)
        self.assertIn("ok (calibration scnn", text)
        self.assertIn("ok (library, ",
                      self.succeed("validate", data / "technology/primitives.yaml"))

    def test_faults_of_all_files_are_found_and_the_good_ones_still_ok(self):
        self.write("bad1.yaml", TWO_LAYERS.replace("relu", "rellu", 1))
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
        self.write("real.yaml", TWO_LAYERS.replace("{density: 0.4}", "{file: w.npy}"))
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
        self.write("large.yaml", TWO_LAYERS.replace("{density: 0.4}", "{file: w.npy}"))
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
    main()
