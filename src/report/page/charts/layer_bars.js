// SPDX-License-Identifier: Apache-2.0
// Stacked bars, one per layer: what cycles and energy have in common.
import {chart} from '../chart.js';
import {choice, rowWindow} from '../controls.js';
import {el, escaped} from '../dom.js';
import {number, percent, prefixOf, si} from '../format.js';

const ROW = 22;
const MANY = 50;

function orderOf(totals, largestFirst) {
  const order = totals.map((_, i) => i);
  return largestFirst ? order.sort((a, b) => totals[b] - totals[a] || a - b) : order;
}

function tooltip(parts, totals, names, unit, row) {
  const lines = parts.filter((part) => part.values[row] > 0).map((part) =>
    `<tr><td><i style="background:${part.colour()}"></i>${escaped(part.text)}</td>` +
    `<td>${si(part.values[row], unit)}</td><td>${percent(part.values[row] / totals[row])}</td></tr>`);
  return `<b>${escaped(names[row])}</b> ${si(totals[row], unit)}<table>${lines.join('')}</table>`;
}

function axes(env, labels, shareOnly, factor, unit) {
  return {
    grid: {left: env.narrow ? 92 : 132, right: 18, top: 4, bottom: 44},
    yAxis: {type: 'category', inverse: true, data: labels, axisTick: {show: false},
            axisLine: {lineStyle: {color: env.line}},
            axisLabel: {color: env.text, fontSize: 11, width: env.narrow ? 84 : 124, overflow: 'truncate',
                        interval: 0}},
    xAxis: {type: 'value', max: shareOnly ? 1 : null, name: unit, nameLocation: 'middle', nameGap: 28,
            nameTextStyle: {color: env.muted}, splitNumber: env.narrow ? 3 : 6,
            axisLabel: {color: env.muted, hideOverlap: true,
                        formatter: (v) => shareOnly ? `${Math.round(100 * v)}` : number(v / factor)},
            splitLine: {lineStyle: {color: env.line}}},
  };
}

function seriesOf(parts, order, totals, state, env, hidden) {
  return parts.filter((part) => !hidden.has(part.name)).map((part) => ({
    name: part.text, type: 'bar', stack: 'all', barWidth: '72%',
    itemStyle: {color: part.colour(), borderColor: env.card, borderWidth: 0.5},
    data: order.map((row) => part.values[row] / (state.share ? totals[row] || 1 : 1)),
  }));
}

/// names, totals: per layer; parts: {name, text, values per layer, colour()}; unit without prefix.
/// More than 50 layers are shown through a window that can be moved.
export function layerBars({id, title, about, label, names, totals, parts, unit, axis, legend, table}) {
  const state = {share: false, largest: false, first: 0, shown: names.length > MANY ? 25 : names.length};
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const {factor, prefix} = prefixOf(most);
  const visible = () => orderOf(totals, state.largest).slice(state.first, state.first + state.shown);
  const option = (env, hidden) => {
    const rows = visible();
    const axisName = state.share ? `share of the layer's ${axis}, %` : `${axis}${unit || prefix ? ', ' : ''}${prefix}${unit}`;
    return {
      ...axes(env, rows.map((row) => names[row]), state.share, factor, axisName),
      tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, confine: true,
                backgroundColor: env.card, borderColor: env.line, textStyle: {color: env.text, fontSize: 12},
                formatter: (items) => tooltip(parts, totals, names, unit, rows[items[0].dataIndex])},
      series: seriesOf(parts, rows, totals, state, env, hidden),
    };
  };
  const redraw = () => figure?.redraw();
  const set = (key) => (value) => { state[key] = value; redraw(); };
  let figure = null;
  const controls = el('div', {class: 'controls'},
    choice('scale', [[false, 'Absolute'], [true, 'Share']], false, set('share')),
    names.length > 2 && choice('order', [[false, 'In order'], [true, 'Largest first']], false, set('largest')),
    names.length > MANY && rowWindow(state, names.length, redraw));
  figure = chart({id, title, about, label, legend, table, controls, option,
                  height: () => Math.max(3, state.shown) * ROW + 54});
  return figure;
}
