// SPDX-License-Identifier: Apache-2.0
// How evenly the work was spread: the busy share of alike modules, one cell each.
import {chart} from '../chart.js';
import {palette} from '../colours.js';
import {select} from '../controls.js';
import {el, escaped} from '../dom.js';
import {percent} from '../format.js';
import {shared, worded} from '../table.js';
import {tooltip} from './look.js';

const WRAP = 16;
const MOST_ROWS = 24;

/// Busy shares of a group in a layer; null where the layer does not use it. One number stands for all.
function sharesOf(group, layer) {
  const permille = group.busy_permille[layer];
  if (permille === null) return null;
  if (typeof permille === 'string') return Array.from(atob(permille), (byte) => byte.charCodeAt(0) / 255);
  return Array.isArray(permille)
    ? permille.map((n) => n / 1000)
    : Array(group.names.length).fill(permille / 1000);
}

/// Row and column of each module as it is named; `wide` is the length of a row where modules with one
/// number, or too many rows, are wrapped in their order.
function layoutOf(group, narrow) {
  const rows = Math.max(...group.places.map(([row]) => row)) + 1;
  const columns = Math.max(...group.places.map(([, column]) => column)) + 1;
  if (rows > 1 && rows <= MOST_ROWS) return {places: group.places, rows, columns, wide: 1};
  const {length} = group.places;
  const wide = Math.min(length, (length > 4 * WRAP ? 2 * WRAP : WRAP) / (narrow ? 2 : 1));
  const places = group.places.map((_, i) => [Math.floor(i / wide), i % wide]);
  return {places, rows: Math.ceil(length / wide), columns: wide, wide};
}

function numbers(env, length, step = 1) {
  return {
    type: 'category',
    data: Array.from({length}, (_, i) => i * step),
    axisTick: {show: false},
    axisLine: {show: false},
    axisLabel: {color: env.muted},
    splitArea: {show: false},
  };
}

function scaleOf(env) {
  return {
    min: 0,
    max: 1,
    orient: 'horizontal',
    left: 'center',
    bottom: 0,
    calculable: false,
    itemHeight: Math.min(220, env.width - 150),
    itemWidth: 12,
    text: ['100 % busy', '0 %'],
    textStyle: {color: env.muted},
    inRange: {color: palette().heat},
  };
}

function option(state, groups) {
  return (env) => {
    const group = groups[state.group];
    const shares = sharesOf(group, state.layer) ?? [];
    const {places, rows, columns, wide} = layoutOf(group, env.narrow);
    return {
      grid: {left: 34, right: 12, top: 8, bottom: 68},
      xAxis: numbers(env, columns),
      yAxis: {...numbers(env, rows, wide), inverse: true},
      visualMap: scaleOf(env),
      tooltip: tooltip(
        env,
        ({dataIndex}) => `<b>${escaped(group.names[dataIndex])}</b><br>${percent(shares[dataIndex])} busy`,
      ),
      series: [
        {
          type: 'heatmap',
          itemStyle: {borderColor: env.card, borderWidth: 2, borderRadius: 3},
          label: {
            show: columns <= (env.narrow ? 8 : 16),
            fontSize: env.narrow ? 10 : 11,
            formatter: ({data}) => Math.round(100 * data[2]),
          },
          data: shares.map((share, i) => [places[i][1], places[i][0], share]),
        },
      ],
    };
  };
}

function spread(shares) {
  const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
  const most = Math.max(...shares);
  return (
    `mean ${percent(mean)} busy, the busiest ${percent(most)}` +
    (mean > 0 ? `; ${(most / mean).toFixed(2)} times the mean` : '')
  );
}

function heightOf(state, groups) {
  return (width) => {
    const {rows, columns} = layoutOf(groups[state.group], width < 520);
    return Math.round(Math.min(36, Math.max(14, (width - 46) / columns)) * rows) + 76;
  };
}

/// The first layer shown is the one that took most cycles of those that used the modules.
function longest(run, group) {
  const {cycles} = run.layers;
  return cycles
    .map((_, i) => i)
    .filter((i) => group.busy_permille[i] !== null)
    .reduce((a, b) => (cycles[b] > cycles[a] ? b : a));
}

/// Which layer and, where there is a choice, which modules.
function choices(run, groups, state, update) {
  const set = (key) => (i) => {
    state[key] = Number(i);
    update();
  };
  const numbered = (names) => names.map((name, i) => [i, name]);
  const labels = groups.map((group) => group.label);
  return [
    select('Layer', numbered(run.layers.name), state.layer, set('layer')),
    labels.length > 1 && select('Modules', numbered(labels), 0, set('group')),
  ];
}

/// null where the machine's PEs are one module: there is nothing to map.
export function peLoadChart(run) {
  const groups = run.module_groups;
  if (groups.length === 0) return null;
  const state = {group: 0, layer: longest(run, groups[0])};
  const summary = el('p', {class: 'summary', role: 'status'});
  let figure = null;
  const update = () => {
    const shares = sharesOf(groups[state.group], state.layer);
    summary.textContent = shares
      ? `${run.layers.name[state.layer]}: ${spread(shares)}.`
      : `${run.layers.name[state.layer]} does not use these modules.`;
    figure?.redraw();
  };
  const controls = el('div', {class: 'controls'}, choices(run, groups, state, update), summary);
  figure = chart({
    id: 'pe-load',
    title: 'Load of the PEs',
    controls,
    height: heightOf(state, groups),
    about: 'Busy cycles of each module over the cycles of the layer, in %.',
    label: `Heat map of ${groups[0].names.length} modules; a choice of layer stands above it.`,
    option: option(state, groups),
    table: () => ({
      columns: [
        worded('Module', groups[state.group].names),
        shared('Busy', sharesOf(groups[state.group], state.layer) ?? []),
      ],
    }),
  });
  update();
  return figure;
}
