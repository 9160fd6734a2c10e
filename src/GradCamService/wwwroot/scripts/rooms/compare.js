import { choice, digits, element, keepingFocus, percent, slider } from '../dom.js';
import { fieldsOf, methodOf, picturesOf, sceneOf, viewsOf } from '../asking.js';
import { agreement } from '../drawing/localization.js';
import { MapView } from '../parts/map-view.js';
import { PhotoPicker } from '../parts/photo-picker.js';
import { RequestState } from '../parts/request-state.js';
import { layerChoice, methodChoice } from '../parts/results.js';
import { ask, model as fetchModel } from '../service.js';
import { conceptField } from '../tasks/concepts.js';
import { taskOf } from '../tasks/table.js';

/**
 * @typedef {import('../service.js').Model} Model
 * @typedef {import('../service.js').Answer} Answer
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
  /** @type {Pane[]} */
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
    return new Pane(this.session, settings, this.model, this.models, {
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
    const alike = (/** @type {Pane} */ pane) => (first.map && pane.map ? agreement(first.map, pane.map) ?? -2 : -2);
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

/** One explanation of several. */
class Pane extends HTMLElement {
  view = new MapView();
  state = new RequestState();
  #controls = element('div', { class: 'controls' });
  #said = element('p', { class: 'said' });
  #remove = element('button', { type: 'button', onclick: () => this.tells.removed(this) }, 'Remove');
  /** @type {{ answer: Answer, photo: ImageBitmap } | null} */
  #shown = null;

  /**
   * @param {import('../session.js').Session} session
   * @param {Partial<Settings>} settings otherwise than the session's
   * @param {Model} model
   * @param {readonly import('../service.js').ModelSummary[]} models
   * @param {{ changed: () => void, removed: (pane: Pane) => void }} tells
   */
  constructor(session, settings, model, models, tells) {
    super();
    this.session = session;
    this.settings = settings;
    this.model = model;
    this.models = models;
    this.tells = tells;
  }

  connectedCallback() {
    if (this.firstChild)
      return;
    this.state.addEventListener('again', () => this.ask());
    this.append(this.#controls, this.state, this.view, this.#said, this.#remove);
    this.#drawControls();
  }

  /** @param {boolean} can */
  set canGo(can) {
    this.#remove.disabled = !can;
  }

  get all() {
    return { ...this.session.settings, against: '', ...this.settings };
  }

  get method() {
    return methodOf(this.all, this.model);
  }

  get map() {
    return this.#shown?.answer.explanations[0]?.map ?? null;
  }

  #drawControls() {
    const set = (/** @type {Partial<Settings>} */ changes) => {
      Object.assign(this.settings, changes);
      this.ask();
    };
    // A session of its own for the field, which asks it for what is chosen and tells it what is.
    const asked = /** @type {any} */ ({ settings: this.all, set });
    const hasConcepts = taskOf(this.model.task).fields.includes('concept');
    this.#controls.replaceChildren(
      choice('Model', 'model', this.models.map(each => [each.name, each.title ?? each.name]), this.model.name, async name => {
        this.model = await fetchModel(name);
        Object.assign(this.settings, { model: name, layer: '', concept: '' });
        this.#drawControls();
        this.ask();
      }),
      ...(hasConcepts ? [conceptField(asked, this.model, 'concept', 'Concept', 'the model’s own prediction')] : []),
      methodChoice(this.model, this.method, method => set({ method })),
      layerChoice(this.model, this.all.layer, layer => set({ layer })));
  }

  async ask() {
    if (this.settings.model && this.settings.model !== this.model.name) {
      this.model = await fetchModel(this.settings.model).catch(() => this.model);
      this.#drawControls();
    }
    const { photos } = this.session;
    const missing = taskOf(this.model.task).needs(this.all);
    if (missing || photos.length === 0) {
      this.state.textContent = missing ?? '';
      return;
    }
    const fields = [...fieldsOf(this.all, this.model), ...picturesOf(this.method)];
    const shown = await this.state.run('Explaining', async signal => {
      const [response, photo] = await Promise.all([
        ask(this.model.name, 'explanations', fields, photos, 'application/json', signal), createImageBitmap(photos[photos.length - 1])]);
      return { answer: /** @type {Answer} */ (await response.json()), photo };
    }, this);
    if (shown) {
      this.#shown = shown;
      this.tells.changed();
    }
  }

  /**
   * @param {import('../drawing/heat.js').Grid | null} first the first pane's map; null for the first itself
   * @param {boolean} isDifference
   */
  draw(first, isDifference) {
    if (!this.#shown)
      return;
    const { answer, photo } = this.#shown;
    const entry = answer.explanations[0];
    const { view } = this.all;
    const scene = sceneOf(photo, this.model, answer, entry, { ...this.all, threshold: '', view: viewsOf(entry).includes(view) ? view : 'overlay' });
    const isDrawnAsDifference = isDifference && first !== null && scene.map !== null;
    this.view.show(isDrawnAsDifference ? { ...scene, picture: null, besides: first } : scene);
    const alike = first && scene.map ? agreement(first, scene.map) : null;
    this.#said.textContent = [
      entry.concept.label, `score ${digits(entry.score)}`, entry.probability === null ? '' : percent(entry.probability), entry.status === 'ok' ? '' : entry.status,
      alike === null ? '' : `agreement with the first ${alike.toFixed(2)}`].filter(text => text !== '').join(' · ');
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

customElements.define('compare-pane', Pane);
customElements.define('compare-room', CompareRoom);
