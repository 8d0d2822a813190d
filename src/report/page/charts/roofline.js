// SPDX-License-Identifier: Apache-2.0
// The roofline: dense MACs per second over dense MACs per byte of DRAM, both axes logarithmic.
import {chart} from '../chart.js';
import {palette} from '../colours.js';
import {count, short, si, tick} from '../format.js';
import {measured, plain, worded} from '../table.js';
import {pointsOption} from './points.js';

const decade = (value, round) => 10 ** round(Math.log10(value));

/// Peak MACs per second and bytes per second; bandwidth is null where the machine names none.
function roofs(run) {
  const multipliers = run.layers.multipliers.reduce((a, b) => Math.max(a, b), 0);
  const bandwidth = run.config.dram?.bandwidth_gb_per_s;
  return {peak: multipliers * run.clock_ghz * 1e9, bytes: bandwidth > 0 ? bandwidth * 1e9 : null};
}

function pointsOf({layers}) {
  return layers.name.map((name, i) => {
    const bytes = layers.dram_read_bytes[i] + layers.dram_write_bytes[i];
    const [x, y] = [layers.macs[i] / bytes, layers.macs[i] / layers.time_s[i]];
    return {
      name,
      x,
      y,
      cycles: layers.cycles[i],
      bytes,
      text: [si(y, 'MAC/s'), `${short(x)} MACs per byte`, `${si(layers.cycles[i], 'cycles')}`],
    };
  });
}

function roofLine(data) {
  return {
    type: 'line',
    name: 'roof',
    data,
    symbol: 'none',
    silent: true,
    z: 2,
    lineStyle: {color: palette().waiting[0], width: 2},
  };
}

function option(points, {peak, bytes}) {
  return (env) => {
    const ridge = bytes ? peak / bytes : null;
    const xs = [...points.map((p) => p.x), ...(ridge ? [ridge] : [])];
    const ys = [...points.map((p) => p.y), peak];
    const left = decade(Math.min(...xs) * 0.9, Math.floor);
    const right = decade(Math.max(...xs) * 1.1, Math.ceil);
    const bottom = decade(Math.min(...ys) * 0.9, Math.floor);
    const top = decade(Math.max(...ys) * 1.1, Math.ceil);
    const start = bytes ? Math.max(left, bottom / bytes) : left;
    const line = bytes
      ? [
          [start, start * bytes],
          [ridge, peak],
          [right, peak],
        ]
      : [
          [left, peak],
          [right, peak],
        ];
    const axis = {
      type: 'log',
      logBase: 10,
      minorTick: {show: true, splitNumber: 9, lineStyle: {color: env.line}},
    };
    return pointsBetween(
      env,
      points,
      {...axis, min: left, max: right},
      {...axis, min: bottom, max: top},
      roofLine(line),
    );
  };
}

function pointsBetween(env, points, xAxis, yAxis, roof) {
  return pointsOption(env, points, {
    xName: 'dense MACs per byte of DRAM',
    yName: 'dense MACs per second',
    lines: [roof],
    xAxis: {...xAxis, axisLabel: {formatter: tick}},
    yAxis: {...yAxis, axisLabel: {formatter: tick}},
  });
}

function tableOf(points) {
  return {
    columns: [
      worded(
        'Layer',
        points.map((p) => p.name),
      ),
      plain(
        'MACs per byte',
        '',
        points.map((p) => p.x),
        'Dense MACs over bytes read from and written to DRAM.',
      ),
      measured(
        'MAC rate',
        'MAC/s',
        points.map((p) => p.y),
        'Dense MACs over time.',
      ),
    ],
  };
}

/// null where no layer has both products and DRAM bytes.
export function rooflineChart(run) {
  const all = pointsOf(run);
  const points = all.filter((p) => p.bytes > 0 && p.y > 0);
  if (points.length === 0) return null;
  const limits = roofs(run);
  const above = points.filter((p) => p.y > limits.peak).length;
  const left = all.length - points.length;
  const about =
    `Roof: ${si(limits.peak, 'MAC/s')}` +
    (limits.bytes ? ` and ${si(limits.bytes, 'B/s')} of DRAM. ` : '. ') +
    'Dense MACs count zeros, so a machine that skips them can stand above its roof. ' +
    (left > 0 ? `${count(left, 'layer')} without products or DRAM bytes left out. ` : '') +
    'A larger point took more cycles.';
  return chart({
    id: 'roofline',
    title: 'Roofline',
    about,
    height: (width) => (width < 520 ? 320 : 400),
    printHeight: 290,
    label:
      `Scatter on logarithmic axes: ${points.length} layers under a roof of ` +
      `${si(limits.peak, 'MAC/s')}; ${above} above it.`,
    option: option(points, limits),
    table: () => tableOf(points),
  });
}
