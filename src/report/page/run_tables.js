// SPDX-License-Identifier: Apache-2.0
// The tables of a run: layers, components, slots, configuration, prices, inputs.
import {CLASSES} from './colours.js';
import {areaTable} from './charts/area.js';
import {reasonsOf} from './charts/cycles.js';
import {el} from './dom.js';
import {short} from './format.js';
import {counted, dataTable, measured, plain, shared, worded} from './table.js';

const PICO = 1e-12;
const sum = (values) => values.reduce((a, b) => a + b, 0);

/// A column that says the same of every layer is left out; the summary says it once.
function varied(column) {
  return column.values.some((value) => value !== column.values[0]) ? column : null;
}

export function layersTable({layers}) {
  const columns = [
    worded('Layer', layers.name),
    worded('Kind', layers.kind),
    counted('Cycles', '', layers.cycles, 'Core cycles, from the empty machine until everything is drained.'),
    measured('Time', 's', layers.time_s, 'Cycles over clock.'),
    measured('MACs', '', layers.macs, 'Dense multiply-accumulates: output elements × filter size.'),
    shared(
      'Effectual',
      layers.macs.map((n, i) => (n > 0 ? layers.effectual_macs[i] / n : null)),
      'MACs with both operands non-zero, of the dense MACs.',
    ),
    shared('Utilisation', layers.utilization, 'Effectual MACs over multipliers × cycles.'),
    measured(
      'Energy',
      'J',
      layers.energy_pj.map((v) => v * PICO),
      'Calibrated, DRAM and leakage included.',
    ),
    measured('DRAM read', 'B', layers.dram_read_bytes, 'Bytes read over the DRAM interface.'),
    measured('DRAM written', 'B', layers.dram_write_bytes, 'Bytes written over the DRAM interface.'),
    varied(
      worded(
        'Spilled',
        layers.spilled.map((v) => (v ? 'yes' : '')),
        'Some activations went through DRAM because a memory could not hold them.',
      ),
    ),
    varied(
      worded('Timing', layers.timing, 'exact; statistical where output masks were drawn at a given density.'),
    ),
    varied(
      worded(
        'Checked',
        layers.checked.map((v, i) => (layers.mismatches[i] ? 'WRONG' : v ? 'equal' : '')),
        'Every output was compared with the reference kernel, bit for bit.',
      ),
    ),
  ].filter(Boolean);
  if (layers.bottleneck.some((text) => text)) {
    columns.push({
      ...worded('What limits it', layers.bottleneck, 'The largest loss, and what was busiest meanwhile.'),
      long: true,
    });
  }
  return dataTable({caption: 'Layers', id: 'layers', columns});
}

/// What the machine decided by itself, each value once, with the layers that it holds for.
export function choicesTable({layers}) {
  const rows = Object.entries(layers.choices).flatMap(([choice, values]) =>
    [...new Set(values)]
      .filter((value) => value !== null)
      .map((value) => ({choice, value, names: layers.name.filter((_, i) => values[i] === value)})),
  );
  if (rows.length === 0) return null;
  const of = (key) => rows.map((row) => row[key]);
  return dataTable({
    caption: 'Choices of the machine',
    id: 'choices',
    columns: [
      worded('Choice', of('choice')),
      {...worded('Value', of('value')), long: true},
      counted(
        'Layers',
        '',
        rows.map(({names}) => names.length),
        'That it holds for.',
      ),
      {
        ...worded(
          'Which',
          rows.map(({names}) => `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', ...' : ''}`),
        ),
        long: true,
      },
    ],
  });
}

export function componentsTable(run) {
  const {columns} = areaTable(run.area, run.totals.area_mm2);
  const energy = columns[0].values.map((path) =>
    run.layers.energy[path] ? sum(run.layers.energy[path]) : null,
  );
  const [name, area, areaShare, instances, unit, parts] = columns;
  return dataTable({
    caption: 'Components',
    id: 'components',
    columns: [
      name,
      area,
      {...areaShare, title: 'Area share'},
      measured(
        'Energy',
        'J',
        energy.map((v) => (v === null ? null : v * PICO)),
        'Calibrated, over all layers, leakage included.',
      ),
      shared(
        'Energy share',
        energy.map((v) => (v === null ? null : v / run.totals.energy_pj)),
        'Of the energy of the run.',
      ),
      instances,
      unit,
      {...parts, long: true},
    ],
  });
}

