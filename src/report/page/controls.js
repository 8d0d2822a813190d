// SPDX-License-Identifier: Apache-2.0
// Small native controls: what a keyboard and a screen reader know already.
import {el} from './dom.js';

/// A choice of few: options are [value, text]. `onChange` gets the value.
export function choice(label, options, chosen, onChange) {
  const buttons = options.map(([value, text]) =>
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': String(value === chosen),
        onclick: (event) => {
          for (const button of buttons) button.setAttribute('aria-pressed', 'false');
          event.currentTarget.setAttribute('aria-pressed', 'true');
          onChange(value);
        },
      },
      text,
    ),
  );
  return el('div', {class: 'choice', role: 'group', 'aria-label': label}, buttons);
}

export function select(label, options, chosen, onChange) {
  const node = el(
    'select',
    {onchange: () => onChange(node.value)},
    options.map(([value, text]) => el('option', {value, selected: String(value) === String(chosen)}, text)),
  );
  return el('label', {class: 'select'}, `${label} `, node);
}

/// A window of rows that can be moved and widened over many: state has `first`, `shown` and `order`.
export function rowWindow(state, total, redraw) {
  const slider = el('input', {
    type: 'range',
    min: 0,
    max: 0,
    step: 1,
    'aria-label': 'first layer shown',
    oninput: () => move(Number(slider.value)),
  });
  const label = el('span', {class: 'window-label', role: 'status'});
  const move = (first) => {
    state.first = Math.max(0, Math.min(first, total - state.shown));
    slider.max = String(Math.max(0, total - state.shown));
    slider.value = String(state.first);
    const last = Math.min(total, state.first + state.shown);
    label.textContent = `${state.first + 1}–${last} of ${total}`;
    redraw();
  };
  const step = (text, sign) =>
    el(
      'button',
      {type: 'button', 'aria-label': `${text} layers`, onclick: () => move(state.first + sign * state.shown)},
      sign < 0 ? '‹' : '›',
    );
  const sizes = [25, 50, 100, 250].filter((n) => n < total).map((n) => [n, n]);
  const size = select('show', [...sizes, ...(total <= 250 ? [[total, 'all']] : [])], state.shown, (value) => {
    state.shown = Number(value);
    move(state.first);
  });
  move(0);
  return el('div', {class: 'window'}, step('earlier', -1), slider, step('later', 1), label, size);
}
