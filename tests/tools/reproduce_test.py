# SPDX-License-Identifier: Apache-2.0
"""usage: reproduce_test.py REPRODUCE    The parts of tools/reproduce, and its exit codes."""

import pathlib
import re
import subprocess
import sys
import tempfile
import types
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = SCRIPT.parent.parent
sys.path.insert(0, str(SCRIPT.parent))
sys.dont_write_bytecode = True

from reproduce_pages import area, closed_forms, dense, density, grids, networks, reasons  # noqa: E402
from reproduce_pages import energy_gains, performance, published, vsq, vsq_speed  # noqa: E402
from reproduce_pages import reasons_memory, runs, same_results  # noqa: E402
from reproduce_pages import speed, tensor_sizes, validation  # noqa: E402
from reproduce_pages.gates import Gates  # noqa: E402
from reproduce_pages.identities import Identities  # noqa: E402
from reproduce_pages.page import Page  # noqa: E402


def run_of(layers):
    return types.SimpleNamespace(layers=layers)


class Pages(unittest.TestCase):
    def test_a_page_is_headings_paragraphs_tables_and_commands(self):
        page = Page("T", "tools/x")
        page.heading("H")
        page.text("a  b\n c")
        page.table(["name", "n"], [["x", 1]])
        page.command("ls", "pwd")
        self.assertEqual(page.text().split("\n\n")[2:],
                         ["## H", "a b c", "| name | n |\n| --- | ---: |\n| x | 1 |",
                          "```sh\nls\npwd\n```\n"])

    def test_lines_of_prose_stay_within_100_columns(self):
        page = Page("T", "tools/x")
        page.text("word " * 100)
        self.assertLessEqual(max(map(len, page.text().splitlines())), 100)


class Identity(unittest.TestCase):
    def test_what_does_not_hold_is_named(self):
        identities = Identities()
        identities.add("one is one", "cmd", "equal", True)
        identities.add("one is two", "cmd", "different", False)
        identities.reason("sweep (falls)", False)
        self.assertEqual(identities.failures(),
                         ["one is two (different)", "the explanation of sweep (falls)"])

    def test_sums_that_do_not_add_up_are_found(self):
        layer = {"cycles": 10, "multipliers": 2, "slots": {"useful": 19},
                 "activity": {"pe": {"busy": 4, "idle": 5}}}
        identities = Identities()
        same_results.sums(identities, run_of([layer]))
        self.assertEqual(len(identities.failures()), 2)
        layer["slots"]["useful"] = 20
        layer["activity"]["pe"]["idle"] = 6
        identities = Identities()
        same_results.sums(identities, run_of([layer]))
        self.assertEqual(identities.failures(), [])

    def test_the_layers_of_a_failed_check_are_read_from_its_messages(self):
        self.assertEqual(same_results.found_in("layer 'a': 1\nx\nlayer 'b': 2\nlayer 'a': 3\n"),
                         ["a", "b"])


class Runs(unittest.TestCase):
    LAYERS = [{"name": "a1", "cycles": 10, "multipliers": 2, "slots": {"useful": 5, "rare": 0},
               "energy_pj": 1.0, "dram_read_bytes": 7, "dram_write_bytes": 1, "macs": 9,
               "effectual_macs": 5},
              {"name": "b1", "cycles": 30, "multipliers": 2, "slots": {"useful": 15, "rare": 3},
               "energy_pj": 2.0, "dram_read_bytes": 8, "dram_write_bytes": 0, "macs": 20,
               "effectual_macs": 15}]

    def test_commands_can_be_pasted_into_a_shell(self):
        self.assertEqual(
            runs.command("-j 2", "--layers", "^inception_(1|2)", "--set", "kc=$value",
                         workload="workloads/googlenet.yaml"),
            "build/release/gossamer run configs/arch/scnn.yaml workloads/googlenet.yaml -o "
            "out/googlenet -j 2 --layers '^inception_(1|2)' --set kc=$value")

    def test_a_part_of_a_run_has_the_totals_of_its_layers(self):
        run = runs.Run(0, "", {"layers": self.LAYERS, "totals": {"cycles": 40, "area_mm2": 8.0}},
                       "", {}, 0.0)
        totals = runs.part(run, "^b").totals
        self.assertEqual((totals["cycles"], totals["effectual_macs"], totals["utilization"],
                          totals["area_mm2"]), (30, 15, 0.25, 8.0))
        self.assertEqual(run.totals["cycles"], 40)

    def test_a_share_over_layers_weighs_them_by_their_cycles(self):
        self.assertEqual(runs.over(self.LAYERS, "rare"), 3 / 80)

    def test_a_slot_has_a_column_if_it_is_seen_in_one_layer(self):
        self.assertEqual(networks.visible_slots(self.LAYERS), ["useful", "rare"])
        self.assertEqual(networks.visible_slots(self.LAYERS[:1]), ["useful"])

    def test_remembered_runs_use_two_processes_unless_told_otherwise(self):
        asked = []

        class Quiet(runs.Gossamer):
            def fresh(self, *options, workload=runs.ALEXNET,
                      architecture=runs.ARCHITECTURE):
                asked.append(options)

        gossamer = Quiet("", "", "")
        for options in (("--check",), ("-j", "1"), ("--check",)):
            gossamer.run(*options)
        self.assertEqual(asked, [("--check", "-j", "2"), ("-j", "1")])