export function slotsTable({layers, slot_reasons: described}) {
  const names = Object.keys(layers.slots);
  const total = sum(names.map((name) => sum(layers.slots[name])));
  const reasons = reasonsOf(names, described);
  const sums = reasons.map(({name}) => sum(layers.slots[name]));
  return dataTable({
    caption: 'Reasons of slots',
    id: 'slots',
    columns: [
      worded(
        'Reason',
        reasons.map(({name}) => name),
      ),
      worded(
        'Class',
        reasons.map(({of}) => CLASSES[of] ?? ''),
      ),
      measured('Multiplier-cycles', '', sums, 'Multipliers × cycles that went there, over all layers.'),
      shared(
        'Share',
        sums.map((n) => (total > 0 ? n / total : null)),
        'Of all multipliers × cycles.',
      ),
      {
        ...worded(
          'Meaning',
          reasons.map(({title}) => title),
        ),
        long: true,
      },
    ],
  });
}

/// The leaves of a tree of parameters as [path, value].
function leaves(tree, path = '') {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? leaves(value, here)
      : [[here, value]];
  });
}

export function configurationTable(config) {
  const parameters = leaves(config);
  return dataTable({
    caption: 'Resolved configuration',
    id: 'configuration',
    columns: [
      worded(
        'Parameter',
        parameters.map(([path]) => path),
      ),
      worded(
        'Value',
        parameters.map(([, value]) => (Array.isArray(value) ? value.join(', ') : String(value))),
      ),
    ],
  });
}

function fitsTable(fits) {
  const of = (key) => fits.map((fit) => fit[key]);
  const components = worded(
    'Components',
    fits.map((fit) => fit.components.join(', ')),
  );
  return dataTable({
    caption: 'Fits of the calibration',
    id: 'fits',
    columns: [
      {...components, long: true},
      plain('Area factor', '', of('area_factor'), 'Calibrated over uncalibrated area.'),
      plain('Energy factor', '', of('energy_factor'), 'Calibrated over uncalibrated energy.'),
      {...worded('Fitted to', of('target')), long: true},
    ],
  });
}

export function pricing({pricing: prices}) {
  const facts = [
    ['Technology', prices.technology],
    ['Scaling', prices.method],
    ['Voltage', `${short(prices.voltage)} V`],
    ['Calibration', prices.calibration || 'none: every figure is predicted from the library'],
  ];
  const list = el(
    'dl',
    {class: 'facts'},
    facts.map(([term, text]) => [el('dt', null, term), el('dd', null, text)]),
  );
  return el('div', null, list, prices.fits.length > 0 && fitsTable(prices.fits));
}

export function inputsTable({inputs}) {
  return dataTable({
    caption: 'Inputs',
    id: 'inputs',
    columns: [
      worded(
        'Role',
        inputs.map((input) => input.role),
      ),
      worded(
        'File',
        inputs.map((input) => input.file),
      ),
      {
        ...worded(
          'SHA-256',
          inputs.map((input) => input.sha256),
        ),
        long: true,
        digest: true,
      },
    ],
  });
}

export function skippedTable({skipped}) {
  return dataTable({
    caption: 'Layers left out',
    id: 'skipped',
    columns: [
      worded(
        'Layer',
        skipped.map((layer) => layer.name),
      ),
      worded(
        'Kind',
        skipped.map((layer) => layer.kind),
      ),
      {
        ...worded(
          'Reason',
          skipped.map((layer) => layer.reason),
        ),
        long: true,
      },
      measured(
        'Operands',
        'B',
        skipped.map((layer) => layer.bytes),
        'Bytes of its uncompressed operands.',
      ),
    ],
  });
}
