import { fieldsOf, methodOf, picturesOf, sceneOf, viewsOf } from '../asking.js';
import { choice, digits, element, percent } from '../dom.js';
import { agreement } from '../drawing/localization.js';
import { ask, model as fetchModel } from '../service.js';
import { conceptField } from '../tasks/concepts.js';
import { taskOf } from '../tasks/table.js';
import { MapView } from './map-view.js';
import { RequestState } from './request-state.js';
import { layerChoice, methodChoice } from './results.js';

/**
 * @typedef {import('../service.js').Model} Model
 * @typedef {import('../service.js').Answer} Answer
 * @typedef {import('../session.js').Settings} Settings
 */

/** One explanation of several. */
export class ComparePane extends HTMLElement {
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
   * @param {{ changed: () => void, removed: (pane: ComparePane) => void }} tells
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
      choice('Model', 'model', this.models.map(each => [each.name, each.title ?? each.name]), this.model.name, name => set({ model: name, layer: '', concept: '' })),
      ...(hasConcepts ? [conceptField(asked, this.model, 'concept', 'Concept', 'the model’s own prediction')] : []),
      methodChoice(this.model, this.method, method => set({ method })),
      layerChoice(this.model, this.all.layer, layer => set({ layer })));
  }

  async ask() {
    const { model: wanted } = this.settings;
    if (wanted && wanted !== this.model.name) {
      const model = await this.state.run('Reading the model', () => fetchModel(wanted), this);
      if (!model)
        return;
      this.model = model;
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

customElements.define('compare-pane', ComparePane);