class Studies(unittest.TestCase):
    def test_every_density_of_a_workload_is_replaced(self):
        text = "weights: {density: [0.3, 0.25]}\nactivations: {density: 0.5}\ndensity: 1.0\n"
        self.assertEqual(density.at_density(text, 0.7),
                         "weights: {density: 0.7}\nactivations: {density: 0.7}\ndensity: 0.7\n")

    def test_the_order_of_a_power_law_is_its_exponent(self):
        self.assertAlmostEqual(density.order((0.2, 0.2 ** 1.5), (0.1, 0.1 ** 1.5)), 1.5)

    def test_grids_keep_multipliers_and_memories(self):
        for side, vector in grids.GRIDS.items():
            values = dict(setting.split("=") for setting in grids.settings(side, vector))
            pes = side * side
            self.assertEqual(pes * int(values["pe.f"]) * int(values["pe.i"]), 1024)
            self.assertEqual(pes * int(values["accumulator.banks"])
                             * int(values["accumulator.entries"]), grids.SUMS)
            self.assertEqual(pes * int(values["ppu.width"]), grids.PPU_WIDTH)
            self.assertGreaterEqual(pes * int(values["iaram_kib"]), grids.KIBIBYTES)

    def test_the_shipped_grid_is_that_of_the_architecture_file(self):
        text = (ROOT / runs.ARCHITECTURE).read_text(encoding="utf-8")
        for setting in grids.settings(grids.SHIPPED, grids.GRIDS[grids.SHIPPED]):
            path, value = setting.split("=")
            self.assertIn(f"{path.split('.')[-1]}: {value}", text)

    def test_no_two_studies_have_one_title(self):
        titles = [sweep.title for sweep in reasons.SWEEPS + reasons_memory.SWEEPS]
        self.assertEqual(len(titles), len(set(titles)))

    def test_every_shipped_workload_has_its_explanation(self):
        shipped = {f"workloads/{path.name}" for path in (ROOT / "workloads").glob("*.yaml")}
        self.assertEqual(
            set(runs.WORKLOADS + runs.TENSOR_CORE_WORKLOADS + runs.LOW_BIT_WORKLOADS), shipped)
        self.assertEqual(set(networks.REASONS), set(runs.WORKLOADS))


