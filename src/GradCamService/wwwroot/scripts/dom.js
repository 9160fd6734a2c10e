/**
 * An element with its attributes, listeners and children. Text becomes text nodes, so that whatever a photo, a model or the service says stays text.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] `on…` functions are listeners, `true` is an attribute without value, null and false are left out
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith('on') && typeof value === 'function')
      made.addEventListener(name.slice(2), value);
    else if (value === true)
      made.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, String(value));
  fill(made, ...children);
  return made;
}

/**
 * Puts children into an element in place of those that it has; what is nothing is left out.
 * @param {Element} parent
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter(child => child !== null && child !== undefined && child !== false).map(child => (typeof child === 'number' ? String(child) : child)));
}

let numbers = 0;

/** An id that no other element has. @param {string} name */
export function freshId(name) {
  return `${name}-${++numbers}`;
}

/**
 * A field with its label, and the place where the service's remark on it is shown.
 * @param {string} text
 * @param {HTMLElement} input
 * @param {string} [field] its name in the API
 */
export function labelled(text, input, field) {
  input.id ||= freshId('field');
  const remark = field ? element('span', { class: 'remark', 'data-remark': field, id: freshId('remark') }) : null;
  if (remark)
    input.setAttribute('aria-describedby', remark.id);
  return element('div', { class: 'field' }, element('label', { for: input.id }, text), input, remark);
}

/**
 * A choice of one.
 * @param {string} text its label
 * @param {string} field its name in the API
 * @param {readonly (readonly [string, string])[]} options value and text
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
export function choice(text, field, options, chosen, choose) {
  const select = element('select', { onchange: () => choose(select.value) }, ...options.map(([value, name]) => element('option', { value }, name)));
  select.value = options.some(([value]) => value === chosen) ? chosen : options[0]?.[0] ?? '';
  return labelled(text, select, field);
}

/**
 * A box to tick.
 * @param {string} text
 * @param {boolean} isOn
 * @param {(isOn: boolean) => void} turn
 */
export function tick(text, isOn, turn) {
  const input = element('input', { type: 'checkbox', onchange: () => turn(input.checked) });
  input.checked = isOn;
  return element('label', { class: 'tick' }, input, ' ', text);
}

/**
 * A slider from 0 to 1.
 * @param {string} text
 * @param {number} value
 * @param {(value: number) => void} slide
 */
export function slider(text, value, slide) {
  const shown = element('output', {}, percent(value));
  const input = element('input', {
    type: 'range', min: 0, max: 1, step: 0.01, value,
    oninput: () => {
      shown.textContent = percent(input.valueAsNumber);
      slide(input.valueAsNumber);
    },
  });
  const field = labelled(text, input);
  field.append(shown);
  field.classList.add('slider');
  return field;
}

/** @param {number | null | undefined} share */
export function percent(share) {
  return share === null || share === undefined ? '–' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** Three digits, as people read them. @param {number | null | undefined} value */
export function digits(value) {
  return value === null || value === undefined ? '–' : Number(value.toPrecision(3)).toString();
}

/**
 * Draws a part anew; the focus stays at its place in it, with what is being typed there, and what was unfolded stays so.
 * @param {HTMLElement} part
 * @param {() => void} draw
 */
export function keepingFocus(part, draw) {
  const all = () => /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll('button, input, select, summary'));
  const active = document.activeElement;
  const at = [...all()].findIndex(each => each === active);
  const isOpen = [...part.querySelectorAll('details')].map(details => details.open);
  draw();
  part.querySelectorAll('details').forEach((details, i) => { details.open ||= isOpen[i] ?? false; });
  if (at < 0)
    return;
  const same = all()[at];
  if (active instanceof HTMLInputElement && same instanceof HTMLInputElement && same.type === 'text')
    same.value = active.value;
  same?.focus({ preventScroll: true });
}
