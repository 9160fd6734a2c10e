import { element } from '../dom.js';
import { classification } from './classification.js';
import { bars, conceptControls, keyOf } from './concepts.js';

/** @type {import('./table.js').Task} */
export const policy = {
  ...classification,
  name: 'policy',
  title: 'Policy',
  samples: [{ name: 'catch', files: [0, 1, 2, 3].map(frame => `samples/catch-${frame}.png`) }],
  controls: (session, model, answer, showFrame) => [frames(session, showFrame), ...conceptControls(session, model, answer)],
  listing: (answer, session) => element('div', { class: 'predictions' },
    element('h2', {}, 'Actions'),
    bars(answer.predictions, prediction => session.set({ concept: keyOf(prediction.concept), against: '', entry: '0' }))),
};

/**
 * The frames in their order, oldest first: shown by a slider, put in another order by dragging or by buttons.
 * @param {import('../session.js').Session} session
 * @param {(index: number) => void} show
 */
function frames(session, show) {
  const { photos } = session;
  if (photos.length < 2)
    return element('p', { class: 'hint' }, 'Choose several frames, oldest first; one frame stands for all.');
  /** @param {number} from @param {number} to */
  const move = (from, to) => {
    const order = [...photos];
    order.splice(to, 0, ...order.splice(from, 1));
    session.take(order);
  };
  const scrub = element('input', {
    type: 'range', min: 0, max: photos.length - 1, step: 1, value: photos.length - 1, 'aria-label': 'Frame shown', oninput: () => show(scrub.valueAsNumber),
  });
  return element('fieldset', { class: 'frames' }, element('legend', {}, 'Frames, oldest first'),
    element('ol', {}, ...photos.map((photo, i) => element('li', {
      draggable: 'true',
      ondragstart: (/** @type {DragEvent} */ event) => event.dataTransfer?.setData('text/frame', String(i)),
      ondragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
      ondrop: (/** @type {DragEvent} */ event) => {
        const from = event.dataTransfer?.getData('text/frame');
        if (from) {
          event.preventDefault();
          event.stopPropagation();
          move(Number(from), i);
        }
      },
    }, element('span', {}, photo.name),
    element('button', { type: 'button', 'aria-label': `Earlier: ${photo.name}`, disabled: i === 0, onclick: () => move(i, i - 1) }, '↑'),
    element('button', { type: 'button', 'aria-label': `Later: ${photo.name}`, disabled: i === photos.length - 1, onclick: () => move(i, i + 1) }, '↓')))),
    scrub);
}
