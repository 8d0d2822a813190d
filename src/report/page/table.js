// SPDX-License-Identifier: Apache-2.0
// Tables: sorted by buttons in their heads, scrolled inside their own box, every column defined.
import {el} from './dom.js';
import {blocksOf, printedTable, rowOf} from './printed_table.js';
import {number, percent, prefixOf, whole} from './format.js';

const AT_ONCE = 100; // rows made before the page is shown
const SLICE = 200; // and then, whenever the browser has nothing else to do

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

function orderOf(count, column, direction) {
  const order = Array.from({length: count}, (_, i) => i);
  const sign = direction === 'descending' ? -1 : 1;
  if (direction !== 'none') order.sort((a, b) => sign * compare(column, a, b) || a - b);
  return order;
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

const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));

/// The body of a table. The first rows stand in it at once, the others follow in slices, so that a table
/// of thousands does not keep the page from opening; every one is there to be found in the end.
class Body {
  constructor(columns) {
    this.columns = columns;
    this.count = columns[0].values.length;
    this.order = Array.from({length: this.count}, (_, i) => i);
    this.node = el('tbody');
    this.grow(AT_ONCE);
    this.goOn();
  }

  grow(rows) {
    const {length} = this.node.rows;
    this.node.append(...this.order.slice(length, length + rows).map((row) => rowOf(this.columns, row)));
  }

  goOn() {
    if (this.node.rows.length === this.count) return;
    whenIdle(() => {
      this.grow(SLICE);
      this.goOn();
    });
  }

  sort(column, direction) {
    this.order = orderOf(this.count, column, direction);
    const shown = this.node.rows.length;
    this.node.replaceChildren();
    this.grow(shown);
  }
}

/// columns: measured, counted, shared, plain or worded; the first one names the rows. The node's
/// `layOutForPrint` puts tables as wide as paper in the place of the one that scrolls, until
/// `afterPrint`.
export function dataTable({caption, columns, id}) {
  const body = new Body(columns);
  const table = el(
    'table',
    {id, 'aria-rowcount': body.count + 1},
    el('caption', {class: 'sr-only'}, caption),
    head(columns, (column, direction) => body.sort(column, direction)),
    body.node,
  );
  const box = el(
    'div',
    {class: 'table-box'},
    el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption}, table),
    definitions(columns),
  );
  box.layOutForPrint = () =>
    box.append(...blocksOf(columns).map((block) => printedTable(caption, block, body.order)));
  box.afterPrint = () => box.querySelectorAll('.printed').forEach((node) => node.remove());
  return box;
}
