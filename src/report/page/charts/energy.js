// SPDX-License-Identifier: Apache-2.0
// Energy of each layer by component. The largest components have colours of their own.
import {COLOURS, series} from '../colours.js';
import {percent, si, spoken} from '../format.js';
import {measured, worded} from '../table.js';
import {layerBars} from './layer_bars.js';

const COLOURED = 9;
const PICO = 1e-12;
const sum = (values) => values.reduce((a, b) => a + b, 0);

/// Leaves of the energy maps from the largest by `weight`; those beyond the ninth are one part, "other".
export function energyParts(energy, places, weight = sum) {
  const sorted = Object.entries(energy)
    .map(([name, pj]) => ({name, text: spoken(name), pj, total: sum(pj)}))
    .filter((part) => part.total > 0)
    .sort((a, b) => weight(b.pj) - weight(a.pj));
  const placeOf = (part, n) => places?.get(part.name) ?? n;
  const isLarge = (part, n) => n < COLOURED && placeOf(part, n) < COLOURS;
  const parts = sorted.filter(isLarge).map((part, n) => ({...part, colour: () => series(placeOf(part, n))}));
  const small = sorted.filter((part, n) => !isLarge(part, n));
  if (small.length > 0) {
    const pj = small[0].pj.map((_, i) => sum(small.map((part) => part.pj[i])));
    parts.push({
      name: 'other',
      text: `other (${small.length})`,
      pj,
      total: sum(pj),
      colour: () => series(99),
      title: small.map((part) => part.text).join(', '),
    });
  }
  return parts.map((part) => ({...part, values: part.pj.map((v) => v * PICO)}));
}

export function energyChart(run) {
  const {layers} = run;
  const parts = energyParts(layers.energy, run.places);
  const total = run.totals.energy_pj;
  const top = parts.slice(0, 3).map((part) => `${part.text} ${percent(part.total / total)}`);
  return layerBars({
    id: 'energy',
    title: 'Energy by component',
    names: layers.name,
    unit: 'J',
    axis: 'energy',
    parts,
    totals: layers.energy_pj.map((v) => v * PICO),
    about: `${run.pricing.calibration ? 'Calibrated energy' : 'Energy'} of each layer, DRAM and leakage included.`,
    label: `Stacked bars: ${si(total * PICO, 'J')} in ${layers.name.length} layers; the largest: ${top.join(', ')}.`,
    legend: () => parts.map((part) => ({...part, colour: part.colour()})),
    table: () => ({
      columns: [
        worded('Layer', layers.name),
        measured(
          'Energy',
          'J',
          layers.energy_pj.map((v) => v * PICO),
        ),
        ...parts.map((part) => measured(part.text, 'J', part.values, part.title)),
      ],
    }),
  });
}
