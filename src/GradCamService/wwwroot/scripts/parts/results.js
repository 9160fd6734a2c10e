import { choice, digits, element, percent } from '../dom.js';
import { views, viewsOf } from '../asking.js';

/**
 * @typedef {import('../session.js').Session} Session
 * @typedef {import('../service.js').Entry} Entry
 * @typedef {import('../service.js').Answer} Answer
 * @typedef {import('../service.js').Model} Model
 */

/**
 * The views of an explanation, one pressed.
 * @param {Entry} entry
 * @param {string} chosen
 * @param {(view: string) => void} choose
 */
export function viewButtons(entry, chosen, choose) {
  const offered = viewsOf(entry);
  const shown = offered.includes(chosen) ? chosen : offered[0];
  return element('div', { class: 'views', role: 'group', 'aria-label': 'View' }, ...offered.map(view => element('button', {
    type: 'button', 'aria-pressed': String(view === shown), onclick: () => choose(view),
  }, views[/** @type {keyof typeof views} */ (view)])));
}

/**
 * The answer's numbers.
 * @param {Answer} answer
 * @param {Entry} entry
 * @param {string} name
 * @param {{ boxes: readonly { x: number, y: number, width: number, height: number }[], coverage: number } | null} localization at the threshold that is shown
 */
export function facts(answer, entry, name, localization) {
  const box = localization?.boxes[0];
  const rows = /** @type {[string, string][]} */ ([
    ['Explained', name],
    ['Score', digits(entry.score)],
    ['Probability', entry.probability === null ? '' : percent(entry.probability)],
    ['Method', entry.method],
    ['Layer', entry.layer],
    ['Largest box', box ? `${box.x}, ${box.y}, ${box.width} × ${box.height}` : ''],
    ['Boxes', localization ? String(localization.boxes.length) : ''],
    ['Coverage', localization ? percent(localization.coverage) : ''],
    ['Sum of values', entry.completeness ? `${digits(entry.completeness.sum)}, of a difference of ${digits(entry.completeness.difference)}` : ''],
    ['Time', `${digits(answer.timings.total)} ms, ${digits(answer.timings.forward)} forward, ${digits(answer.timings.backward)} backward`],
    ['Model', `${answer.model.name} ${answer.model.version}, sha256 ${answer.model.sha256.slice(0, 12)}…`],
  ]).filter(([, value]) => value !== '');
  return element('dl', { class: 'facts' }, ...rows.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]));
}

/**
 * Where there is no evidence: what that means, and what to try.
 * @param {Entry} entry
 * @param {Session} session
 * @param {Model} model
 */
export function emptyHelp(entry, session, model) {
  if (entry.status === 'ok')
    return null;
  const others = (model.layers ?? []).filter(layer => layer.name !== entry.layer);
  const tries = [
    session.settings.counterfactual ? null : element('li', {}, element('button', { type: 'button', onclick: () => session.set({ counterfactual: 'true' }) },
      'See what speaks against it'), ': then every region that has an influence lowers the score.'),
    session.settings.against ? element('li', {}, element('button', { type: 'button', onclick: () => session.set({ against: '' }) }, 'Leave the comparison out'),
      ': what both classes share takes itself away.') : null,
    session.settings.concept ? element('li', {}, element('button', { type: 'button', onclick: () => session.set({ concept: '', against: '' }) },
      'Explain the model’s own prediction'), ' instead.') : null,
    others.length > 0 ? element('li', {}, element('button', { type: 'button', onclick: () => session.set({ layer: others[others.length - 1].name }) },
      `Look at the layer ${others[others.length - 1].name}`), ', or at another one.') : null,
  ];
  return element('div', { class: 'empty', role: 'note' },
    element('strong', {}, entry.status === 'empty' ? `No region speaks for ${entry.concept.label}.` : 'The network’s numbers are not finite.'),
    element('p', {}, entry.status === 'empty'
      ? 'The map has no positive value: at this layer, whatever was found in the photo lowers the score or leaves it as it is. That is an answer, not a fault: the score may come '
        + 'from elsewhere, from what is not there or from the network’s bias. To see more:'
      : entry.reason ?? ''),
    entry.status === 'empty' ? element('ul', {}, ...tries) : null);
}

/**
 * The choice of a layer, with what one value of its map stands for.
 * @param {Model} model
 * @param {string} layer
 * @param {(layer: string) => void} choose
 */
export function layerChoice(model, layer, choose) {
  const layers = model.layers ?? [];
  const own = layers.find(each => each.default);
  const words = (/** @type {typeof layers[number]} */ each) => `${each.name} (${each.width} × ${each.height})`;
  return choice('Layer', 'layer', [['', own ? `${own.name}, the model’s (${own.width} × ${own.height})` : 'the model’s'],
    ...layers.filter(each => !each.default).map(each => /** @type {[string, string]} */ ([each.name, words(each)]))], layer, choose);
}

/**
 * @param {Model} model
 * @param {string} method
 * @param {(method: string) => void} choose
 */
export function methodChoice(model, method, choose) {
  return choice('Method', 'method', (model.methods ?? []).map(name => [name, name]), method, choose);
}

/**
 * @param {Model} model
 * @param {string} fit
 * @param {(fit: string) => void} choose
 */
export function fitChoice(model, fit, choose) {
  return choice('Fit', 'fit', [['', `${model.input?.fit ?? 'crop'}, the model’s`], ['crop', 'crop to the middle'], ['stretch', 'stretch'], ['pad', 'pad']], fit, choose);
}
