import { element, keepingFocus, slider } from '../dom.js';
import { agreement } from '../drawing/localization.js';
import { ComparePane } from '../parts/compare-pane.js';
import { PhotoPicker } from '../parts/photo-picker.js';
import { taskOf } from '../tasks/table.js';

/**
 * @typedef {import('../service.js').Model} Model
 * @typedef {import('../parts/map-view.js').MapView} MapView
 * @typedef {import('../session.js').Settings} Settings
 */

const FEWEST = 2;
const MOST = 4;

/** What a pane may ask otherwise than the others. */
const own = /** @type {const} */ (['model', 'concept', 'method', 'layer']);

/** Two to four explanations of one photo side by side, with one cursor and one zoom. */
export class CompareRoom extends HTMLElement {
  #picker = new PhotoPicker();
  #panes = element('div', { class: 'panes' });
  #state = element('p', { class: 'hint', role: 'status' });
  #order = element('div', { class: 'choose' });
  /** @type {ComparePane[]} */
  #all = [];
  #isDifference = false;
  #ending = new AbortController();

  /**
   * @param {import('../session.js').Session} session
   * @param {Model} model
   * @param {readonly import('../service.js').ModelSummary[]} models
   */
  constructor(session, model, models) {
    super();
    this.session = session;
    this.model = model;
    this.models = models.filter(each => each.ready && each.task === model.task);
  }

  connectedCallback() {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.replaceChildren(
      element('section', { class: 'side', 'aria-label': 'What is compared' }, this.#picker, this.#order, this.#state),
      element('section', { class: 'main wide', 'aria-label': 'Panes' }, this.#panes));
    this.#picker.offer(this.model.task === 'policy' ? Infinity : 1, taskOf(this.model.task).samples);
    this.#picker.addEventListener('photos', event => this.session.take(/** @type {CustomEvent} */ (event).detail), { signal });
    this.#panes.addEventListener('cursor', event => this.#link(event, (view, from) => { view.cursor = from.cursor; }), { signal });
    this.#panes.addEventListener('zoom', event => this.#link(event, (view, from) => { view.zoom = from.zoom; }), { signal });
    this.session.addEventListener('photos', () => this.#askAll(), { signal });
    this.#all = panesOf(this.session.settings).map(settings => this.#pane(settings));
    this.#arrange();
    this.#askAll();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#all.forEach(pane => pane.state.cancel());
  }

  /** @param {Partial<Settings>} settings */
  #pane(settings) {
    return new ComparePane(this.session, settings, this.model, this.models, {
      changed: () => this.#changed(),
      removed: pane => {
        pane.state.cancel();
        this.#all = this.#all.filter(each => each !== pane);
        this.#changed();
        this.#arrange();
      },
    });
  }

  #askAll() {
    this.#picker.name(this.session.photos);
    this.#all.forEach(pane => pane.ask());
  }

  #changed() {
    this.session.set({ panes: this.#all.map(pane => String(new URLSearchParams(pane.settings))).join('\n') });
    this.#tell();
  }

  #arrange() {
    this.#panes.replaceChildren(...this.#all);
    this.#all.forEach(pane => { pane.canGo = this.#all.length > FEWEST; });
    keepingFocus(this.#order, () => this.#order.replaceChildren(
      element('button', { type: 'button', disabled: this.#all.length >= MOST, onclick: () => this.#add() }, 'Add a pane'),
      element('button', { type: 'button', onclick: () => this.#sort() }, 'Order by agreement'),
      element('button', { type: 'button', 'aria-pressed': String(this.#isDifference), onclick: () => this.#turnDifference() }, 'Difference from the first'),
      slider('Opacity', Number(this.session.settings.opacity), opacity => {
        this.session.set({ opacity: String(opacity) });
        this.#tell();
      })));
  }

  #add() {
    const methods = (this.model.methods ?? []).filter(method => method.includes('cam') && !this.#all.some(pane => pane.method === method));
    const pane = this.#pane({ method: methods.find(method => !method.startsWith('guided-')) ?? methods[0] ?? '' });
    this.#all.push(pane);
    this.#arrange();
    this.#changed();
    pane.ask();
  }

  #turnDifference() {
    this.#isDifference = !this.#isDifference;
    this.#arrange();
    this.#tell();
  }

  /** The most like the first first. */
  #sort() {
    const [first, ...rest] = this.#all;
    const alike = (/** @type {ComparePane} */ pane) => (first.map && pane.map ? agreement(first.map, pane.map) ?? -2 : -2);
    this.#all = [first, ...rest.sort((one, other) => alike(other) - alike(one))];
    this.#arrange();
    this.#changed();
  }

  /** Each is told what the first has found. */
  #tell() {
    const first = this.#all[0];
    this.#all.forEach(pane => pane.draw(pane === first ? null : first.map, this.#isDifference));
    this.#state.textContent = this.#isDifference ? 'Red: more than the first has; blue: less. Each map is scaled to its own maximum.' : '';
  }

  /**
   * @param {Event} event
   * @param {(view: MapView, from: MapView) => void} take
   */
  #link(event, take) {
    const from = /** @type {MapView} */ (event.target);
    this.#all.filter(pane => pane.view !== from).forEach(pane => take(pane.view, from));
  }
}

/**
 * @param {Settings} settings
 * @returns {Partial<Settings>[]}
 */
function panesOf(settings) {
  const said = settings.panes.split('\n').filter(line => line !== '').slice(0, MOST).map(line =>
    Object.fromEntries([...new URLSearchParams(line)].filter(([name]) => own.some(each => each === name))));
  return said.length >= FEWEST ? said : [{ method: 'grad-cam' }, { method: 'grad-cam++' }];
}

customElements.define('compare-room', CompareRoom);
