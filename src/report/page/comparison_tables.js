// SPDX-License-Identifier: Apache-2.0
// The tables of a comparison: totals, layers, machines, published figures, what was left out.
import {counted, dataTable, measured, plain, shared, worded} from './table.js';

const PICO = 1e-12;
const SUMS =
  'Ratio of the sums over the layers that all machines have run; above 1 is better than the baseline.';
const BAND = 'End of the band of technology scaling; both machines are priced by the same method.';

/// Columns over rows of objects that may lack a key.
function from(rows) {
  const values = (key, factor = 1) =>
    rows.map((row) => {
      const value = key.split('.').reduce((node, part) => node?.[part], row);
      return typeof value === 'number' ? value * factor : (value ?? null);
    });
  return {
    words: (title, key, text) => worded(title, values(key), text),
    count: (title, key, text) => counted(title, '', values(key), text),
    measure: (title, unit, key, text, factor) => measured(title, unit, values(key, factor), text),
    plain: (title, unit, key, text) => plain(title, unit, values(key), text),
    share: (title, key, text) => shared(title, values(key), text),
    gain: (title, key, text) => plain(title, '×', values(key), text),
  };
}

function present(columns) {
  return columns.filter((column) => column.values.some((value) => value !== null));
}

function efficiencyColumns(c) {
  return [
    c.plain('Area', 'mm²', 'area_mm2', 'Without DRAM.'),
    c.gain('Area ratio', 'area_ratio', 'Area over that of the baseline.'),
    c.share('Utilisation', 'utilization', 'Effectual MACs over multipliers × cycles.'),
    c.measure('Power', 'W', 'power_w', 'Energy over time.'),
    c.measure('MACs', '', 'macs', 'Dense multiply-accumulates.'),
    c.measure('Effectual', '', 'effectual_macs', 'MACs with both operands non-zero.'),
    c.measure('Per area', 'MAC/s/mm²', 'macs_per_s_per_mm2', 'Dense MACs per second and mm².'),
    c.measure('Per watt', 'MAC/J', 'macs_per_s_per_w', 'Dense MACs per second and watt.'),
    c.gain('Per-area gain', 'performance_per_area_gain', 'Speedup over area ratio.'),
    c.gain('Per-watt gain', 'performance_per_watt_gain', 'Dense MACs per joule over those of the baseline.'),
  ];
}

export function totalsTable({workloads, machines}) {
  const rows = workloads.flatMap((workload) =>
    machines
      .filter(({name}) => workload.totals[name])
      .map(({name}) => ({workload: workload.name, machine: name, ...workload.totals[name]})),
  );
  const c = from(rows);
  return dataTable({
    caption: 'Totals',
    id: 'totals',
    columns: present([
      c.words('Machine', 'machine'),
      c.words('Workload', 'workload'),
      c.count('Cycles', 'cycles', 'Core cycles of the machine’s own clock.'),
      c.measure('Time', 's', 'time_s', 'Cycles over clock.'),
      c.gain('Speedup', 'speedup', SUMS),
      c.gain(
        'Geo. mean of layers',
        'geometric_mean_layer_speedup',
        'Geometric mean of the speedups of the layers, each counted once.',
      ),
      c.gain(
        'Arith. mean of layers',
        'arithmetic_mean_layer_speedup',
        'Arithmetic mean of the speedups of the layers.',
      ),
      c.measure('Energy', 'J', 'energy_pj', 'DRAM and leakage included.', PICO),
      c.measure('Energy, low', 'J', 'energy_low_pj', BAND, PICO),
      c.measure('Energy, high', 'J', 'energy_high_pj', BAND, PICO),
      c.gain('Energy gain', 'energy_gain', SUMS),
      c.gain('Gain, low', 'energy_gain_low', BAND),
      c.gain('Gain, high', 'energy_gain_high', BAND),
      c.measure('EDP', 'Js', 'edp_js', 'Energy × time.'),
      c.gain('EDP gain', 'edp_gain', SUMS),
      ...efficiencyColumns(c),
    ]),
  });
}

