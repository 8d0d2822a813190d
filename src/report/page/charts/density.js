// SPDX-License-Identifier: Apache-2.0
// Utilisation over the density of effectual MACs: what a machine makes of sparsity.
import {chart} from '../chart.js';
import {percent, si} from '../format.js';
import {shared, worded} from '../table.js';
import {pointsOption} from './points.js';

function pointsOf({layers}) {
  return layers.name
    .map((name, i) => {
      const x = layers.macs[i] > 0 ? layers.effectual_macs[i] / layers.macs[i] : null;
      const y = layers.utilization[i];
      return {
        name,
        x,
        y,
        cycles: layers.cycles[i],
        text: [
          `${percent(x)} of the MACs are effectual`,
          `${percent(y)} utilisation`,
          si(layers.cycles[i], 'cycles'),
        ],
      };
    })
    .filter((point) => point.x !== null);
}

/// null where no layer has products.
export function densityChart(run) {
  const points = pointsOf(run);
  if (points.length === 0) return null;
  const axis = {type: 'value', min: 0, max: 1, axisLabel: {formatter: (v) => Math.round(100 * v)}};
  const ys = points.map((p) => p.y);
  return chart({
    id: 'density',
    title: 'Utilisation against density',
    height: (width) => (width < 520 ? 320 : 400),
    printHeight: 290,
    about:
      'Effectual MACs over multipliers × cycles, against the share of MACs with both operands non-zero. ' +
      'A larger point took more cycles.',
    label: `Scatter: ${points.length} layers; utilisation from ${percent(Math.min(...ys))} to ${percent(Math.max(...ys))}.`,
    option: (env) =>
      pointsOption(env, points, {
        xAxis: axis,
        yAxis: axis,
        xName: 'effectual MACs, %',
        yName: 'utilisation, %',
      }),
    table: () => ({
      columns: [
        worded(
          'Layer',
          points.map((p) => p.name),
        ),
        shared(
          'Effectual MACs',
          points.map((p) => p.x),
          'MACs with both operands non-zero, of the dense MACs.',
        ),
        shared('Utilisation', ys, 'Effectual MACs over multipliers × cycles.'),
      ],
    }),
  });
}
