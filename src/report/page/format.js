// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: four digits, SI prefixes, units behind a no-break space.

const PREFIXES = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
  [1e-12, 'p'],
  [1e-15, 'f'],
  [1e-18, 'a'],
];
const grouped = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

/// The largest prefix that leaves at least 1 in front of the point.
export function prefixOf(value) {
  const size = Math.abs(value);
  if (!(size > 0)) return {factor: 1, prefix: ''};
  const [factor, prefix] = PREFIXES.find(([f]) => size >= f * 0.99995) ?? PREFIXES.at(-1);
  return {factor, prefix};
}

/// A number with `significant` digits (integers whole), thousands grouped.
export function number(value, significant = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 10 ** (significant - 1)) return grouped.format(value);
  if (size < 1e-4) return value.toExponential(2).replace('e-', 'e−');
  const before = Math.floor(Math.log10(size)) + 1;
  return value.toFixed(Math.min(6, Math.max(0, significant - before)));
}

/// Without zeros at the end, as axes and settings take it: 0.8 and not 0.8000.
export function short(value, significant = 4) {
  const text = number(value, significant);
  return /^[^e]*\.[^e]*$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/// An axis label: "50", "1 k", "0.25 M".
export function tick(value) {
  if (value >= 0.001 && value < 1) return short(value);
  const {factor, prefix} = prefixOf(value);
  return `${short(value / factor, 3)}\u00a0${prefix}`.trimEnd();
}

/// 675634993.4 pJ is si(675634993.4e-12, 'J'): "675.6 µJ".
export function si(value, unit, significant = 4) {
  if (value === null || value === undefined) return '–';
  const {factor, prefix} = prefixOf(value);
  return `${number(value / factor, significant)}\u00a0${prefix}${unit}`.trimEnd();
}

export function whole(value) {
  return value === null || value === undefined ? '–' : grouped.format(value);
}

export function percent(share, digits = 1) {
  if (share === null || share === undefined) return '–';
  return `${(100 * share).toFixed(digits)}\u00a0%`.replace('-', '−');
}

export function times(ratio) {
  return ratio === null || ratio === undefined ? '–' : `${number(ratio, ratio < 1 ? 2 : 3)}×`;
}

/// "zero_operand" as people write it.
export function spoken(name) {
  return name.replaceAll('_', ' ');
}

export function count(n, one, many = `${one}s`) {
  return `${whole(n)} ${n === 1 ? one : many}`;
}