class Published(unittest.TestCase):
    def figure(self, simulated, gate):
        return published.Figure("x", 2.0, simulated, "published", "predicted", gate, "mm2")

    def test_a_gate_is_missed_on_either_side_and_not_at_its_edge(self):
        self.assertTrue(self.figure(2.5, 0.2).missed)
        self.assertTrue(self.figure(1.5, 0.2).missed)
        self.assertFalse(self.figure(2.5, 0.25).missed)
        self.assertFalse(self.figure(9.0, None).missed)

    def test_missed_gates_are_named_with_both_numbers(self):
        gates = Gates()
        gates.add(self.figure(2.1, 0.2))
        gates.add(self.figure(3.0, 0.2))
        self.assertEqual(gates.missed(),
                         ["x: published 2, simulated 3, +50.0 %, allowed 20 %"])

    def test_a_row_shows_the_deviation_and_the_verdict(self):
        self.assertEqual(published.row(self.figure(3.0, 0.2)),
                         ["x", "predicted", "published", "2 mm2", "3.00 mm2", "+50.0", "20.0",
                          "**missed**"])
        self.assertEqual(published.row(self.figure(2.0, None))[-2:], ["none", ""])

    def test_weights_have_their_share_of_the_energy_of_dram(self):
        layer = {"dram_read_bytes": 60, "dram_write_bytes": 20,
                 "energy_breakdown_pj": {"dram": 8.0}, "metrics": {"dram_weight_bytes": 40}}
        self.assertEqual(published.weight_energy(layer), 4.0)

    def test_the_dense_closed_form_counts_groups_strides_and_pads(self):
        text = ("layers:\n  - name: c\n    kind: conv2d\n"
                "    input: {channels: 4, height: 9, width: 7}\n"
                "    filter: {count: 6, height: 3, width: 3, stride: 2, pad: 1, groups: 2}\n")
        self.assertEqual(dense.layer_edges(text, {"rows": 2, "cols": 3, "multipliers": 16}),
                         {"c": 6 * 2 * 3 * 2})

    def test_one_price_of_the_library_is_changed_and_no_other(self):
        text = (ROOT / energy_gains.LIBRARY).read_text(encoding="utf-8")
        changed = energy_gains.with_price(text, "wire", "transfer", 0.25)
        different = [(old, new) for old, new in zip(text.split("\n"), changed.split("\n"))
                     if old != new]
        self.assertEqual(different, [("        pj: 0.325 * bits * length_mm",
                                      "        pj: 0.25 * (0.325 * bits * length_mm)")])
        with self.assertRaises(SystemExit):
            energy_gains.with_price(text, "wire", "no_such_action", 2)

    def test_what_zeros_and_halos_cost_is_taken_from_the_run(self):
        layer = {"slots": {"useful": 30, "zero_operand": 40, "padding": 20, "partial_chunk": 10},
                 "energy_parts_pj": {"pe/multipliers": {"multiplier": 200.0, "product": 50.0},
                                     "pe/iaram": {"sram": 80.0}},
                 "energy_breakdown_pj": {"pe/halo_links": 5.0},
                 "counters": {"pe/iaram": {"read": 40, "write": 0},
                              "pe/input_register": {"write": 25}}}
        self.assertAlmostEqual(energy_gains.zero_lane_energy(layer), 140.0)
        self.assertEqual(energy_gains.read_price(run_of([layer])), 2.0)
        self.assertEqual(energy_gains.halo_energy(layer, 2.0), 5.0 + 15 * 2.0)
        layer["counters"]["pe/iaram"]["write"] = 1
        with self.assertRaises(SystemExit):
            energy_gains.read_price(run_of([layer]))

    def test_what_is_left_out_of_one_machine_changes_its_gains_alone(self):
        run_by = {(machine, workload): run_of([{"energy_pj": spent}])
                  for machine, spent in ((runs.SCNN, 50.0), (runs.DCNN, 100.0),
                                         (runs.DCNN_OPT, 80.0))
                  for workload in published.NETWORKS}
        gains = energy_gains.gains_without(types.SimpleNamespace(runs=run_by),
                                           {runs.DCNN: lambda layer: 0.2 * layer["energy_pj"]})
        self.assertEqual(gains, {runs.SCNN: [1.6] * 3, runs.DCNN_OPT: [1.0] * 3})


