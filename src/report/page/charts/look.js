// SPDX-License-Identifier: Apache-2.0
// Looks that several charts share.

/// A tooltip in the colours of the page; `formatter` returns markup.
export function tooltip(env, formatter, more = {}) {
  return {
    confine: true,
    backgroundColor: env.card,
    borderColor: env.line,
    textStyle: {color: env.text, fontSize: 12},
    formatter,
    ...more,
  };
}

/// That of a whole row of bars.
export function rowTooltip(env, formatter) {
  return tooltip(env, formatter, {trigger: 'axis', axisPointer: {type: 'shadow'}});
}
