// SPDX-License-Identifier: Apache-2.0
// The area as a treemap: groups (pe, sm), components, parts.
import {chart} from '../chart.js';
import {readableOn, series} from '../colours.js';
import {el, escaped} from '../dom.js';
import {number, percent, spoken} from '../format.js';
import {counted, plain, shared, worded} from '../table.js';
import {tooltip} from './look.js';

const TOO_SMALL = 0.015; // of the area: no room for a name
const BARE = {upperLabel: {show: false}};

function groupOf(path) {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function leafName(path) {
  return spoken(path.slice(path.indexOf('/') + 1));
}

function branch(component, place) {
  const parts = component.parts.filter((part) => part.area_mm2 > 0);
  const colour = series(place);
  return {
    name: leafName(component.path),
    path: component.path,
    value: component.area_mm2,
    instances: component.instances,
    itemStyle: {color: colour, borderColor: colour},
    children:
      parts.length > 1
        ? parts.map((part) => ({
            name: spoken(part.name),
            path: `${component.path}: ${part.name}`,
            value: part.area_mm2,
            itemStyle: {color: colour},
          }))
        : undefined,
  };
}

/// Components with area from the largest; those of one group together.
function tree(components, places) {
  const sorted = components.filter((c) => c.area_mm2 > 0).sort((a, b) => b.area_mm2 - a.area_mm2);
  const roots = [];
  for (const component of sorted) {
    const group = groupOf(component.path);
    const node = branch(component, places.get(component.path) ?? 99);
    if (!group) {
      roots.push({...node, name: spoken(component.path)});
      continue;
    }
    let home = roots.find((root) => root.group === group);
    if (!home) roots.push((home = {name: group, path: group, group, value: 0, children: [], itemStyle: {}}));
    home.children.push(node);
    home.value += component.area_mm2;
  }
  return roots;
}

/// Labels take dark or light letters, whichever can be read on their colour.
function lettered(node, env, total) {
  const colour = node.itemStyle.color;
  const letters = colour ? readableOn(colour) : env.text;
  return {
    ...node,
    label: {color: letters, show: node.value > TOO_SMALL * total},
    upperLabel: {color: letters},
    itemStyle: node.group ? {color: env.card, borderColor: env.line} : node.itemStyle,
    children: node.children?.map((child) => lettered(child, env, total)),
  };
}

function option({area, places}, total) {
  return (env) => ({
    tooltip: tooltip(env, ({data, value}) =>
      data?.path
        ? `<b>${escaped(data.path)}</b><br>${number(value)} mm² ` +
          `(${percent(value / total)})${data.instances > 1 ? `<br>${data.instances} instances` : ''}`
        : '',
    ),
    series: [
      {
        type: 'treemap',
        data: tree(area, places).map((node) => lettered(node, env, total)),
        roam: false,
        nodeClick: false,
        breadcrumb: {show: false},
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        visibleMin: 60,
        label: {
          formatter: ({name, value}) => `${name}\n${number(value, 3)}`,
          fontSize: 11,
          lineHeight: 14,
          overflow: 'truncate',
          position: 'insideTopLeft',
        },
        upperLabel: {
          show: true,
          height: 20,
          fontSize: 11,
          formatter: ({name, value}) => `${name}  ${number(value, 3)}`,
        },
        levels: [
          {itemStyle: {gapWidth: 3, borderWidth: 0, borderColor: env.card}, ...BARE},
          {itemStyle: {gapWidth: 2, borderWidth: 1, borderColor: env.line}},
          {itemStyle: {gapWidth: 1, borderWidth: 1}, colorSaturation: null},
          {itemStyle: {gapWidth: 1, borderWidth: 0.5, borderColor: env.card}, ...BARE},
        ],
      },
    ],
  });
}

export function areaTable(components, total) {
  const sorted = [...components].sort((a, b) => b.area_mm2 - a.area_mm2);
  const area = sorted.map((c) => c.area_mm2);
  return {
    columns: [
      worded(
        'Component',
        sorted.map((c) => c.path),
      ),
      plain('Area', 'mm²', area, 'Calibrated area of all instances.'),
      shared(
        'Share',
        area.map((v) => v / total),
        'Of the area of the machine.',
      ),
      counted(
        'Instances',
        '',
        sorted.map((c) => c.instances),
        'How many of it the machine has.',
      ),
      plain(
        'Unit area',
        'µm²',
        sorted.map((c) => (c.instances > 0 ? (c.area_mm2 / c.instances) * 1e6 : null)),
        'Calibrated area of one instance.',
      ),
      worded(
        'Parts',
        sorted.map((c) => c.parts.map((part) => spoken(part.name)).join(', ')),
        'What one instance is made of.',
      ),
    ],
  };
}

export function areaChart(run) {
  const total = run.totals.area_mm2;
  const top = [...run.area]
    .sort((a, b) => b.area_mm2 - a.area_mm2)
    .slice(0, 3)
    .map((c) => `${c.path} ${percent(c.area_mm2 / total)}`);
  return chart({
    id: 'area',
    title: 'Area',
    height: (width) => (width < 520 ? 360 : 420),
    printHeight: 290,
    about: el(
      'span',
      null,
      `${number(total)} mm², ${run.pricing.calibration ? 'calibrated' : 'not calibrated'}; a rectangle is ` +
        'a component, its cells are its parts, in mm².',
    ),
    label: `Treemap: ${number(total)} square millimetres; the largest: ${top.join(', ')}.`,
    option: option(run, total),
    table: () => areaTable(run.area, total),
  });
}
