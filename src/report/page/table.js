// SPDX-License-Identifier: Apache-2.0
// Tables: sorted by buttons in their heads, scrolled inside their own box, every column defined.
import {el} from './dom.js';
import {number, percent, prefixOf, whole} from './format.js';

/// A column of numbers in one SI prefix, so that they compare at a glance; `unit` without prefix.
export function measured(title, unit, values, text) {
  const finite = values.filter((v) => Number.isFinite(v));
  const {factor, prefix} = prefixOf(finite.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  return {title, unit: `${prefix}${unit}`, values, text, numeric: true, show: (v) => number(v / factor)};
}

export function counted(title, unit, values, text) {
  return {title, unit, values, text, numeric: true, show: whole};
}

export function shared(title, values, text) {
  return {title, unit: '%', values, text, numeric: true, show: (v) => percent(v).replace(/\s%$/, '')};
}

export function plain(title, unit, values, text) {
  return {title, unit, values, text, numeric: true, show: (v) => number(v)};
}

export function worded(title, values, text) {
  return {title, values, text, numeric: false, show: (v) => v ?? ''};
}

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

function compare(column, a, b) {
  const [x, y] = [column.values[a], column.values[b]];
  const missing = (v) => v === null || v === undefined;
  if (missing(x) || missing(y)) return missing(x) - missing(y);
  return column.numeric ? x - y : String(x).localeCompare(String(y), 'en', {numeric: true});
}

/// Numbers are first sorted from the largest, texts from A; the third press restores the order.
function nextSort(now, column) {
  const cycle = column.numeric ? ['descending', 'ascending', 'none'] : ['ascending', 'descending', 'none'];
  return cycle[(cycle.indexOf(now) + 1) % 3] ?? cycle[0];
}

function sortBody(body, rows, column, direction) {
  const order = rows.map((_, i) => i);
  const sign = direction === 'descending' ? -1 : 1;
  if (direction !== 'none') order.sort((a, b) => sign * compare(column, a, b) || a - b);
  body.replaceChildren(...order.map((i) => rows[i]));
}

function head(columns, onSort) {
  const cells = columns.map((column) => {
    const node = el('th', {scope: 'col', 'aria-sort': 'none', class: column.numeric ? 'n' : null});
    const sort = () => {
      const direction = nextSort(
        node.getAttribute('aria-sort') === 'none' ? '' : node.getAttribute('aria-sort'),
        column,
      );
      for (const other of cells) other.setAttribute('aria-sort', 'none');
      node.setAttribute('aria-sort', direction);
      onSort(column, direction);
    };
    node.append(
      el(
        'button',
        {type: 'button', title: column.text, onclick: sort},
        column.title,
        column.unit && el('span', {class: 'unit'}, ` ${column.unit}`),
      ),
    );
    return node;
  });
  return el('thead', null, el('tr', null, cells));
}

function definitions(columns) {
  const defined = columns.filter((column) => column.text);
  if (defined.length === 0) return null;
  return el(
    'details',
    {class: 'definitions'},
    el('summary', null, 'What the columns mean'),
    el(
      'dl',
      null,
      defined.map((column) => [
        el('dt', null, column.title, column.unit && el('span', {class: 'unit'}, ` ${column.unit}`)),
        el('dd', null, column.text),
      ]),
    ),
  );
}

/// columns: measured, counted, shared, plain or worded; the first one names the rows.
export function dataTable({caption, columns, id}) {
  const rows = columns[0].values.map((_, row) =>
    el(
      'tr',
      null,
      columns.map((column, i) => cell(column, row, i === 0)),
    ),
  );
  const body = el('tbody', null, rows);
  const table = el(
    'table',
    {id},
    el('caption', {class: 'sr-only'}, caption),
    head(columns, (column, direction) => sortBody(body, rows, column, direction)),
    body,
  );
  return el(
    'div',
    {class: 'table-box'},
    el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption}, table),
    definitions(columns),
  );
}
