// SPDX-License-Identifier: Apache-2.0
// Layers as points: what roofline and density have in common.
import {palette} from '../colours.js';
import {escaped} from '../dom.js';
import {tooltip} from './look.js';

const GRID = {left: 62, right: 24, top: 16, bottom: 48};
const LETTER = 6.3;

/// The area of a point grows with its share of the cycles.
function pointSize(cycles, most) {
  return 7 + 21 * Math.sqrt(cycles / (most || 1));
}

function place(axis, value, length) {
  const at = axis.type === 'log' ? Math.log10 : (v) => v;
  return ((at(value) - at(axis.min)) / (at(axis.max) - at(axis.min))) * length;
}

function overlaps(a, b) {
  return a.from < b.to && b.from < a.to && Math.abs(a.y - b.y) < 12;
}

/// Names that fit beside their points without covering another name or point; those of long layers
/// first, to the right where there is room, else to the left.
function labels(env, points, xAxis, yAxis, most) {
  const [width, height] = [env.width - GRID.left - GRID.right, env.height - GRID.top - GRID.bottom];
  const taken = new Map(
    points.map((point) => {
      const [x, radius] = [place(xAxis, point.x, width), pointSize(point.cycles, most) / 2];
      return [point, {from: x - radius, to: x + radius, y: place(yAxis, point.y, height)}];
    }),
  );
  const boxes = [...taken.values()];
  const sides = new Map();
  for (const point of [...points].sort((a, b) => b.cycles - a.cycles)) {
    const {from, to, y} = taken.get(point);
    const length = point.name.length * LETTER;
    const candidates = [
      ['right', {from: to + 4, to: to + 4 + length, y}],
      ['left', {from: from - 4 - length, to: from - 4, y}],
    ];
    const found = candidates.find(
      ([, box]) => box.from > 0 && box.to < width && !boxes.some((other) => overlaps(box, other)),
    );
    if (!found) continue;
    boxes.push(found[1]);
    sides.set(point, found[0]);
  }
  return sides;
}

function valueAxis(env, name, more) {
  return {
    name,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: {color: env.muted},
    axisLine: {show: true, lineStyle: {color: env.line}},
    splitLine: {lineStyle: {color: env.line}},
    ...more,
    axisLabel: {color: env.muted, hideOverlap: true, ...more.axisLabel},
  };
}

function zoom(axis) {
  return {type: 'inside', [axis]: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', filterMode: 'none'};
}

/// points: {name, x, y, cycles, text (lines)}; axes with min and max. Ctrl and the wheel, or two fingers, zoom.
export function pointsOption(env, points, {xAxis, yAxis, xName, yName, lines = []}) {
  const most = points.reduce((a, p) => Math.max(a, p.cycles), 0);
  const sides = labels(env, points, xAxis, yAxis, most);
  return {
    grid: GRID,
    xAxis: valueAxis(env, xName, xAxis),
    yAxis: {...valueAxis(env, yName, yAxis), nameGap: 46},
    dataZoom: [zoom('xAxisIndex'), zoom('yAxisIndex')],
    tooltip: tooltip(env, ({data}) =>
      data.point ? `<b>${escaped(data.point.name)}</b><br>${data.point.text.map(escaped).join('<br>')}` : '',
    ),
    series: [
      ...lines,
      {
        type: 'scatter',
        z: 3,
        itemStyle: {color: palette().useful[0], opacity: 0.72, borderColor: env.card, borderWidth: 1},
        data: points.map((point) => ({
          value: [point.x, point.y],
          point,
          symbolSize: pointSize(point.cycles, most),
          label: {
            show: sides.has(point),
            formatter: () => point.name,
            color: env.text,
            fontSize: 11,
            position: sides.get(point) ?? 'right',
          },
        })),
      },
    ],
  };
}
