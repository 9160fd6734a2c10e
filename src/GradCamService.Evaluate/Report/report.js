'use strict';

// Heads become buttons that sort; equal rows keep their order, and those without a value stay last.
const compare = (kind, one, other) => kind === 'number' ? one - other : one.localeCompare(other, 'en', { numeric: true });

const valueOf = (row, place, kind) => {
  const cell = row.cells[place];
  if (kind === 'text') return cell.firstChild.textContent;
  return 'value' in cell.dataset ? Number(cell.dataset.value) : null;
};

const sort = head => {
  const table = head.closest('table');
  const body = table.tBodies[0];
  const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
  for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order);
  const [kind, sign] = [head.dataset.sort, order === 'ascending' ? 1 : -1];
  const rows = [...body.rows].map(row => ({ row, value: valueOf(row, head.cellIndex, kind) }));
  rows.sort((one, other) => one.value === null || other.value === null
    ? (one.value === null) - (other.value === null)
    : sign * compare(kind, one.value, other.value));
  body.append(...rows.map(each => each.row));
};

for (const head of document.querySelectorAll('th[data-sort]')) {
  if (head.closest('table').tBodies[0].rows.length < 2) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...head.childNodes);
  button.addEventListener('click', () => sort(head));
  head.append(button);
}

// A field to choose in asks for equal values, one to type in for values that contain the text.
const fits = (item, field) => {
  const value = item.dataset[field.dataset.key];
  return field.value === '' || (field.tagName === 'SELECT' ? value === field.value : value.toLowerCase().includes(field.value.trim().toLowerCase()));
};

for (const filter of document.querySelectorAll('.filter')) {
  const fields = [...filter.querySelectorAll('[data-key]')];
  const status = filter.querySelector('[role=status]');
  const items = fields.length === 0 ? [] : [...document.getElementById(filter.dataset.list).querySelectorAll(`[data-${fields[0].dataset.key}]`)];
  if (items.length < 2) continue;
  filter.hidden = false;
  filter.addEventListener('input', () => {
    for (const item of items) item.hidden = !fields.every(field => fits(item, field));
    status.textContent = `${items.filter(item => !item.hidden).length} of ${items.length} shown`;
  });
}
