// SPDX-License-Identifier: Apache-2.0
// Colours of the charts, for light and dark pages. Classes of slots differ in hue and in lightness, so
// that they stay apart for colour-blind readers and in print: blue, purple, grey, green, orange (after Okabe
// and Ito). Components take the qualitative schemes "muted" and "light" of Paul Tol.

const LIGHT = {
  useful: ['#0868ac', '#4a9bd4'],
  wasted: ['#7a2d6b', '#dba6cf'],
  empty: ['#5d6673', '#d3d8df'],
  uneven: ['#0b7a5e', '#a8ddc9'],
  waiting: ['#a84300', '#fdd49a'],
  series: [
    '#4477aa',
    '#dd7788',
    '#ddcc77',
    '#44aa99',
    '#88ccee',
    '#999933',
    '#aa4499',
    '#117733',
    '#882255',
    '#332288',
  ],
  rest: '#b9bec7',
  heat: ['#f4f7fb', '#9ecae1', '#3182bd', '#08306b'],
};
const DARK = {
  useful: ['#56b4f0', '#2a7fbd'],
  wasted: ['#e39bd3', '#7d3f70'],
  empty: ['#aab2bf', '#4a525e'],
  uneven: ['#4fcfa5', '#1d6b54'],
  waiting: ['#ffb454', '#8f4d12'],
  series: [
    '#77aadd',
    '#ee8866',
    '#eedd88',
    '#44bb99',
    '#99ddff',
    '#ffaabb',
    '#bbcc33',
    '#aaaa55',
    '#c79be8',
    '#dd7777',
  ],
  rest: '#6b7280',
  heat: ['#1d2632', '#1f4e79', '#4a94cf', '#cfe8ff'],
};

/// The classes of report.json's `slot_reasons`, in the order in which they are stacked.
export const CLASSES = {
  useful: 'useful products',
  wasted: 'worked for nothing',
  empty: 'had no operand or no work',
  uneven: 'done or held up while others worked',
  waiting: 'waited',
};

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

export function palette() {
  return isDark() ? DARK : LIGHT;
}

/// A colour of the style sheet, such as "--text".
export function styled(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function mixed(from, to, share) {
  const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mix = (i) => Math.round(part(from, i) + (part(to, i) - part(from, i)) * share);
  return `#${[0, 1, 2].map((i) => mix(i).toString(16).padStart(2, '0')).join('')}`;
}

/// Letters that can be read on a colour.
export function readableOn(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 140 ? '#15191f' : '#ffffff';
}

/// Colour n of `of` within a class of slots; a class that the page does not know is a series.
export function shade(slotClass, n, of) {
  const ends = palette()[slotClass];
  if (!(slotClass in CLASSES)) return series(n);
  return mixed(ends[0], ends[1], of > 1 ? n / (of - 1) : 0);
}

/// The place of a component among the series of a page: the same in energy and in area.
export function placesOf(components) {
  return new Map(components.map((name, n) => [name, n]));
}

/// How many series can be told apart; those beyond share a grey.
export const COLOURS = LIGHT.series.length;

export function series(n) {
  const {series: colours, rest} = palette();
  return n < colours.length ? colours[n] : rest;
}
