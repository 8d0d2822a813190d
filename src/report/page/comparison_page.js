// SPDX-License-Identifier: Apache-2.0
// The page of a comparison (compare.json).
import {areaByMachine, energyByMachine, slotsByMachine} from './charts/by_machine.js';
import {layerGains, totalGains} from './charts/gains.js';
import {series} from './colours.js';
import {layersTable, leftOutTable, machinesTable, publishedTable, totalsTable} from './comparison_tables.js';
import {el} from './dom.js';
import {count, number, percent, short, times} from './format.js';
import {buildPage, section} from './frame.js';

/// Gains of a machine: of its only workload, else geometric means over those that all machines ran.
function gainsOf({workloads, means}, machine) {
  if (workloads.length === 1) return workloads[0].totals[machine] ?? {};
  const mean = means.find((one) => one.machine === machine) ?? {};
  return {
    speedup: mean.geometric_mean_speedup,
    energy_gain: mean.geometric_mean_energy_gain,
    edp_gain: mean.geometric_mean_edp_gain,
  };
}

/// With its band, where there is one.
function areaText({area_mm2: area, area_low_mm2: low, area_high_mm2: high}) {
  return `${number(area)} mm²${high > low ? ` (${short(low, 3)}–${short(high, 3)})` : ''}`;
}

function machineCard(comparison, machine, n) {
  const baseline = machine.name === comparison.baseline;
  const gains = gainsOf(comparison, machine.name);
  const base = comparison.machines.find(({name}) => name === comparison.baseline);
  const facts = [
    ['Speedup', times(gains.speedup), gains.speedup],
    ['Energy', times(gains.energy_gain), gains.energy_gain],
    ['EDP', times(gains.edp_gain), gains.edp_gain],
    ['Area ratio', times(machine.area_mm2 / base.area_mm2), undefined],
  ];
  return el(
    'div',
    {class: 'machine', id: `machine-${n}`},
    el(
      'h3',
      null,
      el('span', {class: 'swatch', style: `background:${series(n)}`}),
      machine.name,
      baseline && el('span', {class: 'badge'}, 'baseline'),
    ),
    el(
      'p',
      null,
      `${count(machine.multipliers, 'multiplier')}, ${short(machine.clock_ghz)} GHz, ` +
        `${areaText(machine)}, ${machine.technology}`,
    ),
    el(
      'dl',
      null,
      facts.map(([name, value, exact]) =>
        el('div', {'data-value': exact}, el('dt', null, name), el('dd', null, value)),
      ),
    ),
  );
}

function equalText({equal}) {
  if (!equal) return null;
  const unit = equal.unit === 'mm2' ? 'mm²' : equal.unit;
  const model = equal.of && `, that of ${equal.of}`;
  return `Machines scaled to equal ${equal.quantity}: ${short(equal.target)} ${unit}${model}.`;
}

function notes(comparison) {
  const lines = [equalText(comparison), ...comparison.notes].filter(Boolean);
  if (lines.length === 0) return null;
  return el(
    'div',
    {class: 'notice'},
    el('h3', null, 'To know when reading this'),
    el(
      'ul',
      null,
      lines.map((line) => el('li', null, line)),
    ),
  );
}

function calibration({machines}) {
  return el(
    'div',
    {class: 'cards'},
    machines.map((machine) =>
      el(
        'div',
        {class: 'machine'},
        el('h3', null, machine.name),
        machine.calibration
          ? [
              el('p', null, `Calibrated (${machine.calibration}); fitted to:`),
              el(
                'ul',
                null,
                machine.fitted.map((target) => el('li', null, target)),
              ),
              el('p', null, 'Everything else is predicted.'),
            ]
          : el('p', null, 'Nothing is fitted: every figure is predicted from the library of prices.'),
      ),
    ),
  );
}

function deviations({machines}) {
  const off = machines.filter((machine) => Math.abs(machine.deviation ?? 0) >= 0.0005);
  if (off.length === 0) return null;
  const texts = off.map((machine) => `${machine.name} ${percent(machine.deviation)}`);
  return el('p', {class: 'hint'}, `Reached but for steps of whole PEs: ${texts.join(', ')}.`);
}

export function comparisonPage(comparison) {
  const {machines, workloads, baseline} = comparison;
  const others = machines.map(({name}) => name).filter((name) => name !== baseline);
  const names = workloads.map((workload) => workload.name);
  const seeds = new Set(workloads.map((workload) => workload.seed));
  const meaning =
    workloads.length > 1
      ? 'Gains are geometric means over the workloads, of the sums over their layers.'
      : 'Gains are ratios of the sums over the layers.';
  buildPage({
    title: `${others.join(', ')} against ${baseline}`,
    version: comparison.version,
    lead: `${names.join(', ')}; seed ${[...seeds].join(', ')}`,
    sections: [
      section(
        'summary',
        'Summary',
        el(
          'div',
          {class: 'cards'},
          machines.map((machine, n) => machineCard(comparison, machine, n)),
        ),
        el('p', {class: 'hint'}, meaning),
        deviations(comparison),
        notes(comparison),
      ),
      section(
        'gains',
        'Gains',
        el('div', {class: 'pair'}, totalGains(comparison, 'speedup'), totalGains(comparison, 'energy_gain')),
      ),
      section('by-layer', 'By layer', layerGains(comparison)),
      section(
        'spent',
        'What it was spent on',
        el(
          'div',
          {class: 'pair'},
          slotsByMachine(comparison),
          energyByMachine(comparison),
          areaByMachine(comparison),
        ),
      ),
      section('totals-table', 'Totals', totalsTable(comparison)),
      section('published-table', 'Published', publishedTable(comparison)),
      section('calibrated', 'Calibrated', calibration(comparison)),
      section('machine-table', 'Machines', machinesTable(comparison)),
      section('layer-table', 'Layers', layersTable(comparison)),
      section('left-out', 'Left out', leftOutTable(comparison)),
    ],
  });
}
