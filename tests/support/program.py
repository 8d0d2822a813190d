# SPDX-License-Identifier: Apache-2.0
"""What the tests of the whole program share: a directory of their own, small networks, runs of gossamer."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

CONV1 = """\
name: small
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 4, height: 8, width: 8}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    relu: true
"""
ONE_LAYER = CONV1 + "    outputs: {density: 0.5}\n"
TWO_LAYERS = CONV1 + """\
  - name: conv2
    kind: conv2d
    input: {channels: 8, height: 8, width: 8}
    filter: {count: 8, height: 1, width: 1}
    weights: {density: 0.4}
    activations: {density: 0.6}
    relu: true
"""


class Program(unittest.TestCase):
    """Every test works in a directory of its own, `home`. main() says which program is tested."""

    binary = None

    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.write("small.yaml", TWO_LAYERS)

    def write(self, name, text):
        (self.home / name).write_text(text, encoding="utf-8")

    def gossamer(self, *arguments):
        return subprocess.run([self.binary, *arguments], cwd=self.home, capture_output=True,
                              text=True, check=False, timeout=280)

    def succeed(self, *arguments):
        done = self.gossamer(*arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
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


def blocks(page, language):
    """The blocks of a language in a page of docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def main():
    """usage: TEST GOSSAMER"""
    Program.binary = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
