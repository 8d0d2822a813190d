// SPDX-License-Identifier: Apache-2.0
// Machines side by side: slots, energy and area, stacked.
import {CLASSES, series} from '../colours.js';
import {measured, plain, worded} from '../table.js';
import {reasonsOf} from './cycles.js';
import {energyParts} from './energy.js';
import {layerBars} from './layer_bars.js';

const PICO = 1e-12;
const sum = (values) => values.reduce((a, b) => a + b, 0);

/// Every workload on every machine that has run it.
function rowsOf({workloads, machines}) {
  return workloads.flatMap((workload) =>
    machines
      .filter(({name}) => workload.totals[name])
      .map(({name}) => ({
        name: workloads.length > 1 ? `${workload.name}, ${name}` : name,
        machine: name,
        workload,
        totals: workload.totals[name],
      })),
  );
}

/// {key: values per row} of maps per row. `pe` repeats the keys under it.
function byKey(maps) {
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))].filter((key) => key !== 'pe');
  return Object.fromEntries(keys.map((key) => [key, maps.map((map) => map[key] ?? 0)]));
}

/// Components by their largest share of any row, so that every machine's own are seen.
function partsOf(maps) {
  const columns = byKey(maps);
  const totals = maps.map((_, i) => sum(Object.values(columns).map((values) => values[i])));
  return energyParts(columns, undefined, (values) => Math.max(...values.map((v, i) => v / (totals[i] || 1))));
}

export function slotsByMachine(comparison) {
  const rows = rowsOf(comparison);
  const slots = byKey(rows.map(({totals}) => totals.slots));
  const used = Object.keys(slots).filter((name) => slots[name].some((n) => n > 0));
  const described = Object.assign({}, ...Object.values(comparison.slot_reasons));
  const cycles = rows.map(({totals}) => totals.cycles);
  const all = rows.map((_, i) => sum(Object.values(slots).map((values) => values[i])));
  const parts = reasonsOf(used, described).map((reason) => ({
    ...reason,
    values: slots[reason.name].map((n, i) => (n / (all[i] || 1)) * cycles[i]),
  }));
  return layerBars({
    id: 'slots-by-machine',
    title: 'Where the cycles went',
    unit: '',
    axis: 'cycles',
    names: rows.map(({name}) => name),
    totals: cycles,
    parts,
    scale: 'share',
    fixedOrder: true,
    wide: true,
    about: 'Shares of multipliers × cycles. Each machine has its own reasons; colours are classes.',
    label: `Stacked bars of ${rows.length} machines and workloads by what their multipliers did.`,
    legend: () =>
      parts.map(({name, text, of, title, colour}) => ({
        name,
        text,
        title,
        colour: colour(),
        group: CLASSES[of] ?? '',
      })),
    table: () => ({
      columns: [
        worded(
          'Machine',
          rows.map(({name}) => name),
        ),
        measured('Cycles', '', cycles),
        ...parts.map((part) => measured(part.text, 'cycles', part.values, part.title)),
      ],
    }),
  });
}

export function energyByMachine(comparison) {
  const rows = rowsOf(comparison);
  const parts = partsOf(rows.map(({totals}) => totals.energy_breakdown_pj));
  const totals = rows.map((row) => row.totals.energy_pj * PICO);
  const baselines = rows.map(({workload}) => (workload.totals[comparison.baseline]?.energy_pj ?? 0) * PICO);
  return layerBars({
    id: 'energy-by-machine',
    title: 'Energy by component',
    unit: 'J',
    axis: 'energy',
    names: rows.map(({name}) => name),
    parts,
    totals,
    fixedOrder: true,
    scale: comparison.workloads.length > 1 ? 'relative' : 'absolute',
    relative: {
      text: 'Of the baseline',
      axis: `energy over that of ${comparison.baseline}`,
      totals: baselines,
    },
    about:
      'Calibrated where the machine is, DRAM and leakage included. Components of one name share a colour.',
    label: `Stacked bars of the energy of ${rows.length} machines and workloads by component.`,
    legend: () => parts.map((part) => ({...part, colour: part.colour()})),
    table: () => ({
      columns: [
        worded(
          'Machine',
          rows.map(({name}) => name),
        ),
        measured('Energy', 'J', totals),
        ...parts.map((part) => measured(part.text, 'J', part.values, part.title)),
      ],
    }),
  });
}

export function areaByMachine({machines, workloads}) {
  const maps = machines.map(
    ({name}) => workloads.map((workload) => workload.totals[name]?.area_mm2_by_component).find(Boolean) ?? {},
  );
  const parts = partsOf(maps).map((part, n, all) => ({
    ...part,
    values: part.pj,
    colour: () => series(part.name === 'other' && n === all.length - 1 ? 99 : n),
  }));
  const totals = machines.map((machine) => machine.area_mm2);
  return layerBars({
    id: 'area-by-machine',
    title: 'Area by component',
    unit: 'mm²',
    prefixed: false,
    axis: 'area',
    names: machines.map(({name}) => name),
    parts,
    totals,
    fixedOrder: true,
    about: 'Calibrated where the machine is; DRAM has none.',
    label: `Stacked bars of the area of ${machines.length} machines by component.`,
    legend: () => parts.map((part) => ({...part, colour: part.colour()})),
    table: () => ({
      columns: [
        worded(
          'Machine',
          machines.map(({name}) => name),
        ),
        plain('Area', 'mm²', totals),
        ...parts.map((part) => plain(part.text, 'mm²', part.values, part.title)),
      ],
    }),
  });
}
