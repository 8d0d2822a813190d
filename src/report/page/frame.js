// SPDX-License-Identifier: Apache-2.0
// What both pages share: header, skip link, navigation, theme, sections, tiles, printing.
import {drawForPrint, redrawAll, showPatterns} from './chart.js';
import {isDark} from './colours.js';
import {el} from './dom.js';

function themeButton() {
  const text = () => (isDark() ? 'Light' : 'Dark');
  const button = el(
    'button',
    {
      type: 'button',
      id: 'theme',
      onclick: () => {
        document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
        button.textContent = text();
        redrawAll();
      },
    },
    text(),
  );
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    button.textContent = text();
    redrawAll();
  });
  return button;
}

function patternsButton() {
  const button = el(
    'button',
    {
      type: 'button',
      id: 'patterns',
      'aria-pressed': 'false',
      onclick: () => {
        const on = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(on));
        showPatterns(on);
      },
    },
    'Patterns',
  );
  return button;
}

const shownTables = () =>
  [...document.querySelectorAll('.table-box')].filter((box) => !box.closest('details:not([open])'));

/// Charts and tables are made for paper before printing and put back afterwards.
function printWell() {
  let theme;
  addEventListener('beforeprint', () => {
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = 'light';
    drawForPrint();
    for (const box of shownTables()) box.layOutForPrint();
  });
  addEventListener('afterprint', () => {
    if (theme === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    redrawAll();
    for (const box of document.querySelectorAll('.table-box')) box.afterPrint();
  });
}

/// A part of the page with a heading that the navigation knows; null where it has no content.
export function section(id, title, ...content) {
  const present = content.flat().filter(Boolean);
  if (present.length === 0) return null;
  return {
    id,
    title,
    node: el(
      'section',
      {id, 'aria-labelledby': `${id}-title`},
      el('h2', {id: `${id}-title`}, title),
      present,
    ),
  };
}

/// {name, value, note, title, id, exact}: `exact` is the number of the JSON behind the text.
export function tiles(list) {
  return el(
    'dl',
    {class: 'tiles'},
    list.filter(Boolean).map((tile) =>
      el(
        'div',
        {
          class: `tile ${tile.tone ?? ''}`,
          title: tile.title,
          id: tile.id && `tile-${tile.id}`,
          'data-value': tile.exact === undefined ? null : String(tile.exact),
        },
        el('dt', null, tile.name),
        el(
          'dd',
          null,
          el('span', {class: 'value'}, tile.value),
          tile.note && el('span', {class: 'note'}, tile.note),
        ),
      ),
    ),
  );
}

/// lead: the line under the title; sections: of section(), in order.
export function buildPage({title, lead, sections, version}) {
  const present = sections.filter(Boolean);
  document.body.append(
    el('a', {class: 'skip', href: '#main'}, 'Skip to the report'),
    el(
      'header',
      null,
      el(
        'div',
        {class: 'bar'},
        el('div', null, el('h1', null, title), el('p', {class: 'lead'}, lead)),
        el(
          'div',
          {class: 'switches'},
          themeButton(),
          patternsButton(),
          el('button', {type: 'button', id: 'print', onclick: () => print()}, 'Print'),
        ),
      ),
      el(
        'nav',
        {'aria-label': 'Parts of the report'},
        el(
          'ul',
          null,
          present.map(({id, title: text}) => el('li', null, el('a', {href: `#${id}`}, text))),
        ),
      ),
    ),
    el(
      'main',
      {id: 'main', tabindex: -1},
      present.map(({node}) => node),
    ),
    el(
      'footer',
      null,
      `Gossamer ${version}. This page is one file and needs no network; the charts are drawn by Apache ECharts.`,
    ),
  );
  printWell();
}
