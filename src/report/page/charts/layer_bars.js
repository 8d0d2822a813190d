// SPDX-License-Identifier: Apache-2.0
// Stacked bars, one per layer (or machine): what cycles, energy and area have in common.
import {chart} from '../chart.js';
import {choice, rowWindow} from '../controls.js';
import {el, escaped} from '../dom.js';
import {number, percent, prefixOf, short, si} from '../format.js';
import {rowTooltip} from './look.js';

const ROW = 22;
const MANY = 50;

function orderOf(totals, largestFirst) {
  const order = totals.map((_, i) => i);
  return largestFirst ? order.sort((a, b) => totals[b] - totals[a] || a - b) : order;
}

function tooltip({parts, totals, names, unit, prefixed}, row) {
  const text = (value) => (prefixed === false ? `${number(value)} ${unit}` : si(value, unit));
  const lines = parts
    .filter((part) => part.values[row] > 0)
    .map(
      (part) =>
        `<tr><td><i style="background:${part.colour()}"></i>${escaped(part.text)}</td>` +
        `<td>${text(part.values[row])}</td><td>${percent(part.values[row] / totals[row])}</td></tr>`,
    );
  return `<b>${escaped(names[row])}</b> ${text(totals[row])}<table>${lines.join('')}</table>`;
}

/// What the bars are divided by, and what the axis then says.
function scaleOf(spec, mode) {
  const {totals, axis, unit, relative} = spec;
  if (mode === 'share') {
    return {by: totals, name: `share of ${axis}, %`, max: 1, tick: (v) => String(Math.round(100 * v))};
  }
  if (mode === 'relative')
    return {by: relative.totals, name: relative.axis, max: null, tick: (v) => `${short(v, 3)}×`};
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const {factor, prefix} = spec.prefixed === false ? {factor: 1, prefix: ''} : prefixOf(most);
  return {
    by: totals.map(() => 1),
    name: prefix + unit ? `${axis}, ${prefix}${unit}` : axis,
    max: null,
    tick: (v) => short(v / factor),
  };
}

function axes(env, labels, {name, max, tick}) {
  const longest = Math.max(...labels.map((label) => label.length)) * 6.6 + 10;
  const left = Math.min(env.narrow ? 112 : 190, Math.max(48, longest));
  return {
    grid: {left, right: 18, top: 4, bottom: 44},
    yAxis: {
      type: 'category',
      inverse: true,
      data: labels,
      axisTick: {show: false},
      axisLine: {lineStyle: {color: env.line}},
      axisLabel: {color: env.text, fontSize: 11, width: left - 8, overflow: 'truncate', interval: 0},
    },
    xAxis: {
      type: 'value',
      max,
      name,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: {color: env.muted},
      splitNumber: env.narrow ? 3 : 6,
      axisLabel: {color: env.muted, hideOverlap: true, formatter: tick},
      splitLine: {lineStyle: {color: env.line}},
    },
  };
}

function optionOf(spec, state) {
  return (env, hidden) => {
    const rows = orderOf(spec.totals, state.largest).slice(state.first, state.first + state.shown);
    const scale = scaleOf(spec, state.scale);
    return {
      ...axes(
        env,
        rows.map((row) => spec.names[row]),
        scale,
      ),
      tooltip: rowTooltip(env, (items) => tooltip(spec, rows[items[0].dataIndex])),
      series: spec.parts
        .filter((part) => !hidden.has(part.name))
        .map((part) => ({
          name: part.text,
          type: 'bar',
          stack: 'all',
          barWidth: '72%',
          itemStyle: {color: part.colour()},
          data: rows.map((row) => part.values[row] / (scale.by[row] || 1)),
        })),
    };
  };
}

/// spec: names and totals per bar; parts: {name, text, values per bar, colour()}; unit without prefix
/// (`prefixed: false` for one that takes none), axis (what is shown); scale: absolute, share or relative,
/// the last with relative {text, axis, totals}; fixedOrder; and what chart() takes. More than 50 bars are
/// shown through a window that can be moved.
export function layerBars(spec) {
  const {names} = spec;
  const state = {
    scale: spec.scale ?? 'absolute',
    largest: false,
    first: 0,
    shown: names.length > MANY ? 25 : names.length,
  };
  let figure = null;
  const redraw = () => figure?.redraw();
  const set = (key) => (value) => {
    state[key] = value;
    redraw();
  };
  const scales = [
    ['absolute', 'Absolute'],
    ['share', 'Share'],
    ...(spec.relative ? [['relative', spec.relative.text]] : []),
  ];
  const controls = el(
    'div',
    {class: 'controls'},
    choice('scale', scales, state.scale, set('scale')),
    !spec.fixedOrder &&
      names.length > 2 &&
      choice(
        'order',
        [
          [false, 'In order'],
          [true, 'Largest first'],
        ],
        false,
        set('largest'),
      ),
    names.length > MANY && rowWindow(state, names.length, redraw),
  );
  figure = chart({
    ...spec,
    controls,
    option: optionOf(spec, state),
    height: () => Math.max(3, state.shown) * ROW + 54,
  });
  return figure;
}
