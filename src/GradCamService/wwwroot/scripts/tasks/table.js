import { captioning } from './captioning.js';
import { classification } from './classification.js';
import { policy } from './policy.js';
import { segmentation } from './segmentation.js';
import { vqa } from './vqa.js';

/**
 * What the page does with models of one task: a row of {@link tasks}.
 * @typedef {object} Task
 * @property {string} name as the API has it
 * @property {string} title of what is done
 * @property {readonly import('../parts/photo-picker.js').Sample[]} samples
 * @property {readonly (keyof import('../session.js').Settings)[]} fields of the form besides those that all tasks have
 * @property {(settings: import('../session.js').Settings) => string | null} needs what is to be filled in before anything can be asked
 * @property {(session: import('../session.js').Session, model: import('../service.js').Model, answer: import('../service.js').Answer | null,
 *   showFrame: (index: number) => void) => Node[]} controls
 * @property {(answer: import('../service.js').Answer, session: import('../session.js').Session) => Node} listing of predictions, each a way to ask for it
 * @property {(entry: import('../service.js').Entry) => string} entryName
 */

/** @type {readonly Task[]} */
export const tasks = [
  classification,
  captioning,
  vqa,
  policy,
  segmentation,
  { ...classification, name: 'detection', title: 'Detect' },
  { ...classification, name: 'regression', title: 'Estimate' },
  { ...classification, name: 'embedding', title: 'Embed', fields: ['counterfactual'], controls: () => [] },
];

/** @param {string | null} name */
export function taskOf(name) {
  return tasks.find(task => task.name === name) ?? classification;
}
