# SPDX-License-Identifier: Apache-2.0
"""usage: check_layers_test.py CHECK_LAYERS    Runs tools/check_layers on small good and bad trees."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(sys.argv.pop(1))

GOOD = {
    "core/a.hpp": "#include <vector>\n",
    "kernel/module.hpp": '#include <systemc>\n#include "core/a.hpp"\n',
    "workload/layer.hpp": '#include "core/a.hpp"\n',
    "arch/catalog.cpp": '#include "arch/scnn/machine.hpp"\n#include "arch/dcnn/machine.hpp"\n',
    "arch/shared.hpp": '#include "kernel/module.hpp"\n',
    "arch/planar/rect.hpp": '#include "arch/shared.hpp"\n',
    "arch/int16/run.hpp": '#include "arch/shared.hpp"\n',
    "arch/scnn/machine.hpp": '#include "arch/planar/rect.hpp"\n#include "arch/int16/run.hpp"\n',
    "arch/dcnn/machine.hpp": "",
    "cli/main.cpp": '#include "arch/shared.hpp"\n',
}


class CheckLayers(unittest.TestCase):
    def run_on(self, changes):
        """Exit code and output for the good tree with some files changed."""
        with tempfile.TemporaryDirectory() as tree:
            for name, text in {**GOOD, **changes}.items():
                path = pathlib.Path(tree, "src", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            done = subprocess.run([CHECK, tree], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def expect(self, changes, *fragments):
        code, output = self.run_on(changes)
        self.assertEqual(code, 1, output)
        for fragment in fragments:
            self.assertIn(fragment, output)

    def test_a_good_tree_passes(self):
        self.assertEqual(self.run_on({}), (0, ""))

    def test_an_upward_include_is_found_with_file_and_line(self):
        self.expect({"core/b.cpp": '\n#include "arch/shared.hpp"\n'},
                    'src/core/b.cpp:2: core/ may not include "arch/shared.hpp"; allowed: core')

    def test_a_sideways_include_is_found(self):
        self.expect({"workload/b.cpp": '#include "kernel/module.hpp"\n'},
                    'workload/ may not include "kernel/module.hpp"')

    def test_views_know_no_architecture(self):
        self.expect({"report/text.cpp": '#  include "arch/shared.hpp"\n'},
                    'report/ may not include "arch/shared.hpp"')

    def test_systemc_is_for_the_hardware_folders(self):
        for header in ("systemc", "systemc.h", "tlm", "tlm_utils/simple_target_socket.h"):
            self.expect({"cli/b.cpp": f"#include <{header}>\n"},
                        f"src/cli/b.cpp:1: <{header}> is for arch, kernel, memory only")

    def test_one_architecture_never_includes_another(self):
        self.expect({"arch/scnn/b.cpp": '#include "arch/dcnn/machine.hpp"\n'},
                    'src/arch/scnn/b.cpp:1: "arch/dcnn/machine.hpp" belongs to another')

    def test_what_architectures_share_includes_none_of_them(self):
        for name in ("arch/b.cpp", "arch/planar/b.cpp"):
            self.expect({name: '#include "arch/scnn/machine.hpp"\n'},
                        f'src/{name}:1: "arch/scnn/machine.hpp" belongs to an architecture')

    def test_shared_rooms_are_above_arch_itself(self):
        self.expect({"arch/b.cpp": '#include "arch/planar/rect.hpp"\n'},
                    '"arch/planar/rect.hpp" is above the files of arch/ itself')

    def test_shared_rooms_do_not_include_each_other(self):
        self.expect({"arch/planar/b.cpp": '#include "arch/int16/run.hpp"\n'},
                    'arch/planar/ may not include "arch/int16/run.hpp"; allowed: arch/')

    def test_a_ring_of_includes_is_found(self):
        self.expect({"core/a.hpp": '#include "core/b.hpp"\n', "core/b.hpp": '#include "core/a.hpp"\n'},
                    "include cycle: ", "core/a.hpp -> core/b.hpp")

    def test_an_include_that_is_no_file_of_src_is_found(self):
        self.expect({"core/b.cpp": '#include "a.hpp"\n'}, '"a.hpp" is no file of src/')

    def test_a_new_folder_needs_a_place_in_the_order(self):
        self.expect({"misc/b.cpp": ""}, "misc/ is not in the list of folders")

    def test_all_faults_are_listed(self):
        self.expect({"core/b.cpp": '#include "cli/x.hpp"\n#include <tlm>\n'}, "b.cpp:1:", "b.cpp:2:")

    def test_a_tree_without_src_is_bad_usage(self):
        with tempfile.TemporaryDirectory() as tree:
            done = subprocess.run([CHECK, tree], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("has no src/", done.stderr)


if __name__ == "__main__":
    unittest.main()
