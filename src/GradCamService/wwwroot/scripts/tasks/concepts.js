import { digits, element, percent, tick } from '../dom.js';
import '../parts/concept-field.js';

/**
 * @typedef {import('../session.js').Session} Session
 * @typedef {import('../service.js').Model} Model
 * @typedef {import('../service.js').Answer} Answer
 * @typedef {import('../service.js').Schemas} Schemas
 */

/** What is sent for a concept: an id or an index belongs to one class, a label perhaps to two. @param {Schemas['ConceptName']} concept */
export function keyOf(concept) {
  return concept.id ?? (concept.index === undefined ? concept.label : String(concept.index));
}

/**
 * @param {Session} session
 * @param {Model} model
 * @param {'concept' | 'against' | 'answer'} field
 * @param {string} label
 * @param {string} placeholder
 * @param {Answer | null} [answer] from which it is known what the chosen one is called
 */
export function conceptField(session, model, field, label, placeholder, answer) {
  const search = /** @type {import('../parts/concept-field.js').ConceptField} */ (document.createElement('concept-field'));
  search.setAttribute('field', field);
  search.setAttribute('label', label);
  search.setAttribute('placeholder', placeholder);
  search.addEventListener('choose', event => session.set({ [field]: /** @type {CustomEvent} */ (event).detail, entry: '0' }));
  const entry = answer?.explanations[0];
  const named = [entry?.concept, entry?.against].find(concept => concept && keyOf(concept) === session.settings[field]);
  search.fill(model.name, session.settings[field], named?.label);
  return search;
}

/**
 * Fields of tasks whose concepts are searched: what is looked for, and what it is told apart from.
 * @param {Session} session
 * @param {Model} model
 * @param {Answer | null} answer
 */
export function conceptControls(session, model, answer) {
  return [
    conceptField(session, model, 'concept', 'Concept', 'the model’s own prediction', answer),
    conceptField(session, model, 'against', 'Against', 'nothing', answer),
    tick('What speaks against it', session.settings.counterfactual === 'true', isOn => session.set({ counterfactual: isOn ? 'true' : '' })),
  ];
}

/**
 * Predictions as chips: a click asks for one; of one that did not win, why not.
 * @param {Answer} answer
 * @param {Session} session
 * @param {'concept' | 'answer'} [field]
 */
export function chips(answer, session, field = 'concept') {
  const [entry, winner] = [answer.explanations[0], answer.predictions[0]];
  const asked = entry?.concept;
  const isWinner = winner && asked && winner.concept.label === asked.label && winner.concept.index === asked.index;
  return element('div', { class: 'predictions' },
    element('h2', {}, 'Predictions'),
    element('div', { class: 'chips', role: 'group', 'aria-label': 'Predictions' }, ...answer.predictions.map(prediction => chip(prediction, asked, () =>
      session.set({ [field]: keyOf(prediction.concept), against: '', entry: '0' })))),
    winner && asked && !isWinner && !entry.against
      ? element('button', { type: 'button', class: 'why', onclick: () => session.set({ against: keyOf(winner.concept) }) },
        `Why not ${asked.label}? Compare with ${winner.concept.label}`) : null,
    entry?.against ? element('p', { class: 'hint' }, `Shown is what speaks for ${asked?.label} rather than ${entry.against.label}. `,
      element('button', { type: 'button', onclick: () => session.set({ against: '' }) }, 'Without the comparison')) : null);
}

/**
 * @param {Schemas['Prediction']} prediction
 * @param {Schemas['ConceptName'] | undefined} asked
 * @param {() => void} choose
 */
function chip(prediction, asked, choose) {
  const isAsked = asked?.label === prediction.concept.label && asked?.index === prediction.concept.index;
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
  bar.style.width = `${100 * (prediction.probability ?? 0)}%`;
  return element('button', { type: 'button', class: 'chip', 'aria-pressed': isAsked ? 'true' : 'false', onclick: choose },
    bar, element('span', {}, prediction.concept.label), ' ',
    element('small', {}, prediction.probability === null ? digits(prediction.score) : percent(prediction.probability)));
}

/**
 * Numbers as bars from the smallest to the largest.
 * @param {readonly Schemas['Prediction'][]} predictions
 * @param {(prediction: Schemas['Prediction']) => void} choose
 */
export function bars(predictions, choose) {
  const scores = predictions.map(prediction => prediction.score ?? 0);
  const [least, most] = [Math.min(0, ...scores), Math.max(0, ...scores)];
  const width = most - least || 1;
  return element('ul', { class: 'bars' }, ...predictions.map(prediction => {
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.style.left = `${(100 * (Math.min(prediction.score ?? 0, 0) - least)) / width}%`;
    bar.style.width = `${(100 * Math.abs(prediction.score ?? 0)) / width}%`;
    return element('li', {}, element('button', { type: 'button', onclick: () => choose(prediction) }, prediction.concept.label),
      element('span', { class: 'track' }, bar), element('span', { class: 'number' }, digits(prediction.score)));
  }));
}
