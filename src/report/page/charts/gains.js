// SPDX-License-Identifier: Apache-2.0
// Speedup and energy gain against the baseline, in total and by layer.
import {el} from '../dom.js';
import {select} from '../controls.js';
import {machineColour, ratioBars} from './ratio_bars.js';

const GAINS = {
  speedup: {title: 'Speedup', what: 'time of the baseline over time', mean: 'geometric_mean_speedup'},
  energy_gain: {
    title: 'Energy gain',
    what: 'energy of the baseline over energy',
    mean: 'geometric_mean_energy_gain',
  },
};

/// The machines but for the baseline, with the colours they have on the whole page.
function challengers(comparison) {
  return comparison.machines
    .map((machine, n) => ({name: machine.name, colour: machineColour(n)}))
    .filter((machine) => machine.name !== comparison.baseline);
}

const valueOf = (entry, key) => entry?.[key] ?? null;

/// Published gains on one workload, beside the bars they belong to. One of the baseline over a machine is
/// one of the machine over the baseline the other way round.
function marksOf(comparison, key, machines) {
  const names = comparison.workloads.map((workload) => workload.name);
  return comparison.published.flatMap((figure) => {
    const {workloads, quantity, against, value} = figure;
    const inverted = figure.machine === comparison.baseline;
    const machine = machines.findIndex(({name}) => name === (inverted ? against : figure.machine));
    const comparable = inverted || against === comparison.baseline;
    if (quantity !== key || machine < 0 || !comparable || workloads.length !== 1) return [];
    return [{machine, group: names.indexOf(workloads[0]), value: inverted ? 1 / value : value}];
  });
}

export function totalGains(comparison, key) {
  const {title, what, mean} = GAINS[key];
  const {workloads, means} = comparison;
  const withMean = workloads.length > 1;
  const machines = challengers(comparison).map((machine) => {
    const totals = workloads.map((workload) => workload.totals[machine.name]);
    const own = means.find((one) => one.machine === machine.name);
    const values = totals.map((total) => valueOf(total, key));
    const band = (end) => [
      ...totals.map((total, i) => valueOf(total, `${key}_${end}`) ?? values[i]),
      ...(withMean ? [null] : []),
    ];
    return {
      ...machine,
      values: [...values, ...(withMean ? [valueOf(own, mean)] : [])],
      ...(key === 'speedup' ? {} : {low: band('low'), high: band('high')}),
    };
  });
  const marks = marksOf(comparison, key, machines);
  return ratioBars({
    id: `total-${key.replace('_', '-')}`,
    title: `${title} in total`,
    what,
    of: 'Workload',
    machines,
    marks,
    groups: [...workloads.map((workload) => workload.name), ...(withMean ? ['geometric mean'] : [])],
    about:
      `Against ${comparison.baseline}, of the sums over all layers; above 1 is better.` +
      (key === 'speedup' ? '' : ' Whiskers: the band of technology scaling.') +
      (marks.length > 0 ? ' Diamonds are published values.' : ''),
  });
}

function layerFigure(comparison, workload, key) {
  const {title, what} = GAINS[key];
  const machines = challengers(comparison).map((machine) => {
    const cells = workload.layers.map((layer) => layer.machines[machine.name]);
    const band = (end) => cells.map((cell) => valueOf(cell, `${key}_${end}`));
    const banded = cells.some((cell) => valueOf(cell, `${key}_low`) !== null);
    return {
      ...machine,
      values: cells.map((cell) => valueOf(cell, key)),
      ...(banded ? {low: band('low'), high: band('high')} : {}),
    };
  });
  return ratioBars({
    id: `layer-${key.replace('_', '-')}`,
    title: `${title} by layer, ${workload.name}`,
    what,
    of: 'Layer',
    machines,
    marks: [],
    groups: workload.layers.map((layer) => layer.name),
    about: `Against ${comparison.baseline}. A missing bar: the machine has not run the layer.`,
  });
}

/// Both gains by layer, of the workload that is chosen above them.
export function layerGains(comparison) {
  const {workloads} = comparison;
  const pair = el('div', {class: 'pair'});
  const show = (index) => {
    for (const node of pair.children) node.discard();
    pair.replaceChildren(...Object.keys(GAINS).map((key) => layerFigure(comparison, workloads[index], key)));
  };
  show(0);
  const choice =
    workloads.length > 1 &&
    el(
      'div',
      {class: 'controls'},
      select(
        'Workload',
        workloads.map((workload, i) => [i, workload.name]),
        0,
        (i) => show(Number(i)),
      ),
    );
  return [choice, pair];
}
