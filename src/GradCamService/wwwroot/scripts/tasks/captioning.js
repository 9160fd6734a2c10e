import { element, labelled, percent } from '../dom.js';
import { classification } from './classification.js';

/** @type {import('./table.js').Task} */
export const captioning = {
  ...classification,
  name: 'captioning',
  title: 'Caption',
  fields: ['caption', 'counterfactual'],
  controls: (session, _model, answer) => {
    const input = element('input', { type: 'text', value: session.settings.caption || (answer?.captions?.[0]?.text ?? ''), placeholder: 'the model’s own sentence' });
    const ask = () => session.set({ caption: input.value.trim(), entry: '0' });
    input.addEventListener('keydown', event => { if (event.key === 'Enter') ask(); });
    return [
      labelled('Sentence', input, 'caption'),
      element('div', { class: 'choose' },
        element('button', { type: 'button', onclick: ask }, 'Ask for this sentence'),
        element('button', { type: 'button', onclick: () => session.set({ caption: '', entry: '0' }) }, 'The model’s own')),
    ];
  },
  listing: (answer, session) => {
    const caption = answer.captions?.[0];
    return element('div', { class: 'predictions' },
      element('h2', {}, 'Words'),
      element('p', { class: 'hint' }, 'Hover or focus a word to see where it comes from.'),
      element('div', { class: 'chips', role: 'group', 'aria-label': 'Words of the sentence' }, ...answer.explanations.map((entry, i) => {
        const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
        bar.style.width = `${100 * (entry.probability ?? 0)}%`;
        const show = () => session.set({ entry: String(i) });
        return element('button', {
          type: 'button', class: 'chip word', 'data-entry': i, 'aria-pressed': String(session.settings.entry === String(i)),
          onclick: show, onfocus: show, onpointerenter: show,
        }, bar, element('span', {}, entry.concept.position === undefined ? 'the sentence' : entry.concept.label), ' ',
        element('small', {}, percent(entry.probability)));
      })),
      caption ? element('p', { class: 'sentence' }, '“', caption.text, '”') : null,
      answer.captions && answer.captions.length > 1 ? element('details', {}, element('summary', {}, 'Other sentences of the search'),
        element('ul', {}, ...answer.captions.slice(1).map(other => element('li', {},
          element('button', { type: 'button', onclick: () => session.set({ caption: other.text, entry: '0' }) }, other.text))))) : null);
  },
  entryName: entry => (entry.concept.position === undefined ? `the sentence “${entry.concept.label}”` : `the word “${entry.concept.label}”`),
};
