import { choice, element, percent } from '../dom.js';
import { classification } from './classification.js';
import { conceptControls, keyOf } from './concepts.js';

/** @type {import('./table.js').Task} */
export const segmentation = {
  ...classification,
  name: 'segmentation',
  title: 'Masks',
  fields: ['concept', 'against', 'region', 'counterfactual'],
  controls: (session, model, answer) => [
    ...conceptControls(session, model, answer),
    choice('Region', 'region', [['', 'where the model sees it'], ['everywhere', 'everywhere']], session.settings.region, region => session.set({ region })),
  ],
  listing: (answer, session) => element('div', { class: 'predictions' },
    element('h2', {}, 'Classes that are seen'),
    element('div', { class: 'chips', role: 'group', 'aria-label': 'Classes' }, ...answer.predictions.map(prediction => element('button', {
      type: 'button', class: 'chip', 'aria-pressed': String(answer.explanations[0]?.concept.label === prediction.concept.label),
      onclick: () => session.set({ concept: keyOf(prediction.concept), against: '', entry: '0' }),
    }, prediction.concept.label, ' ', element('small', {}, percent(prediction.area))))),
    element('div', { class: 'masks' }, ...(answer.masks ?? []).map(mask => element('figure', {},
      element('img', { src: mask.png, alt: `Mask of ${mask.concept.label}` }), element('figcaption', {}, mask.concept.label))))),
};
