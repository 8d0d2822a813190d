// SPDX-License-Identifier: Apache-2.0
// Gains over the baseline as grouped bars, with bands as whiskers and published values as diamonds.
import {chart} from '../chart.js';
import {readableOn, series, styled} from '../colours.js';
import {rowWindow} from '../controls.js';
import {el, escaped} from '../dom.js';
import {short, times} from '../format.js';
import {plain, worded} from '../table.js';
import {rowTooltip} from './look.js';

const SHOWN = 25;
const SHORT = 0.16; // of the longest bar: no room for a number
const GAPS = {barGap: '12%', barCategoryGap: '26%'};

function barAt(api, params, machine, count) {
  const layout = api.barLayout({...GAPS, count})[machine];
  return layout.offsetCenter;
}

function strokes(lines, colour, lineWidth) {
  const style = {stroke: styled(colour), lineWidth};
  return lines.map(([x1, y1, x2, y2]) => ({type: 'line', shape: {x1, y1, x2, y2}, style}));
}

/// A line from low to high with ends, over the bar of its machine.
function whiskers(machine, n, count, rows) {
  return {
    type: 'custom',
    silent: true,
    z: 5,
    data: rows.map((row, i) => [machine.low[row], i, machine.high[row]]),
    encode: {x: [0, 2], y: 1},
    renderItem: (params, api) => {
      const [low, high] = [api.value(0), api.value(2)];
      if (!(high > low)) return null;
      const offset = barAt(api, params, n, count);
      const [x1, y] = api.coord([low, api.value(1)]);
      const [x2] = api.coord([high, api.value(1)]);
      const at = y + offset;
      const ends = [
        [x1, at, x2, at],
        [x1, at - 3, x1, at + 3],
        [x2, at - 3, x2, at + 3],
      ];
      // Seen on bars and beside them: a dark line on a light one, or the other way round.
      return {type: 'group', children: [...strokes(ends, '--card', 3.2), ...strokes(ends, '--text', 1.2)]};
    },
  };
}

function diamonds(marks, rows, machines) {
  const shown = marks.filter((mark) => rows.includes(mark.group));
  return {
    type: 'custom',
    silent: true,
    z: 6,
    name: 'published',
    encode: {x: 0, y: 1},
    data: shown.map((mark) => [mark.value, rows.indexOf(mark.group), mark.machine]),
    renderItem: (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const at = y + barAt(api, params, api.value(2), machines.length);
      return {
        type: 'polygon',
        shape: {
          points: [
            [x - 6, at],
            [x, at - 6],
            [x + 6, at],
            [x, at + 6],
          ],
        },
        style: {fill: styled('--card'), stroke: styled('--text'), lineWidth: 1.6},
      };
    },
  };
}

function tooltip(groups, machines, marks, row) {
  const lines = machines
    .filter((m) => m.values[row] !== null)
    .map((m) => {
      const mark = marks.find((one) => one.group === row && machines[one.machine] === m);
      const band = m.high?.[row] > m.low?.[row] ? ` (${short(m.low[row], 3)}–${short(m.high[row], 3)})` : '';
      return (
        `<tr><td><i style="background:${m.colour()}"></i>${escaped(m.name)}</td><td>${times(m.values[row])}${band}` +
        `</td><td>${mark ? `published ${times(mark.value)}` : ''}</td></tr>`
      );
    });
  return `<b>${escaped(groups[row])}</b><table>${lines.join('')}</table>`;
}

function axes(env, names, what, most) {
  const left = Math.min(
    env.narrow ? 104 : 190,
    Math.max(56, Math.max(...names.map((name) => name.length)) * 6.6 + 10),
  );
  return {
    grid: {left, right: 24, top: 4, bottom: 44},
    yAxis: {
      type: 'category',
      inverse: true,
      data: names,
      axisTick: {show: false},
      axisLine: {lineStyle: {color: env.line}},
      axisLabel: {color: env.text, fontSize: 11, width: left - 8, overflow: 'truncate', interval: 0},
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: most,
      name: what,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: {color: env.muted},
      axisLabel: {
        color: env.muted,
        hideOverlap: true,
        showMaxLabel: false,
        formatter: (v) => `${short(v, 3)}×`,
      },
      splitLine: {lineStyle: {color: env.line}},
    },
  };
}

