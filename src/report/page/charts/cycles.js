// SPDX-License-Identifier: Apache-2.0
// Where the cycles went: the slots of each layer as shares of its cycles.
import {CLASSES, shade} from '../colours.js';
import {percent, si, spoken} from '../format.js';
import {measured, worded} from '../table.js';
import {layerBars} from './layer_bars.js';

/// The reasons of slots of one machine, by class and then in its own order: {name, text, of (class),
/// title, colour()}. Reasons that nobody describes are a class of their own.
export function reasonsOf(names, described = {}) {
  const groups = [...Object.keys(CLASSES), undefined];
  const classOf = (name) => described[name]?.class ?? (name === 'useful' ? 'useful' : undefined);
  return groups.flatMap((group) => {
    const members = names.filter((name) => classOf(name) === group);
    return members.map((name, n) => ({
      name,
      text: spoken(name),
      of: group,
      title: described[name]?.text ?? '',
      colour: () => shade(group, n, members.length),
    }));
  });
}

function sentence(run, parts, total) {
  const sums = parts.map((part) => [part.text, part.values.reduce((a, b) => a + b, 0)]);
  const top = sums
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([text, sum]) => `${text} ${percent(sum / total)}`);
  return (
    `Stacked bars: ${si(total, 'cycles')} in ${run.layers.name.length} layers, spent mostly on ` +
    `${top.join(', ')}.`
  );
}

export function cyclesChart(run) {
  const {layers} = run;
  const used = Object.keys(layers.slots).filter((name) => layers.slots[name].some((n) => n > 0));
  const slotSums = layers.cycles.map((cycles, i) => cycles * layers.multipliers[i]);
  const parts = reasonsOf(used, run.slot_reasons).map((reason) => ({
    ...reason,
    values: layers.slots[reason.name].map((n, i) =>
      slotSums[i] > 0 ? (n / slotSums[i]) * layers.cycles[i] : 0,
    ),
  }));
  const legend = () =>
    parts.map(({name, text, of, title, colour}) => ({
      name,
      text,
      title,
      colour: colour(),
      group: CLASSES[of] ?? '',
    }));
  return layerBars({
    id: 'cycles',
    title: 'Where the cycles went',
    names: layers.name,
    totals: layers.cycles,
    parts,
    unit: '',
    axis: 'cycles',
    legend,
    label: sentence(run, parts, run.totals.cycles),
    about: 'Cycles of each layer, split by what its multipliers spent them on.',
    table: () => ({
      columns: [
        worded('Layer', layers.name),
        measured('Cycles', '', layers.cycles),
        ...parts.map((part) => measured(part.text, 'cycles', part.values, part.title)),
      ],
    }),
  });
}
