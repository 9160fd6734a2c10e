import { element } from '../dom.js';
import { asNumbers, asPicture, asWords } from '../asking.js';
import { ask } from '../service.js';
import { snippets } from '../snippets/table.js';

/** The forms in which the service gives an answer. */
const forms = [
  { name: 'PNG', accept: 'image/png', ending: 'png', as: asPicture },
  { name: 'JPEG', accept: 'image/jpeg', ending: 'jpg', as: asPicture },
  { name: 'NPZ', accept: 'application/x-npz', ending: 'npz', as: asNumbers },
  { name: 'JSON', accept: 'application/json', ending: 'json', as: asWords },
];

/**
 * The answer as files, and the request as code.
 * @param {{ model: string, fields: [string, string][], settings: import('../session.js').Settings, photos: readonly File[] }} asked
 * @param {import('./request-state.js').RequestState} state
 * @param {ParentNode} form
 */
export function downloads({ model, fields, settings, photos }, state, form) {
  const url = new URL(`v1/models/${encodeURIComponent(model)}/explanations`, document.baseURI).href;
  const code = element('textarea', { readonly: true, rows: 10, hidden: true, 'aria-label': 'Code', spellcheck: 'false' });
  return element('section', { class: 'downloads', 'aria-label': 'Take it with you' },
    element('div', { class: 'choose' }, element('span', {}, 'Download'), ...forms.map(({ name, accept, ending, as }) => element('button', {
      type: 'button',
      onclick: async () => {
        const blob = await state.run(`Making the ${name}`, async signal => (await ask(model, 'explanations', as(fields, settings), photos, accept, signal)).blob(), form);
        if (blob)
          save(blob, `${photos[0].name.replace(/\.[^.]*$/, '')}-explained.${ending}`);
      },
    }, name))),
    element('div', { class: 'choose' }, element('span', {}, 'Copy as'), ...snippets.map(({ name, write }) => element('button', {
      type: 'button',
      onclick: async (/** @type {Event} */ event) => {
        code.value = write({ url, fields: asWords(fields, settings), photos: photos.map(photo => photo.name) });
        code.hidden = false;
        const button = /** @type {HTMLElement} */ (event.currentTarget);
        // Without a secure connection there is no clipboard; the text is there to be copied by hand.
        const isCopied = await navigator.clipboard?.writeText(code.value).then(() => true, () => false);
        button.textContent = isCopied ? `${name}, copied` : name;
        code.select();
      },
    }, name))),
    code);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // Browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