/// The line at 1, where a machine is as good as the baseline.
function parity(env) {
  return {
    silent: true,
    symbol: 'none',
    label: {show: false},
    data: [{xAxis: 1}],
    lineStyle: {color: env.muted, type: 'dashed', width: 1},
  };
}

/// A value with its label: inside the bar, or behind one that is too short for it.
function labelled(value, machine, most, env) {
  const inside = value > SHORT * most;
  const label = {
    position: inside ? 'insideLeft' : 'right',
    color: inside ? readableOn(machine.colour()) : env.text,
  };
  return {value, label};
}

function bar(machine, rows, most, env) {
  return {
    type: 'bar',
    name: machine.name,
    ...GAPS,
    itemStyle: {color: machine.colour()},
    data: rows.map((row) => labelled(machine.values[row], machine, most, env)),
    label: {
      show: rows.length <= SHOWN,
      fontSize: 10,
      formatter: ({value}) => (value > 0 ? times(value) : ''),
    },
  };
}

function option(spec, state) {
  const {groups, machines, marks} = spec;
  return (env, hidden) => {
    const rows = groups.map((_, i) => i).slice(state.first, state.first + state.shown);
    const present = machines.filter((m) => !hidden.has(m.name));
    const seen = marks
      .filter((mark) => !hidden.has(machines[mark.machine].name))
      .map((mark) => ({...mark, machine: present.indexOf(machines[mark.machine])}));
    const most = Math.max(...present.flatMap((machine) => rows.map((row) => machine.values[row] ?? 0)));
    const bars = present.map((machine) => bar(machine, rows, most, env));
    if (bars.length > 0) bars[0].markLine = parity(env);
    const banded = present.flatMap((machine, n) =>
      machine.low ? [whiskers(machine, n, present.length, rows)] : [],
    );
    const beyond = seen.reduce((most, mark) => Math.max(most, mark.value * 1.04), 0);
    return {
      ...axes(
        env,
        rows.map((row) => groups[row]),
        spec.what,
        ({max}) => Math.max(max, beyond, 1) * 1.02,
      ),
      tooltip: rowTooltip(env, (items) => tooltip(groups, machines, marks, rows[items[0].dataIndex])),
      series: [...bars, ...banded, diamonds(seen, rows, present)],
    };
  };
}

function columnsOf({groups, machines, of}) {
  return {
    columns: [
      worded(of, groups),
      ...machines.flatMap((m) => [
        plain(m.name, '×', m.values),
        ...(m.low ? [plain(`${m.name}, low`, '×', m.low), plain(`${m.name}, high`, '×', m.high)] : []),
      ]),
    ],
  };
}

/// spec: id, title, about, what (axis), of (what a group is), groups (names), machines: {name, values per
/// group, low, high, colour()}, marks: {machine, group (both numbers), value} of published figures.
export function ratioBars(spec) {
  const state = {first: 0, shown: Math.min(SHOWN, spec.groups.length)};
  let figure = null;
  const many = spec.groups.length > SHOWN;
  const controls =
    many &&
    el(
      'div',
      {class: 'controls'},
      rowWindow(state, spec.groups.length, () => figure?.redraw()),
    );
  const legend = () => [...spec.machines.map((m) => ({name: m.name, colour: m.colour()}))];
  const row = Math.max(24, spec.machines.length * 15 + 10);
  figure = chart({
    ...spec,
    label: labelOf(spec),
    controls,
    legend,
    option: option(spec, state),
    height: () => state.shown * row + 54,
    table: () => columnsOf(spec),
  });
  return figure;
}

function labelOf({title, groups, machines}) {
  const range = (values) => {
    const there = values.filter((v) => v !== null);
    return there.length > 0 ? `${times(Math.min(...there))} to ${times(Math.max(...there))}` : 'none';
  };
  return `${title}, bars of ${groups.length} groups: ${machines.map((m) => `${m.name} ${range(m.values)}`).join('; ')}.`;
}

export function machineColour(n) {
  return () => series(n);
}
