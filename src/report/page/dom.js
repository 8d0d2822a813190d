// SPDX-License-Identifier: Apache-2.0
// Elements from plain descriptions. Texts become text nodes, so no name in a report is ever markup.

/// A child is a node, a text, a list of children, or nothing (null, undefined, false).
export function add(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

/// An attribute "on..." is a listener; true is an attribute without a value; null leaves it out.
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  return add(node, children);
}

/// A text as it may stand inside the markup of a tooltip.
export function escaped(text) {
  return String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
