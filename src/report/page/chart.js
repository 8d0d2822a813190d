// SPDX-License-Identifier: Apache-2.0
// A figure: title, sentence, controls, legend, the drawing, and the same data as a table. It is drawn
// when it comes near the window, and again when theme, width or a control changes.
import {isDark, styled} from './colours.js';
import {el} from './dom.js';
import {echarts} from './echarts.js';
import {legendOf} from './legend.js';
import {dataTable} from './table.js';

const PRINTED_WIDTH = 660; // A4 upright without margins and frame
const figures = [];
let patterns = false;

const nearby = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const figure = figures.find((f) => f.plot === entry.target);
      figure.near = entry.isIntersecting;
      if (figure.near) figure.draw();
    }
  },
  {rootMargin: '400px'},
);

const resized = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const figure = figures.find((f) => f.plot === entry.target);
    if (figure.drawn && figure.width !== Math.round(entry.contentRect.width)) figure.draw();
  }
});

/// What every option needs to know of its surroundings.
function surroundings(width, height) {
  return {
    width,
    height,
    narrow: width < 520,
    text: styled('--text'),
    muted: styled('--muted'),
    line: styled('--line'),
    card: styled('--card'),
    dark: isDark(),
  };
}

class Figure {
  constructor(spec) {
    this.spec = spec;
    this.hidden = new Set();
    this.plot = el('div', {class: 'plot', role: 'img', 'aria-label': spec.label});
    this.legend = el('div', {class: 'legend-place'});
    this.node = el(
      'figure',
      {class: `chart ${spec.wide ? 'wide' : ''}`, id: `chart-${spec.id}`},
      el('figcaption', null, el('h3', null, spec.title), spec.about && el('p', null, spec.about)),
      spec.controls,
      this.legend,
      this.plot,
      this.tableAtHand(),
    );
    this.reserve();
  }

  /// The room it will take, so that the page does not jump while it is scrolled.
  reserve() {
    this.plot.style.height = `${this.spec.height(this.plot.clientWidth || 600)}px`;
  }

  /// Its rows are made when it is first opened.
  tableAtHand() {
    const details = el('details', {class: 'data'}, el('summary', null, 'The data as a table'));
    details.addEventListener('toggle', () => {
      if (details.open) this.fillTable(details);
    });
    return details;
  }

  fillTable(details) {
    details.querySelector('.table-box')?.remove();
    details.append(dataTable({caption: this.spec.title, ...this.spec.table()}));
  }

  /// After a control has changed what is shown.
  changed() {
    if (this.drawn) this.draw();
    const details = this.node.querySelector('details.data[open]');
    if (details) this.fillTable(details);
  }

  /// Made again for other colours only, so that the keyboard's focus stays where it is.
  colourLegend() {
    if (this.legendDark === isDark()) return;
    this.legendDark = isDark();
    const entries = this.spec.legend?.() ?? [];
    this.legend.replaceChildren(...legendOf(entries, this.hidden, () => this.draw()));
  }

  draw(printedWidth) {
    this.width = printedWidth ?? this.plot.clientWidth;
    if (!this.width) return;
    this.drawn = true;
    const {height: heightAt, printHeight} = this.spec;
    const height = (printedWidth && printHeight) || heightAt(this.width);
    this.plot.style.height = `${height}px`;
    this.instance ??= echarts.init(this.plot, null, {renderer: 'svg'});
    this.instance.resize({width: this.width, height});
    const option = this.spec.option(surroundings(this.width, height), this.hidden);
    this.instance.setOption(
      {
        animation: false,
        textStyle: {fontFamily: styled('--font'), color: styled('--text')},
        aria: {enabled: true, label: {description: this.spec.label}, decal: {show: patterns}},
        ...option,
      },
      {notMerge: true},
    );
    this.colourLegend();
  }
}

/// Nothing draws it any more.
function discard(figure) {
  figures.splice(figures.indexOf(figure), 1);
  nearby.unobserve(figure.plot);
  resized.unobserve(figure.plot);
  figure.instance?.dispose();
}

/// spec: id, title, about, label (read aloud), height(width), option(surroundings, hidden series),
/// table() of dataTable, and where there is one legend(), controls (nodes), wide, printHeight. Returns the node; its
/// property `redraw` is for controls, `discard` for a figure that another takes the place of.
export function chart(spec) {
  const figure = new Figure(spec);
  figures.push(figure);
  nearby.observe(figure.plot);
  resized.observe(figure.plot);
  figure.node.redraw = () => figure.changed();
  figure.node.discard = () => discard(figure);
  return figure.node;
}

export function redrawAll() {
  for (const figure of figures) if (figure.drawn) figure.draw();
}

export function showPatterns(on) {
  patterns = on;
  redrawAll();
}

/// Paper is white, and nothing on it scrolls into view: everything is drawn, in light colours.
export function drawForPrint() {
  for (const figure of figures) {
    if (figure.node.closest('details:not([open])')) continue;
    figure.draw(PRINTED_WIDTH);
  }
}
