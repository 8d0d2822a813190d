// SPDX-License-Identifier: Apache-2.0
// Layers as points: what roofline and density have in common.
import {palette} from '../colours.js';
import {escaped} from '../dom.js';

const LABELLED = 10;

/// The area of a point grows with its share of the cycles.
export function pointSize(cycles, most) {
  return 7 + 21 * Math.sqrt(cycles / (most || 1));
}

function valueAxis(env, name, more) {
  return {name, nameLocation: 'middle', nameGap: 30, nameTextStyle: {color: env.muted},
          axisLine: {show: true, lineStyle: {color: env.line}},
          splitLine: {lineStyle: {color: env.line}}, ...more, axisLabel: {color: env.muted, hideOverlap: true, ...more.axisLabel}};
}

/// points: {name, x, y, cycles, text (lines)}; Ctrl and the wheel, or two fingers, zoom.
export function pointsOption(env, points, {xAxis, yAxis, xName, yName, lines = []}) {
  const most = points.reduce((a, p) => Math.max(a, p.cycles), 0);
  const named = new Set([...points].sort((a, b) => b.cycles - a.cycles).slice(0, env.narrow ? 5 : LABELLED));
  return {
    grid: {left: 62, right: 24, top: 16, bottom: 48},
    xAxis: valueAxis(env, xName, xAxis),
    yAxis: {...valueAxis(env, yName, yAxis), nameGap: 46},
    dataZoom: [{type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', filterMode: 'none'},
               {type: 'inside', yAxisIndex: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', filterMode: 'none'}],
    tooltip: {confine: true, backgroundColor: env.card, borderColor: env.line,
              textStyle: {color: env.text, fontSize: 12},
              formatter: ({data}) => data.point ?
                `<b>${escaped(data.point.name)}</b><br>${data.point.text.map(escaped).join('<br>')}` : ''},
    series: [...lines, {
      type: 'scatter', z: 3, labelLayout: {hideOverlap: true},
      itemStyle: {color: palette().useful[0], opacity: 0.72, borderColor: env.card, borderWidth: 1},
      data: points.map((point) => ({value: [point.x, point.y], point, symbolSize: pointSize(point.cycles, most),
                                    label: {show: named.has(point), formatter: () => point.name, color: env.text,
                                            fontSize: 11, position: point.left ? 'left' : 'right'}})),
    }],
  };
}
