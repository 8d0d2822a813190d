# SPDX-License-Identifier: Apache-2.0
"""The search space of a sweep file: what its parameters may be, and files of single points."""

import contextlib
import pathlib
import sqlite3
import tempfile

import yaml

from .errors import ToolError
from .program import ROOT, Program

FILES = ("technology", "calibration", "ert", "art")  # parameters that name files
SAMPLES = 64  # draws that tell whole numbers from others


def child(node, key):
    """The value under a key of a YAML mapping, or None."""
    for name, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if name.value == key:
            return value
    return None


def without(node, *keys):
    kept = [(name, value) for name, value in node.value if name.value not in keys]
    return yaml.MappingNode(node.tag, kept)


def entry(key, value):
    return yaml.ScalarNode("tag:yaml.org,2002:str", key), value


def mapping(pairs):
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs)


def scalar(value):
    """A node that the program reads as this number or text."""
    if isinstance(value, (int, float)):
        return yaml.compose(repr(value))
    return yaml.ScalarNode("tag:yaml.org,2002:str", value)


class Parameter:
    """Choices (YAML nodes), or an interval from `low` to `high`."""

    def __init__(self, path, choices=None, interval=None):
        self.path = path
        self.choices = choices
        self.interval = interval

    def ask(self, trial):
        """The value that a trial takes, as a YAML node."""
        if self.interval:
            low, high, log, whole = self.interval
            draw = trial.suggest_int if whole else trial.suggest_float
            return scalar(draw(self.path, low, high, log=log))
        if len(self.choices) == 1:
            return self.choices[0]
        # Places in the list: neighbours are alike, which a sampler may use.
        return self.choices[trial.suggest_int(self.path, 0, len(self.choices) - 1)]


class Space:
    def __init__(self, name, binary):
        self.path = find_sweep(name)
        self.binary = binary
        self.root = yaml.compose(self.path.read_text(encoding="utf-8"))
        self.root = with_absolute_names(self.root, self.path.parent)
        base = child(self.root, "base")
        self.bases = base.value if isinstance(base, yaml.SequenceNode) else [base]
        self.parameters = self.read(child(self.root, "parameters"), self.bases[0], None)
        self.only = {}
        for each in self.bases:
            name = pathlib.Path(each.value).stem
            block = child(child(self.root, "only"), name)
            self.only[name] = self.read(block, each, name)

    def varied(self):
        """Names of what differs between points, as a table has them."""
        parameters = [*self.parameters, *(each for block in self.only.values() for each in block)]
        names = {each.path for each in parameters if each.interval or len(each.choices) > 1}
        derived = child(self.root, "derived")
        names |= {key.value for key, _ in derived.value} if derived else set()
        workload = child(self.root, "workload")
        several = isinstance(workload, yaml.SequenceNode) and len(workload.value) > 1
        return names | ({"workload"} if several else set()) | (
            {"base"} if len(self.bases) > 1 else set())

    def read(self, block, base, name):
        if block is None:
            return []
        return [self.parameter(key.value, value, base, name) for key, value in block.value]

    def parameter(self, path, node, base, name):
        if isinstance(node, yaml.SequenceNode):
            return Parameter(path, choices=node.value)
        if isinstance(node, yaml.ScalarNode):
            return Parameter(path, choices=[node])
        ends_alone = not any(child(node, key) for key in ("step", "factor", "points"))
        values = self.drawn(path, node, base, ends_alone)
        if not ends_alone:
            return Parameter(path, choices=[scalar(value) for value in values])
        scale = child(node, "scale")
        whole = all(isinstance(value, int) for value in values)
        low, high = (float(child(node, end).value) for end in ("from", "to"))
        return Parameter(path, interval=(int(low) if whole else low, int(high) if whole else high,
                                         scale is not None and scale.value == "log", whole))

    def drawn(self, path, node, base, sampled):
        """Values of a range, as the program has them."""
        root = without(self.root, "parameters", "only", "derived", "conditions", "base", "sample",
                       "samples", "sample_seed")
        root.value.append(entry("base", base))
        root.value.append(entry("parameters", mapping([entry(path, node)])))
        if sampled:
            root.value += [entry("sample", scalar("random")), entry("samples", scalar(SAMPLES))]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "range.yaml"
            file.write_text(yaml.serialize(root), encoding="utf-8")
            Program(self.binary, file).write_plan(folder)
            store = pathlib.Path(folder) / "results.sqlite"
            with contextlib.closing(sqlite3.connect(store)) as database:
                return [value for value, in
                        database.execute(f'SELECT "{path}" FROM plan ORDER BY point')]

    def ask(self, trial):
        """A sweep of one point, as YAML, with the values that a trial takes."""
        base = Parameter("base", choices=self.bases).ask(trial)
        name = pathlib.Path(base.value).stem
        values = [entry(each.path, each.ask(trial)) for each in self.parameters]
        root = without(self.root, "parameters", "only", "base", "sample", "samples", "sample_seed")
        root.value.append(entry("base", base))
        root.value.append(entry("parameters", mapping(values)))
        if self.only[name]:
            # A name of its own, as several bases may have a parameter with other values each.
            own = [entry(each.path, Parameter(f"{name}:{each.path}", each.choices,
                                              each.interval).ask(trial))
                   for each in self.only[name]]
            root.value.append(entry("only", mapping([entry(name, mapping(own))])))
        return yaml.serialize(root)


def find_sweep(name):
    for path in (pathlib.Path(name), ROOT / "configs/sweep" / f"{name}.yaml"):
        if path.is_file():
            return path.resolve()
    raise ToolError(f"{name}: no such file, and no sweep in {ROOT / 'configs/sweep'}", 2)


def with_absolute_names(root, folder):
    """Names of files that are relative to the sweep become absolute: its points are files elsewhere."""
    def absolute(node):
        if isinstance(node, yaml.SequenceNode):
            return yaml.SequenceNode(node.tag, [absolute(each) for each in node.value])
        if isinstance(node, yaml.MappingNode):  # of a workload
            return yaml.MappingNode(node.tag, [
                (key, absolute(value) if key.value == "name" else value)
                for key, value in node.value])
        path = folder / node.value
        return scalar(str(path.resolve())) if path.is_file() else node

    def block(node):
        return yaml.MappingNode(node.tag, [
            (key, absolute(value) if key.value in FILES else value) for key, value in node.value])

    def replaced(key, value):
        if key in ("base", "workload"):
            return absolute(value)
        if key == "parameters":
            return block(value)
        if key == "only":
            return mapping([(name, block(each)) for name, each in value.value])
        return value
    return mapping([(key, replaced(key.value, value)) for key, value in root.value])