class PerVectorScales(unittest.TestCase):
    def test_savings_are_held_to_points_and_not_to_per_cent(self):
        self.assertFalse(vsq.Saving("x", 0.24, 0.31, 0.08).missed)
        self.assertTrue(vsq.Saving("x", 0.24, 0.33, 0.08).missed)
        self.assertTrue(vsq.Saving("x", 0.24, 0.15, 0.08).missed)
        self.assertEqual(vsq.row(vsq.Saving("x", 0.24, 0.30, 0.08)),
                         ["x", "published", "24.0", "30.0", "+6.0", "8.0", "met"])

    def test_only_the_pes_count_for_their_energy(self):
        run = run_of([{"energy_breakdown_pj": {"pe": 3.0, "pe/ppu": 1.0, "dram": 9.0}},
                      {"energy_breakdown_pj": {"pe": 4.0, "global_buffer": 9.0}}])
        self.assertEqual(vsq.pe_energy(run), 7.0)
        self.assertAlmostEqual(vsq.saved(vsq.pe_energy, run, run), 0.0)

    def test_widths_are_named_as_the_paper_does(self):
        self.assertEqual([widths.name for widths in vsq.TABLE[:2]], ["8/8/-/-", "4/4/4/4"])
        self.assertEqual(vsq.Widths(4, 8, 6, 10, 6).product, "6")
        self.assertEqual(vsq.Widths(4, 8, 6, 10).product, "16, full")
        self.assertEqual(vsq.EIGHT.product, "-")

    def test_the_shipped_files_are_rows_of_the_table(self):
        for widths in (vsq.EIGHT, vsq.FOUR, vsq.Widths(4, 8, 6, 10, 6),
                       vsq.Widths(6, 8, 6, 10, 6)):
            self.assertIn(widths, vsq.TABLE)
            name = widths.name.replace("/-", "").replace("/", "_")
            text = (ROOT / f"configs/arch/magnet_{name}.yaml").read_text(encoding="utf-8")
            for bits in (f"weights:\n  bits: {widths.weights}\n"
                         f"  scale_bits: {widths.weight_scales}\n",
                         f"activations:\n  bits: {widths.activations}\n"
                         f"  scale_bits: {widths.activation_scales}\n",
                         f"scale_product_bits: {widths.rounded}\n"):
                self.assertIn(bits, text, name)

    def test_the_layer_in_the_middle_has_the_noise_of_the_row(self):
        run = run_of([{"metrics": {"sqnr_outputs_db": ratio}} for ratio in (9.0, 1.0, 5.0)]
                     + [{"metrics": {}}])
        self.assertEqual(vsq.middle_sqnr(run), 5.0)

    def test_what_the_bench_of_vector_macs_prints_is_read_back(self):
        printed = ("machine     network   run               cycles   G MACs  layers, s  machine, s"
                   "  G MACs/s of machine\n"
                   "pe_array    resnet50  --no-values      1676472    4.089      0.272       0.158"
                   "      15.0       25.9\n")
        self.assertEqual(vsq_speed.parse(printed), [
            vsq_speed.Row("pe_array", "resnet50", "--no-values", 1676472, 4.089, 0.272, 0.158)])


class Speed(unittest.TestCase):
    PRINTED = """                    cycles   M products        s      M/s  other  kernel
a                     1000         2.00    0.010    200.0    5.1    94.9
whole process         1000         2.00    0.020    100.0   55.1    44.9

useful products        2.00 million
processor time         0.020 s
"""

    def test_what_the_bench_prints_is_read_back(self):
        rows, summary = speed.parse(self.PRINTED)
        self.assertEqual(list(rows), ["a", "whole process"])
        self.assertEqual(rows["a"], speed.Row(1000, 2.0, 0.01, {"other": 5.1, "kernel": 94.9}))
        self.assertEqual(len(summary), 2)

    def test_a_fit_finds_the_cost_of_each_of_two_causes(self):
        a, b = speed.fit([(x, y, 0.5 * x + 0.25 * y)
                          for x, y in ((1.0, 4.0), (3.0, 1.0), (2.0, 7.0))])
        self.assertAlmostEqual(a, 0.5)
        self.assertAlmostEqual(b, 0.25)

    def test_blocks_go_to_the_pes_with_inputs_once_for_each_time_tile(self):
        layer = {"multipliers": 1024, "cycles": 10, "slots": {"no_tile": 2400},
                 "metrics": {"phases": 1, "output_channel_groups": 3, "time_tiles": 2}}
        self.assertEqual(speed.blocks(layer, 5), 5 * 3 * 2 * 49)

    def test_tensors_are_counted_with_groups_strides_and_pads(self):
        text = ("layers:\n  - name: c\n    kind: conv2d\n"
                "    input: {channels: 4, height: 9, width: 7}\n"
                "    filter: {count: 6, height: 3, width: 3, stride: 2, pad: 1, groups: 2}\n"
                "    weights: {density: 0.5}\n  - name: g\n    kind: gemm\n"
                "    gemm: {m: 2, n: 5, k: 7}\n")
        self.assertEqual(tensor_sizes.layers(text),
                         {"c": 2 * (6 * 2 * 9 + 4 * 63 + 6 * 5 * 4), "g": 2 * (35 + 14 + 10)})
        self.assertEqual(tensor_sizes.largest(text), 2 * 480)

    def test_every_layer_of_a_shipped_workload_has_a_size(self):
        for workload in runs.WORKLOADS:
            text = (ROOT / workload).read_text(encoding="utf-8")
            self.assertEqual(len(tensor_sizes.layers(text)), text.count("- name:"), workload)


