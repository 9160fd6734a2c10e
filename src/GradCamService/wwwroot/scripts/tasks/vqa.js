import { element, labelled } from '../dom.js';
import { classification } from './classification.js';
import { chips, conceptField, keyOf } from './concepts.js';

/** @type {import('./table.js').Task} */
export const vqa = {
  ...classification,
  name: 'vqa',
  title: 'Ask',
  fields: ['question', 'answer', 'against', 'counterfactual'],
  needs: settings => (settings.question ? null : 'Ask a question about the photo.'),
  controls: (session, model, answer) => {
    const input = element('input', { type: 'text', value: session.settings.question, placeholder: 'is there a cat in the picture' });
    const ask = () => session.set({ question: input.value.trim(), answer: '', against: '', entry: '0' });
    input.addEventListener('keydown', event => { if (event.key === 'Enter') ask(); });
    return [
      labelled('Question', input, 'question'),
      element('div', { class: 'choose' }, element('button', { type: 'button', class: 'primary', onclick: ask }, 'Ask')),
      conceptField(session, model, 'answer', 'Answer', 'the model’s own', answer),
      conceptField(session, model, 'against', 'Against', 'nothing', answer),
    ];
  },
  listing: (answer, session) => {
    const [best, second] = answer.predictions;
    return element('div', {},
      answer.unknownWords && answer.unknownWords.length > 0
        ? element('p', { class: 'hint' }, `The model does not know: ${answer.unknownWords.join(', ')}.`) : null,
      chips(answer, session, 'answer'),
      best && second && !session.settings.against
        ? element('button', { type: 'button', class: 'why', onclick: () => session.set({ answer: keyOf(second.concept), against: keyOf(best.concept) }) },
          `Why ${best.concept.label} and not ${second.concept.label}? Show what speaks for ${second.concept.label}`) : null);
  },
};
