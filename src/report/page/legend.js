// SPDX-License-Identifier: Apache-2.0
// The legend stands beside the drawing as buttons: it wraps, can be tabbed through, and prints.
import {el} from './dom.js';

function entryButton({name, text, colour, title}, hidden, redraw) {
  const toggle = (event) => {
    if (!hidden.delete(name)) hidden.add(name);
    event.currentTarget.setAttribute('aria-pressed', String(!hidden.has(name)));
    redraw();
  };
  return el(
    'button',
    {type: 'button', class: 'key', title, 'aria-pressed': String(!hidden.has(name)), onclick: toggle},
    el('span', {class: 'swatch', style: `background:${colour}`}),
    text ?? name,
  );
}

/// entries: {name, colour, text, title, group}. A click hides or shows a series.
export function legendOf(entries, hidden, redraw) {
  const groups = groupsOf(entries);
  return [...groups].map(([group, members]) =>
    el(
      'div',
      {class: 'legend', role: 'group', 'aria-label': group || 'series'},
      group && el('span', {class: 'legend-group'}, group),
      members.map((entry) => entryButton(entry, hidden, redraw)),
    ),
  );
}

function groupsOf(entries) {
  const groups = new Map();
  for (const entry of entries) {
    const group = entry.group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return groups;
}
