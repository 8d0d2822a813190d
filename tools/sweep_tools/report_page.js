// SPDX-License-Identifier: Apache-2.0
// A point is shown in all charts and tables at once; tables are sorted by their heads.
const marks = new Map();
const add = (point, node) => marks.set(point, [...(marks.get(point) ?? []), node]);
for (const node of document.querySelectorAll('svg [id*="-p"]')) {
  const found = /-p(\d+)$/.exec(node.id);
  if (!found) continue;
  node.classList.add('live');
  node.dataset.point = found[1];
  add(found[1], node);
}
for (const row of document.querySelectorAll('tr[data-point]')) add(row.dataset.point, row);

const tip = document.getElementById('tip');
const heads = [...document.querySelectorAll('#all thead th')].map((head) => head.textContent);
let lit = null;

function light(point) {
  if (point === lit) return;
  for (const node of marks.get(lit) ?? []) node.classList.remove('lit');
  lit = point;
  for (const node of marks.get(lit) ?? []) node.classList.add('lit');
}

document.addEventListener('mousemove', (event) => {
  const over = event.target.closest('[data-point]');
  light(over?.dataset.point ?? null);
  tip.hidden = !over || over.tagName === 'TR';
  if (tip.hidden) return;
  const cells = document.querySelector(`#all tr[data-point="${lit}"]`).cells;
  tip.textContent = heads.map((head, i) => `${head}: ${cells[i].textContent}`).join('\n');
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
});

function compare(a, b) {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

for (const head of document.querySelectorAll('thead th')) {
  head.addEventListener('click', () => {
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const body = head.closest('table').tBodies[0];
    const value = (row) => row.cells[head.cellIndex].dataset.value;
    const rows = [...body.rows].sort((a, b) => compare(value(a), value(b)) * (up ? 1 : -1));
    body.append(...rows);
  });
}
