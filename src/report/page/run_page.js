// SPDX-License-Identifier: Apache-2.0
// The page of one run.
import {areaChart} from './charts/area.js';
import {cyclesChart} from './charts/cycles.js';
import {densityChart} from './charts/density.js';
import {energyChart} from './charts/energy.js';
import {peLoadChart} from './charts/pe_load.js';
import {rooflineChart} from './charts/roofline.js';
import {placesOf} from './colours.js';
import {el} from './dom.js';
import {count, number, percent, short, si, whole} from './format.js';
import {buildPage, section, tiles} from './frame.js';
import {
  choicesTable,
  componentsTable,
  configurationTable,
  inputsTable,
  layersTable,
  pricing,
  skippedTable,
  slotsTable,
} from './run_tables.js';

const PICO = 1e-12;

function checkedTile({layers}) {
  const [all, wrong] = [layers.name.length, layers.mismatches.filter(Boolean).length];
  const right = layers.checked.filter(Boolean).length;
  if (wrong > 0) return {name: 'Values', value: 'WRONG', note: `in ${count(wrong, 'layer')}`, tone: 'bad'};
  if (right === 0) return {name: 'Values', value: 'not checked', note: 'run with --check compares them'};
  return {name: 'Values', value: 'equal', note: `${right} of ${count(all, 'layer')} checked`, tone: 'good'};
}

function layersNote({layers, skipped}) {
  const spilled = layers.spilled.filter(Boolean).length;
  const drawn = layers.timing.filter((timing) => timing !== 'exact').length;
  return [
    skipped.length > 0 && `${skipped.length} left out`,
    spilled > 0 && `${spilled} spilled to DRAM`,
    drawn > 0 ? `${drawn} with drawn output masks` : 'exact timing',
  ]
    .filter(Boolean)
    .join(', ');
}

const tile = (id, name, value, note, exact) => ({id, name, value, note, exact});

function costTiles({totals, pricing: prices, clock_ghz: clock}) {
  const energy = totals.energy_pj * PICO;
  const perMac = `${si(energy / totals.macs, 'J')} per MAC`;
  return [
    tile('cycles', 'Cycles', si(totals.cycles, ''), whole(totals.cycles), totals.cycles),
    tile('time', 'Time', si(totals.time_s, 's'), `at ${short(clock)} GHz`, totals.time_s),
    tile('energy', 'Energy', si(energy, 'J'), totals.macs > 0 ? perMac : '', totals.energy_pj),
    tile('power', 'Average power', si(energy / totals.time_s, 'W'), 'energy over time'),
    tile('area', 'Area', `${number(totals.area_mm2)}\u00a0mm²`, prices.technology, totals.area_mm2),
    tile('edp', 'Energy-delay product', si(energy * totals.time_s, 'Js'), 'energy × time'),
  ];
}

function workTiles({totals, layers, skipped}) {
  const bytes = totals.dram_read_bytes + totals.dram_write_bytes;
  const rate = totals.macs / totals.time_s;
  const effectual = totals.macs > 0 ? `${percent(totals.effectual_macs / totals.macs)} effectual` : '';
  const written = `${si(totals.dram_write_bytes, 'B')} of them written`;
  const {length} = layers.name;
  return [
    tile(
      'utilization',
      'Utilisation',
      percent(totals.utilization),
      'effectual, of all slots',
      totals.utilization,
    ),
    tile('rate', 'Dense MAC rate', si(rate, 'MAC/s'), si(2 * rate, 'OP/s')),
    tile('macs', 'MACs', si(totals.macs, ''), effectual, totals.macs),
    tile('dram', 'DRAM', si(bytes, 'B'), written, bytes),
    tile('layers', 'Layers', whole(length), layersNote({layers, skipped}), length),
  ];
}

function summary(run) {
  return tiles([...costTiles(run), ...workTiles(run), checkedTile(run)]);
}

function mismatches({layers}) {
  const wrong = layers.name.flatMap((name, i) =>
    (layers.mismatches[i] ?? []).map((text) => `${name}: ${text}`),
  );
  if (wrong.length === 0) return null;
  return el(
    'div',
    {class: 'notice bad', role: 'alert'},
    el('h3', null, 'Values differ from the reference'),
    el(
      'ul',
      null,
      wrong.map((text) => el('li', null, text)),
    ),
  );
}

/// Figures that a run without values can only bound.
function bounds({layers}) {
  const texts = new Set((layers.choices.upper_bounds ?? []).filter(Boolean));
  if (texts.size === 0) return null;
  return el(
    'p',
    {class: 'hint', id: 'bounds'},
    `Run without values, so upper bounds: ${[...texts].join('; ')}. Utilisation counts useful products.`,
  );
}

function loadHint({represents, module_groups: groups}) {
  if (groups.length === 0) {
    return el(
      'p',
      {class: 'hint'},
      'This machine steps its PEs as one module: report.json has no busy cycles of single PEs, ' +
        'and there is no map of their load. Idle PEs are among the slots.',
    );
  }
  if (represents.length === 0) return null;
  return el(
    'p',
    {class: 'hint'},
    `${represents.slice(0, 6).join(', ')}${represents.length > 6 ? ' and others' : ''} ` +
      `${represents.length === 1 ? 'stands' : 'stand'} for alike modules that were not simulated: the ` +
      'map shows their own busy cycles, slots and counts are those of all.',
  );
}

function options(run) {
  const entries = Object.entries(run.options);
  const text = entries
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
  return el(
    'dl',
    {class: 'facts'},
    [
      ['Seed', String(run.seed)],
      ['Options', text || 'none'],
    ].map(([term, value]) => [el('dt', null, term), el('dd', null, value)]),
  );
}

/// Components by their larger share of energy or area: the first ones get colours.
function withPlaces(run) {
  const share = (component) =>
    Math.max(
      component.area_mm2 / run.totals.area_mm2 || 0,
      (run.layers.energy[component.path] ?? []).reduce((a, b) => a + b, 0) / run.totals.energy_pj || 0,
    );
  const sorted = [...run.area].sort((a, b) => share(b) - share(a));
  return {...run, places: placesOf(sorted.map((component) => component.path))};
}

export function runPage(report) {
  const run = withPlaces(report);
  const layers = run.layers.name.length;
  const {technology, calibration} = run.pricing;
  const calibrated = calibration ? `calibrated (${calibration})` : 'not calibrated';
  buildPage({
    title: `${run.workload} on ${run.architecture}`,
    version: run.version,
    lead: `${count(layers, 'layer')}, ${technology}, ${calibrated}, seed ${run.seed}`,
    sections: [
      section('summary', 'Summary', mismatches(run), summary(run), bounds(run)),
      section(
        'cycles',
        'Cycles and energy',
        layers > 0 && el('div', {class: 'pair'}, cyclesChart(run), energyChart(run)),
      ),
      section('area', 'Area and roofline', el('div', {class: 'pair'}, areaChart(run), rooflineChart(run))),
      section(
        'load',
        'Sparsity and load',
        el('div', {class: 'pair'}, densityChart(run), peLoadChart(run)),
        loadHint(run),
      ),
      section('layer-table', 'Layers', layersTable(run)),
      section('choice-table', 'Choices', choicesTable(run)),
      run.skipped.length > 0 && section('left-out', 'Left out', skippedTable(run)),
      section('component-table', 'Components', componentsTable(run)),
      section('slot-table', 'Slots', slotsTable(run)),
      section('prices', 'Prices', pricing(run)),
      section('configuration-table', 'Configuration', configurationTable(run.config)),
      section('input-table', 'Inputs', options(run), inputsTable(run)),
    ],
  });
}
