# SPDX-License-Identifier: Apache-2.0
"""usage: build_test.py SOURCE BUILT    The bundle of the pages; BUILT has a build's node_modules."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILT = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
del sys.argv[1:3]
PAGE = SOURCE / "src/report/page"


class Build(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def bundle(self, name):
        subprocess.run([shutil.which("node"), PAGE / "build.mjs", BUILT, self.home / name], check=True)
        return (self.home / name).read_bytes()

    def install(self, npm):
        return subprocess.run(["cmake", f"-DNPM={npm}", f"-DSOURCES={PAGE}", f"-DBUILD={self.home / 'page'}",
                               "-P", SOURCE / "cmake/install_page_packages.cmake"],
                              capture_output=True, text=True, check=False)

    def test_the_bundle_needs_no_network_and_is_the_same_each_time(self):
        self.assertEqual(self.bundle("one.cpp"), self.bundle("two.cpp"))
        self.assertEqual(self.bundle("one.cpp"), (BUILT / "page_assets.cpp").read_bytes())

    def test_the_bundle_carries_the_notices_of_its_libraries(self):
        text = self.bundle("one.cpp").decode()
        self.assertIn("The Apache Software Foundation", text)
        self.assertIn("Redistribution and use in source and binary forms", text)

    def test_the_lock_file_pins_everything_and_names_no_address(self):
        lock = (PAGE / "package-lock.json").read_text(encoding="utf-8")
        self.assertNotRegex(lock, r"https?://(?!github|opencollective)")
        self.assertNotIn('"resolved"', lock)
        package = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))
        for version in [*package["dependencies"].values(), *package["devDependencies"].values()]:
            self.assertRegex(version, re.compile(r"^\d+\.\d+\.\d+$"))

    def test_a_failing_npm_is_explained(self):
        npm = self.home / "npm"
        npm.write_text("#!/bin/sh\necho 'no network here' >&2\nexit 1\n", encoding="utf-8")
        os.chmod(npm, 0o755)
        done = self.install(npm)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no network here", done.stderr)
        self.assertIn("GOSSAMER_HTML=OFF", done.stderr)
        self.assertFalse((self.home / "page/installed").exists())


if __name__ == "__main__":
    unittest.main()