export function layersTable({workloads, machines}) {
  const rows = workloads.flatMap((workload) =>
    workload.layers.flatMap((layer) =>
      machines
        .filter(({name}) => layer.machines[name])
        .map(({name}) => ({
          workload: workload.name,
          layer: layer.name,
          macs: layer.macs,
          machine: name,
          ...layer.machines[name],
        })),
    ),
  );
  const c = from(rows);
  return dataTable({
    caption: 'Layers',
    id: 'layers',
    columns: present([
      c.words('Layer', 'layer'),
      c.words('Workload', 'workload'),
      c.words('Machine', 'machine'),
      c.measure('MACs', '', 'macs', 'Dense multiply-accumulates.'),
      c.count('Cycles', 'cycles', 'Core cycles of the machine’s own clock.'),
      c.measure('Time', 's', 'time_s', 'Cycles over clock.'),
      c.gain('Speedup', 'speedup', 'Time of the baseline over time.'),
      c.measure('Energy', 'J', 'energy_pj', 'DRAM and leakage included.', PICO),
      c.measure('Low', 'J', 'energy_low_pj', BAND, PICO),
      c.measure('High', 'J', 'energy_high_pj', BAND, PICO),
      c.gain('Energy gain', 'energy_gain', 'Energy of the baseline over energy.'),
      c.gain('EDP gain', 'edp_gain', 'Energy-delay product of the baseline over that of the machine.'),
      c.gain('Per-area gain', 'performance_per_area_gain', 'Speedup over area ratio.'),
      c.share('Utilisation', 'utilization', 'Effectual MACs over multipliers × cycles.'),
      {...c.words('What limits it', 'bottleneck', 'The largest loss, and what was busiest meanwhile.'), long: true},
    ]),
  });
}

function scaledText(scaled) {
  return Object.entries(scaled ?? {})
    .map(([path, [before, after]]) => `${path} ${before} → ${after}`)
    .join(', ');
}

export function machinesTable({machines}) {
  const rows = machines.map((machine) => ({
    ...machine,
    changed: scaledText(machine.scaled) || null,
    family: machine.family === machine.architecture ? null : machine.family,
  }));
  const c = from(rows);
  const banded = machines.some((machine) => machine.area_low_mm2 < machine.area_high_mm2);
  const band = [
    c.plain('Area, low', 'mm²', 'area_low_mm2', BAND),
    c.plain('Area, high', 'mm²', 'area_high_mm2', BAND),
  ];
  return dataTable({
    caption: 'Machines',
    id: 'machines',
    columns: present([
      c.words('Machine', 'name'),
      c.words('Architecture', 'architecture'),
      c.words('Family', 'family'),
      c.count('Multipliers', 'multipliers', 'Of the whole machine.'),
      c.plain('Clock', 'GHz', 'clock_ghz'),
      c.plain('Area', 'mm²', 'area_mm2', 'Without DRAM.'),
      ...(banded ? band : []),
      c.plain('DRAM', 'GB/s', 'dram_gb_per_s', 'Bandwidth.'),
      c.words('Technology', 'technology'),
      c.words('Scaling', 'method', 'How prices were brought to the technology.'),
      c.words('Scaled', 'changed', 'Parameters changed to meet the target: before → after.'),
      c.share('Deviation', 'deviation', 'Reached over target, minus 1.'),
      {...c.words('Source', 'source', 'The run or configuration it was read from.'), long: true},
    ]),
  });
}

export function publishedTable({published}) {
  if (published.length === 0) return null;
  const rows = published.map((figure) => ({
    ...figure,
    ratio: figure.simulated / figure.value,
    workloads: figure.workloads.join(', '),
    origin: [figure.source, figure.note].filter(Boolean).join('; '),
  }));
  const c = from(rows);
  return dataTable({
    caption: 'Published and simulated',
    id: 'published',
    columns: present([
      c.words('Machine', 'machine'),
      c.words('Against', 'against'),
      c.words('Quantity', 'quantity'),
      c.words('Workloads', 'workloads'),
      c.plain('Published', '', 'value'),
      c.plain('Simulated', '', 'simulated'),
      c.plain('Ratio', '', 'ratio', 'Simulated over published.'),
      c.words('Mark', 'mark', 'Whether the figure is printed in the source, recalled or derived.'),
      {...c.words('Source', 'origin'), long: true},
    ]),
  });
}

export function leftOutTable({workloads}) {
  const rows = workloads.flatMap((workload) =>
    workload.left_out.map((layer) => ({workload: workload.name, ...layer})),
  );
  if (rows.length === 0) return null;
  const c = from(rows);
  return dataTable({
    caption: 'Left out',
    id: 'left-out-layers',
    columns: [
      c.words('Layer', 'layer'),
      c.words('Workload', 'workload'),
      c.words('Machine', 'machine'),
      {...c.words('Reason', 'reason'), long: true},
    ],
  });
}
