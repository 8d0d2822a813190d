// SPDX-License-Identifier: Apache-2.0
// Tables on paper, which does not scroll: as many columns side by side as fit, the rest in further
// tables below, each beginning with the columns that name the rows. Widths are in letters.
import {el} from './dom.js';

const PAPER = 118; // of A4 upright, in the size that the style sheet prints tables in
const PADDING = 2;
const WORDS = 22; // texts longer than this are broken
const SENTENCE = 30; // at least; it takes what others leave

/// `first`: the cell that names its row.
function cell(column, row, first) {
  const value = column.values[row];
  const there = value !== null && value !== undefined;
  const attributes = {
    class: column.numeric ? 'n' : column.long ? 'long' : null,
    'data-value': column.numeric && there ? String(value) : null,
    title: column.numeric && there ? String(value) : null,
    scope: first ? 'row' : null,
  };
  return el(first ? 'th' : 'td', attributes, there ? column.show(value) : column.numeric ? '–' : '');
}

export function rowOf(columns, row) {
  return el(
    'tr',
    null,
    columns.map((column, i) => cell(column, row, i === 0)),
  );
}

const longest = (texts) => texts.reduce((most, text) => Math.max(most, text.length), 0);

/// Numbers are never broken, words of a title neither.
function widthOf(column) {
  const title = longest(`${column.title} ${column.unit ?? ''}`.split(/[\s-]/)) * 1.15;
  const there = column.values.filter((value) => value !== null && value !== undefined);
  const texts = longest(there.map((value) => String(column.show(value))));
  const most = column.numeric ? Infinity : column.long ? SENTENCE : WORDS;
  return Math.max(title, Math.min(texts, most)) + PADDING;
}

const sum = (block) => block.reduce((width, one) => width + one.width, 0);

/// Room that is left goes to a text.
function filled(block) {
  const room = PAPER - sum(block);
  const text = block.find(({column}) => column.long);
  return block.map((one) => (one === text && room > 0 ? {...one, width: one.width + room} : one));
}

/// Lists of {column, width} that fit on paper each. Texts at the left name a row and stand in all.
export function blocksOf(columns) {
  const all = columns.map((column) => ({column, width: widthOf(column)}));
  const values = Math.max(
    1,
    all.findIndex(({column}) => column.numeric || column.long),
  );
  const names = all.slice(0, values);
  const blocks = [[...names]];
  for (const one of all.slice(values)) {
    const block = blocks.at(-1);
    if (block.length > names.length && sum(block) + one.width > PAPER) blocks.push([...names, one]);
    else block.push(one);
  }
  return blocks.map(filled);
}

/// The rows in `order`.
export function printedTable(caption, block, order) {
  const columns = block.map(({column}) => column);
  const width = sum(block);
  const heads = columns.map(({title, unit, numeric}) =>
    el('th', {scope: 'col', class: numeric && 'n'}, title, unit && el('span', {class: 'unit'}, ` ${unit}`)),
  );
  return el(
    'table',
    {class: 'printed', style: `width:${Math.min(100, (100 * width) / PAPER)}%`},
    el('caption', {class: 'sr-only'}, caption),
    el(
      'colgroup',
      null,
      block.map((one) => el('col', {style: `width:${(100 * one.width) / width}%`})),
    ),
    el('thead', null, el('tr', null, heads)),
    el(
      'tbody',
      null,
      order.map((row) => rowOf(columns, row)),
    ),
  );
}
