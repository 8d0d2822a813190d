# SPDX-License-Identifier: Apache-2.0
"""usage: timeline_test.py GOSSAMER    Reads the timelines that the program writes back in."""

import collections
import json
import pathlib
import re
import shlex
import signal
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from program import ROOT, Program, main  # noqa: E402

PAGE = ROOT / "docs/timeline.md"

CONV = """\
  - name: {name}
    kind: conv2d
    input: {{channels: {channels}, height: 12, width: 12}}
    filter: {{count: 16, height: 3, width: 3, pad: 1}}
    weights: {{density: 0.5}}
    activations: {activations}
    relu: true
"""
# scnn tries both of its mappings on it.
GEMM = """\
  - name: gemm
    kind: gemm
    gemm: {m: 24, n: 40, k: 32}
    weights: {density: 0.5}
    activations: {density: 0.5}
"""
LARGE = """\
name: large
layers:
  - name: conv
    kind: conv2d
    input: {channels: 96, height: 32, width: 32}
    filter: {count: 64, height: 3, width: 3, pad: 1}
    weights: {density: WEIGHTS}
    activations: {density: 0.3}
    relu: true
"""
WIDE = """\
name: wide
layers:
  - name: fc
    kind: gemm
    gemm: {m: 2048, n: 2048, k: 64}
    weights: {density: 0.5}
    activations: {density: 0.5}
"""
SMALL = ("name: small\nlayers:\n" +
         CONV.format(name="conv1", channels=8, activations="{density: 0.5}") +
         CONV.format(name="conv2", channels=16, activations="{density: 0.4}"))
NETWORK = 1, 10001  # pid and tid of the layers


class Trace:
    """timeline.json, sorted by what is in it."""

    def __init__(self, path):
        trace = json.loads(path.read_text(encoding="utf-8"))
        self.facts = trace["otherData"]
        self.slices = collections.defaultdict(list)  # (pid, tid) -> [(begin, end, name, cycle)]
        self.counters = collections.defaultdict(list)  # (pid, name) -> [(cycle, value)]
        self.threads, self.processes, self.marks = {}, {}, []
        for event in trace["traceEvents"]:
            self.add(event)

    def add(self, event):
        track = event["pid"], event.get("tid")
        if event["ph"] == "X":
            self.slices[track].append((event["ts"], event["ts"] + event["dur"], event["name"],
                                       event["args"]["cycle"]))
        elif event["ph"] == "C":
            (value,) = event["args"].values()
            self.counters[event["pid"], event["name"]].append((event["ts"], value))
        elif event["ph"] == "i":
            self.marks.append((event["ts"], event["name"]))
        elif event["name"] == "thread_name":
            self.threads[track] = event["args"]["name"]
        elif event["name"] == "process_name":
            self.processes[event["pid"]] = event["args"]["name"]

    def layers(self):
        """(pid, facts) of each."""
        return list(enumerate(self.facts["layers"], 2))

    def windows(self):
        """The recorded parts of the whole axis."""
        return [(begin, end) for begin, end, name, _ in self.slices[NETWORK] if name == "recorded"]


def read_vcd(path):
    """name -> [(time, value)], values in binary or "x"."""
    names, changes, now = {}, collections.defaultdict(list), None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("$var"):
            _, _, _, identifier, name, _ = line.split()
            names[identifier] = name
        elif line.startswith("#"):
            assert now is None or int(line[1:]) > now, line
            now = int(line[1:])
        elif line.startswith("b"):
            value, identifier = line[1:].split()
            changes[names[identifier]].append((now, value))
    return {name: changes[name] for name in names.values()}


def value_at(changes, time):
    value = "x"
    for when, then in changes:
        if when > time:
            break
        value = then
    return value