class Sources(unittest.TestCase):
    def test_published_areas_come_from_the_shipped_files(self):
        fits = area.published_rows((ROOT / area.CALIBRATION).read_text(encoding="utf-8"))
        text = (ROOT / area.CALIBRATION).read_text(encoding="utf-8")
        self.assertEqual(len(fits), text.count("- components:"))
        pe, chip = area.published_totals((ROOT / area.COST_PAGE).read_text(encoding="utf-8"))
        self.assertAlmostEqual(sum(mm2 for _, _, mm2, _ in fits), pe, delta=0.002)
        self.assertGreater(chip, 64 * pe - 0.1)

    def test_areas_below_a_path_are_added_and_alike_names_are_not(self):
        areas = {"pe/scatter/a": 1.0, "pe/scatter/b": 2.0, "pe/scatterer": 4.0, "pe": 7.0}
        self.assertEqual(area.area_of(areas, ["pe/scatter"]), 3.0)

    def test_planes_of_all_layers_are_found(self):
        text = (ROOT / runs.ALEXNET).read_text(encoding="utf-8")
        shapes = runs.layer_shapes(text)
        self.assertEqual(len(shapes), text.count("- name:"))
        self.assertEqual(shapes["conv1"], (57, 57))

    def test_the_tests_that_the_pages_name_exist(self):
        named = {**closed_forms.TESTS, performance.MEMORY_FILE: [performance.MEMORY_TEST]}
        for file, names in named.items():
            cases = closed_forms.test_names((ROOT / file).read_text(encoding="utf-8"))
            self.assertEqual(set(names) - cases, set(), file)

    def test_names_of_tests_may_be_broken_over_lines(self):
        text = 'TEST_CASE(\n    "a "\n    "b") {\nTEST_CASE("c") {'
        self.assertEqual(closed_forms.test_names(text), {"a b", "c"})


class Formulas(unittest.TestCase):
    def test_waiting_by_geometry_counts_edge_tiles_and_pes_without(self):
        config = {"architecture": {"config": {"pe": {"rows": 8, "cols": 8}}}}
        run = types.SimpleNamespace(report=config)
        self.assertEqual(validation.idle_by_geometry(run, (16, 16)), (2, 2, 64, 0.0))
        self.assertEqual(validation.idle_by_geometry(run, (13, 13)), (2, 2, 49, 1 - 169 / 256))

    def test_the_closed_form_is_that_of_the_timing_page(self):
        config = {"kc": 8, "run_bits": 4, "pe": {"i": 4, "f": 4, "pipeline_edges": 3},
                  "ppu": {"width": 4},
                  "dram": {"burst_bytes": 64, "bandwidth_gb_per_s": 50, "latency_ns": 100}}
        first = 103 + 3  # a request at 1, 100 ns, a burst of 1.28 ns; then three edges
        self.assertEqual(closed_forms.cycles(config, 8, 16), first + 2 * (8 * 9 * 2 + 4) + 72 + 2)

    def test_values_that_never_rise_are_falling(self):
        self.assertTrue(reasons.falling([3, 2, 2]))
        self.assertFalse(reasons.falling([3, 2, 2.5]))
        self.assertTrue(reasons.rising([2, 2, 3]))
        self.assertFalse(reasons.rising([2.5, 2, 3]))


class Program(unittest.TestCase):
    def run_on(self, binary, *options):
        return subprocess.run([SCRIPT, "--binary", binary, *options], capture_output=True,
                              text=True, check=False)

    def test_a_binary_that_is_not_there_is_bad_usage(self):
        done = self.run_on("/nowhere/gossamer")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such program: /nowhere/gossamer; build it with", done.stderr)

    def test_the_program_that_measures_speed_is_asked_for_before_anything_runs(self):
        with tempfile.NamedTemporaryFile() as binary:
            done = self.run_on(binary.name, "--bench", "/nowhere/bench")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such program: /nowhere/bench", done.stderr)

    def test_a_run_that_fails_ends_it_and_writes_nothing(self):
        page = ROOT / "docs/validation.md"
        before = page.read_bytes() if page.exists() else b""
        with tempfile.TemporaryDirectory() as folder:
            binary = pathlib.Path(folder, "gossamer")
            binary.write_text("#!/bin/sh\necho broken >&2\nexit 70\n", encoding="utf-8")
            binary.chmod(0o755)
            done = self.run_on(binary, "--bench", binary)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(re.search(r"ended with code 70: broken", done.stderr), done.stderr)
        self.assertEqual(page.read_bytes() if page.exists() else b"", before)


if __name__ == "__main__":
    unittest.main()
