# SPDX-License-Identifier: Apache-2.0
"""usage: setup_test.py SETUP    Runs tools/setup in worlds made of stand-in commands."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SETUP = pathlib.Path(sys.argv.pop(1))


class Setup(unittest.TestCase):
    def setUp(self):
        self.world = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("bash", "env", "mktemp", "rm", "cat"):
            (self.world / name).symlink_to(shutil.which(name))

    def command(self, name, script):
        path = self.world / name
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def debian(self, installed, uid=0):
        """dpkg-query knows the packages `installed`; apt-get notes what it is asked for."""
        known = "|".join(installed) or "-"
        self.command("dpkg-query", f'case "${{@: -1}}" in {known}) printf installed;; '
                                   "*) exit 1;; esac")
        self.command("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> "{self.world}/log"')
        self.command("id", f"echo {uid}")

    def run_setup(self, *arguments):
        return subprocess.run([shutil.which("bash"), SETUP, *arguments], capture_output=True,
                              text=True, check=False, env={**os.environ, "PATH": str(self.world)})

    def asked(self):
        log = self.world / "log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def test_an_unknown_argument_is_refused(self):
        done = self.run_setup("--test")
        self.assertEqual(done.returncode, 2)
        self.assertIn("allowed: --tests, --lint", done.stderr)

    def test_other_systems_get_the_list_of_packages(self):
        done = self.run_setup()
        self.assertEqual(done.returncode, 1)
        self.assertIn("libsystemc-dev", done.stderr)

    def test_missing_packages_are_installed_without_questions(self):
        self.debian(["g++", "cmake"])
        self.assertEqual(self.run_setup().returncode, 0)
        update, install = self.asked().splitlines()
        self.assertEqual(update, "noninteractive update -qq")
        self.assertIn("noninteractive install -y", install)
        self.assertIn(" libsystemc-dev ", install)
        self.assertNotIn(" cmake ", install)
        self.assertNotIn("catch2", install)

    def test_tests_and_lint_need_more(self):
        self.debian([])
        self.run_setup("--tests", "--lint")
        for package in ("catch2", "clang-format", "clang-tidy", "python3", "chromium",
                        "chromium-driver", "python3-selenium"):
            self.assertIn(f" {package}", self.asked())

    def test_node_and_npm_are_installed_only_where_there_are_none(self):
        self.debian([])
        self.run_setup()
        self.assertIn(" nodejs npm", self.asked())
        (self.world / "log").unlink()
        self.command("node", "exit 0")
        self.run_setup()
        self.assertIn(" npm", self.asked())
        self.assertNotIn("nodejs", self.asked())

    def test_a_second_run_does_nothing(self):
        self.debian(["*"])
        done = self.run_setup("--tests")
        self.assertEqual((done.returncode, done.stdout, self.asked()), (0, "", ""))

    def test_without_root_and_sudo_it_says_what_is_missing(self):
        self.debian(["g++"], uid=1000)
        done = self.run_setup()
        self.assertEqual(done.returncode, 1)
        self.assertIn("needs root or sudo", done.stderr)
        self.assertIn("apt-get install cmake", done.stderr)

    def test_without_root_sudo_is_used(self):
        self.debian([], uid=1000)
        self.command("sudo", f'echo sudo >> "{self.world}/log"; "$@"')
        self.assertEqual(self.run_setup().returncode, 0)
        self.assertEqual(self.asked().splitlines()[::2], ["sudo", "sudo"])

    def test_a_failing_installation_is_shown_and_fails(self):
        self.debian([])
        self.command("apt-get", "echo 'no such package'; exit 100")
        done = self.run_setup()
        self.assertEqual(done.returncode, 1)
        self.assertIn("no such package", done.stderr)


if __name__ == "__main__":
    unittest.main()