class Timelines(Program):
    def setUp(self):
        super().setUp()
        self.write("small.yaml", SMALL)

    def run_into(self, out, *arguments):
        return self.succeed("run", *arguments, "-o", out)

    def trace(self, out):
        return Trace(self.home / out / "timeline.json")

    def report(self, out):
        return json.loads((self.home / out / "report.json").read_text(encoding="utf-8"))

    def assert_same(self, a, b, *names):
        for name in names:
            self.assertEqual((self.home / a / name).read_bytes(),
                             (self.home / b / name).read_bytes(), f"{a} {b} {name}")

    def assert_sound(self, out):
        """Slices do not overlap, lie in windows and layers, and say what the report says."""
        trace, report = self.trace(out), self.report(out)
        offset, marks = 0, []
        for (pid, facts), layer in zip(trace.layers(), report["layers"], strict=True):
            self.assertEqual((facts["name"], facts["first_cycle"], facts["cycles"]),
                             (layer["name"], offset, layer["cycles"]))
            marks.append((offset, layer["name"]))
            self.assert_layer_sound(trace, pid, facts, layer)
            offset += layer["cycles"]
        self.assertEqual(trace.marks, marks + [(offset, "end")])
        return trace

    def assert_layer_sound(self, trace, pid, facts, layer):
        begin, end = facts["first_cycle"], facts["first_cycle"] + facts["cycles"]
        windows = [w for w in trace.windows() if begin <= w[0] < end]
        self.assertEqual(sum(b - a for a, b in windows), facts["recorded_cycles"])
        modules = {tid: name.split(" (stands")[0] for (p, tid), name in trace.threads.items()
                   if p == pid}
        self.assertEqual(list(modules.values()), list(layer["activity"]))
        for tid, module in modules.items():
            sums = {"busy": 0, "wait_input": 0, "wait_output": 0}
            done = begin
            for start, stop, name, cycle in trace.slices[pid, tid]:
                self.assertLessEqual(done, start)
                self.assertLess(start, stop)
                self.assertEqual(cycle, start - begin)
                self.assertTrue(any(a <= start and stop <= b for a, b in windows), (start, stop))
                sums[name] += stop - start
                done = stop
            self.assertLessEqual(done, end)
            if facts["recorded_cycles"] == layer["cycles"]:
                self.assertEqual(layer["activity"][module],
                                 {**sums, "idle": layer["cycles"] - sum(sums.values())})
        for (p, name), values in trace.counters.items():
            if p != pid:
                continue
            self.assertEqual(values[-1], (end, 0))
            self.assertEqual([t for t, _ in values], sorted({t for t, _ in values}))
            self.assertTrue(all(begin <= t <= end for t, _ in values))
            self.assertTrue(all(0 <= v <= facts["capacities"][name] for _, v in values), name)

    def test_every_machine_s_timeline_adds_up_and_depends_on_nothing_else(self):
        self.write("mixed.yaml", SMALL + GEMM)
        for machine in ("scnn", "dcnn", "pe_array", "dlac", "sparse_tensor_core"):
            with self.subTest(machine):
                run = [machine, "mixed.yaml"]
                self.run_into("plain", *run)
                text = self.run_into("on", *run, "--timeline", "--vcd")
                self.assertIn("(100.0%)", text)
                self.run_into("stepped", *run, "--timeline", "--vcd", "--single-step")
                self.run_into("jobs", *run, "--timeline", "--vcd", "-j", "2")
                self.assert_same("plain", "on", "report.json", "layers.csv", "resolved.yaml")
                self.assert_same("on", "stepped", "timeline.json", "timeline.vcd")
                self.assert_same("on", "jobs", "timeline.json", "timeline.vcd")
                trace = self.assert_sound("on")
                self.assertGreater(len(trace.counters), 2)

    def assert_large_sound(self, machine, weights, *options, filters=64):
        """Returns timeline, layer of the report and what of it stands in run_info.json."""
        self.write("large.yaml", LARGE.replace("WEIGHTS", weights).replace("64", str(filters)))
        run = [machine, "large.yaml", *options, "--timeline"]
        self.run_into("on", *run)
        self.run_into("stepped", *run, "--single-step")
        self.assert_same("on", "stepped", "timeline.json")
        info = json.loads((self.home / "on/run_info.json").read_text(encoding="utf-8"))
        return self.assert_sound("on"), self.report("on")["layers"][0], info["layers"][0]

    def test_an_image_that_is_run_again_is_shown_once(self):
        # Half of the outputs are expected to be there, which do not fit; hardly any are.
        _, layer, info = self.assert_large_sound("scnn", "0.002", "--set", "oaram_kib=1")
        self.assertFalse(layer["spilled"])
        self.assertEqual(info["images_run_again"], 1)

    def test_inputs_that_are_loaded_are_shown(self):
        trace, layer, _ = self.assert_large_sound("scnn", "0.3", "--set", "iaram_kib=1")
        self.assertTrue(layer["spilled"])
        self.assertIn("input units", {name for _, name in trace.counters})

    def test_the_bytes_that_a_loader_holds_are_shown(self):
        trace, _, _ = self.assert_large_sound("dlac", "0.3", "--no-values")
        _, facts = trace.layers()[0]
        held = [level for _, level in trace.counters[2, "weight_loader held"]]
        self.assertGreater(max(held), facts["capacities"]["weight_loader held"] / 8)

    def test_tiles_that_are_waited_for_are_shown_alike(self):
        for machine in ("pe_array", "dcnn", "sparse_tensor_core", "a100"):
            with self.subTest(machine):
                self.assert_large_sound(machine, "0.3")

    def test_outputs_that_leave_the_chip_are_shown_alike(self):
        _, layer, _ = self.assert_large_sound(
            "pe_array", "0.3", "--set", "global_buffer.activation_elements=262144",
            "--set", "global_buffer.weight_elements=32768", filters=240)
        self.assertTrue(layer["spilled"])

    def test_behind_the_window_a_machine_runs_as_if_it_were_not_recorded(self):
        def burst_edges(out, *options):
            self.run_into(out, "scnn", "small.yaml", *options)
            info = json.loads((self.home / out / "run_info.json").read_text(encoding="utf-8"))
            return sum(layer["burst_edges"] for layer in info["layers"])
        plain = burst_edges("plain")
        window = burst_edges("window", "--timeline", "--trace-window", "0:20")
        whole = burst_edges("whole", "--timeline")
        self.assert_same("plain", "window", "report.json")
        self.assertLess(whole, plain / 2)
        self.assertGreater(window, 0.8 * plain)

    def test_a_window_behind_every_layer_costs_no_report(self):
        done = self.gossamer("run", "scnn", "small.yaml", "-o", "out", "--timeline",
                             "--trace-window", "9000000:9000001")
        self.assertEqual(done.returncode, 0)
        self.assertIn("--trace-window: nothing is recorded: '9000000:9000001' begins behind the end "
                      "of every chosen layer; the longest, 'conv2', has cycles 0 to ", done.stderr)
        self.assertEqual([facts["recorded_cycles"] for _, facts in self.trace("out").layers()], [0, 0])
        self.assertIn("report.json", [path.name for path in (self.home / "out").iterdir()])

    def test_sampling_keeps_to_the_limit_and_depends_on_nothing_else(self):
        run = ["scnn", "small.yaml", "--timeline", "--vcd", "--trace-limit", "200KiB"]
        text = self.run_into("on", *run)
        self.assertIn("sampled to stay within the limit: conv1 ", text)
        trace = self.assert_sound("on")
        self.assertTrue(all(0 < facts["recorded_cycles"] < facts["cycles"]
                            for _, facts in trace.layers()))
        self.run_into("stepped", *run, "--single-step")
        self.run_into("jobs", *run, "-j", "2")
        for other in ("stepped", "jobs"):
            self.assert_same("on", other, "timeline.json", "timeline.vcd")

    def test_a_long_run_is_seen_in_windows_all_over_it_within_the_limit(self):
        for limit in (2048, 8192):
            self.run_into("on", "scnn", "alexnet", "--layers", "conv[35]", "--no-values",
                          "--timeline", "--vcd", "--trace-limit", f"{limit}KiB")
            for name in ("timeline.json", "timeline.vcd"):
                self.assertLessEqual((self.home / "on" / name).stat().st_size, limit * 1024)
            self.assertGreater((self.home / "on/timeline.json").stat().st_size, limit * 200)
            trace = self.assert_sound("on")
            for _, facts in trace.layers():
                self.assertLess(facts["recorded_cycles"], facts["cycles"])
                self.assertGreaterEqual(facts["windows"], 2)

    def test_a_window_shows_the_chosen_cycles_of_each_layer(self):
        self.run_into("on", "scnn", "small.yaml", "--timeline", "--trace-window", "100:350")
        trace = self.assert_sound("on")
        self.assertEqual(trace.windows(), [
            (facts["first_cycle"] + 100, facts["first_cycle"] + min(350, facts["cycles"]))
            for _, facts in trace.layers()])

    def test_chosen_signals_are_those_of_the_whole_timeline(self):
        self.run_into("all", "scnn", "small.yaml", "--timeline")
        self.run_into("some", "scnn", "small.yaml", "--timeline", "--trace-signals", "^pe_0_3$|FIFO")
        whole, some = self.trace("all"), self.trace("some")
        self.assertEqual([name for (pid, _), name in some.threads.items() if pid > 1], ["pe_0_3"] * 2)
        self.assertEqual({name for _, name in some.counters}, {"weight FIFOs"})
        for (pid, name), values in some.counters.items():
            self.assertEqual(values, whole.counters[pid, name])
        tid = next(tid for (pid, tid), name in whole.threads.items() if name == "pe_0_3")
        self.assertEqual(some.slices[2, 10001], whole.slices[2, tid])

    def test_the_dump_has_the_values_of_the_timeline(self):
        for window in ([], ["--trace-limit", "200KiB"]):
            self.run_into("on", "scnn", "small.yaml", "--timeline", "--vcd", *window,
                          "--trace-signals", "pe_0_[01]$|FIFO|dram")
            trace, dump = self.trace("on"), read_vcd(self.home / "on/timeline.vcd")
            total = trace.marks[-1][0]
            self.assertEqual(value_at(dump["layer"], total), "x")
            recorded = trace.windows()
            codes = {"busy": "0", "wait_input": "1", "wait_output": "10"}
            checked = 0
            for cycle in range(0, total, 7):
                held = any(a <= cycle < b for a, b in recorded)
                pid = 2 + sum(1 for _, f in trace.layers()[1:] if f["first_cycle"] <= cycle)
                self.assertEqual(value_at(dump["layer"], cycle), f"{pid - 2:b}")
                for (p, tid), module in trace.threads.items():
                    if p != pid:
                        continue
                    expected = next((codes[n] for a, b, n, _ in trace.slices[pid, tid]
                                     if a <= cycle < b), "11") if held else "x"
                    self.assertEqual(value_at(dump[module], cycle), expected, (module, cycle))
                for (p, name), values in trace.counters.items():
                    if p != pid or not held:
                        continue
                    level = [v for t, v in values if t <= cycle]
                    got = value_at(dump[re.sub(r"[^A-Za-z0-9.]", "_", name)], cycle)
                    self.assertEqual(int(got, 2), level[-1] if level else 0, (name, cycle))
                    checked += 1
            self.assertGreater(checked, 50)

    def test_invocations_follow_each_other_on_the_axis_of_their_layer(self):
        for name in ("a0.npy", "a1.npy"):
            header = b"{'descr': '<i2', 'fortran_order': False, 'shape': (8, 12, 12), }"
            header = header.ljust(117) + b"\n"
            values = [i % 3 for i in range(8 * 12 * 12)]
            (self.home / name).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) +
                                           header + struct.pack(f"<{len(values)}h", *values))
        self.write("twice.yaml", "name: twice\nlayers:\n" + CONV.format(
            name="conv", channels=8, activations="{files: [a0.npy, a1.npy]}"))
        self.write("once.yaml", "name: once\nlayers:\n" + CONV.format(
            name="conv", channels=8, activations="{files: [a0.npy]}"))
        self.run_into("twice", "scnn", "twice.yaml", "--timeline")
        self.run_into("once", "scnn", "once.yaml", "--timeline")
        twice, once = self.assert_sound("twice"), self.assert_sound("once")
        cycles = once.marks[-1][0]
        self.assertEqual(twice.marks[-1][0], 2 * cycles)
        for track, slices in once.slices.items():
            if track == NETWORK:
                continue
            starts = {start for start, *_ in twice.slices[track]}
            for start, *_ in slices[1:]:  # the first may continue one of the run before
                self.assertIn(start, starts)
                self.assertIn(start + cycles, starts)

    def test_a_module_that_stands_for_others_says_so(self):
        self.write("wide.yaml", WIDE)
        self.run_into("on", "a100", "wide.yaml", "--timeline", "--no-values",
                      "--set", "gpu.simulated_sms=one")
        trace, (layer,) = self.assert_sound("on"), self.report("on")["layers"]
        self.assertGreater(len(layer["represents"]), 1)
        for module, count in layer["represents"].items():
            self.assertIn(f"{module} (stands for {count})", trace.threads.values())

    def test_files_of_an_older_run_go_with_it(self):
        self.run_into("on", "scnn", "small.yaml", "--timeline", "--vcd", "--layers", "conv1")
        self.run_into("on", "scnn", "small.yaml", "--layers", "conv1")
        self.assertFalse([p for p in (self.home / "on").iterdir() if "timeline" in p.name])

    def test_an_interrupted_run_leaves_nothing(self):
        before = sorted(self.home.rglob("*"))
        run = subprocess.Popen([self.binary, "run", "scnn", "alexnet", "--timeline", "--single-step",
                                "-o", "out", "-j", "2"], cwd=self.home, stdout=subprocess.DEVNULL)
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(timeout=60), 130)
        self.assertEqual(sorted(self.home.rglob("*")), before)

    def test_wrong_options_are_told_and_leave_nothing(self):
        cases = [
            (["--trace-window", "0:5"], "--trace-window: has nothing to record for"),
            (["--vcd", "--trace-window", "5:5"], "--trace-window: '5:5' is not allowed; allowed: "),
            (["--vcd", "--trace-window", "9:5"], "--trace-window: '9:5' is not allowed; allowed: "),
            (["--vcd", "--trace-window", "5"], "FROM:TO"),
            (["--vcd", "--trace-window", "0:1e6"], "FROM:TO"),
            (["--timeline", "--trace-signals", "pe_(0"], "not a regular expression (RE2 syntax)"),
            (["--timeline", "--trace-signals", "dram_prot"], "did you mean 'dram_port'?"),
            (["--timeline", "--trace-limit", "64MB"], "--trace-limit: '64MB' is not allowed"),
            (["--timeline", "--trace-limit", "1KiB"], "is too little for the 2 chosen layers"),
            (["--timeline", "--trace-windw", "0:5"], "did you mean '--trace-window'?"),
        ]
        before = sorted(self.home.rglob("*"))
        for jobs in ("1", "2"):
            for options, words in cases:
                done = self.gossamer("run", "scnn", "small.yaml", "-o", "out", "-j", jobs, *options)
                self.assertEqual(done.returncode, 2, (options, done.stderr))
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(sorted(self.home.rglob("*")), before)

    def test_the_examples_of_the_page_run(self):
        text = PAGE.read_text(encoding="utf-8")
        (block,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        commands = [shlex.split(line, comments=True)
                    for line in block.replace("\\\n", " ").splitlines()]
        self.assertGreater(len(commands), 2)
        for program, *arguments in commands:
            self.assertEqual(program, "gossamer")
            done = self.gossamer(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Timeline: ", done.stdout)


if __name__ == "__main__":
    main()
