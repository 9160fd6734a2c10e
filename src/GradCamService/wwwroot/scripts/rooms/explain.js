import { choice, element, fill, keepingFocus, slider, tick } from '../dom.js';
import { fieldsOf, methodOf, picturesOf, sceneOf, shareOf } from '../asking.js';
import { colorMaps } from '../drawing/colors.js';
import { remember } from '../history.js';
import { downloads } from '../parts/downloads.js';
import { MapView } from '../parts/map-view.js';
import { PastList } from '../parts/past-list.js';
import { PhotoPicker } from '../parts/photo-picker.js';
import { RequestState } from '../parts/request-state.js';
import { emptyHelp, facts, fitChoice, layerChoice, methodChoice, viewButtons } from '../parts/results.js';
import { ask } from '../service.js';
import { taskOf } from '../tasks/table.js';

/**
 * One photo, one model, one question at a time.
 * @typedef {import('../service.js').Model} Model
 * @typedef {import('../service.js').Answer} Answer
 */
export class ExplainRoom extends HTMLElement {
  #view = new MapView();
  #picker = new PhotoPicker();
  #state = new RequestState();
  #past = new PastList();
  #controls = element('div', { class: 'controls' });
  #views = element('div');
  #style = element('div', { class: 'controls style' });
  #listing = element('div');
  #facts = element('div');
  #help = element('div');
  #take = element('div');
  #result = element('div', { class: 'result', hidden: true }, this.#views, this.#view, this.#help, this.#style);
  #welcome = element('p', { class: 'welcome' }, 'Choose a photo, or take one of the samples: the page shows which pixels made the model say what it says.');
  #ending = new AbortController();
  /** @type {{ answer: Answer, frames: readonly ImageBitmap[], frame: number } | null} */
  #shown = null;

  /**
   * @param {import('../session.js').Session} session
   * @param {Model} model
   * @param {HTMLElement} modelChoice
   */
  constructor(session, model, modelChoice) {
    super();
    this.session = session;
    this.model = model;
    this.modelChoice = modelChoice;
  }

  get #task() {
    return taskOf(this.model.task);
  }

  connectedCallback() {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.replaceChildren(
      element('section', { class: 'side', 'aria-label': 'What is asked' }, this.#picker, this.modelChoice, this.#controls, this.#state, this.#past),
      element('section', { class: 'main', 'aria-label': 'Answer' }, this.#welcome, this.#result),
      element('section', { class: 'side', 'aria-label': 'Numbers' }, this.#listing, this.#facts, this.#take));
    this.#picker.offer(this.model.task === 'policy' ? Infinity : 1, this.#task.samples);
    this.#picker.addEventListener('photos', event => this.session.take(/** @type {CustomEvent} */ (event).detail), { signal });
    this.#state.addEventListener('again', () => this.#ask(), { signal });
    this.#past.addEventListener('again', event => this.#repeat(/** @type {CustomEvent} */ (event).detail), { signal });
    this.session.addEventListener('asked', () => this.#ask(), { signal });
    this.session.addEventListener('drawn', () => this.#draw(), { signal });
    this.#drawControls();
    this.#ask();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#state.cancel();
  }

  async #ask() {
    const { session, model } = this;
    const { photos } = session;
    this.#drawControls();
    this.#picker.name(photos);
    if (photos.length === 0)
      return;
    const missing = this.#task.needs(session.settings);
    if (missing) {
      this.#state.cancel();
      this.#state.textContent = missing;
      return;
    }
    const settings = { ...session.settings };
    // What is seen meanwhile answers another question.
    this.#result.classList.add('stale');
    const method = methodOf(settings, model);
    const fields = [...fieldsOf(settings, model), ...picturesOf(method)];
    const shown = await this.#state.run('Explaining', async signal => {
      const [response, ...frames] = await Promise.all([
        ask(model.name, 'explanations', fields, photos, 'application/json', signal), ...photos.map(photo => createImageBitmap(photo).catch(() => null))]);
      return { answer: /** @type {Answer} */ (await response.json()), frames };
    }, this);
    if (!shown)
      return;
    const frames = shown.frames.filter(frame => frame !== null);
    if (frames.length < photos.length) {
      this.#state.textContent = 'The service has read this photo, but the browser cannot show it.';
      return;
    }
    this.#result.classList.remove('stale');
    this.#shown = { answer: shown.answer, frames, frame: frames.length - 1 };
    this.#drawControls();
    this.#draw();
    // Where the browser keeps nothing, the list of what was asked says so.
    await remember({ at: Date.now(), settings, photos, said: `${photos[0].name}: ${shown.answer.explanations[0]?.concept.label ?? ''} by ${model.name}` }).catch(() => {});
    await this.#past.refresh();
  }

  /** @param {import('../history.js').Past} past */
  #repeat(past) {
    this.session.photos = past.photos;
    this.session.go('explain', past.settings);
  }

  #drawControls() {
    const { session, model } = this;
    const { settings } = session;
    keepingFocus(this.#controls, () => this.#controls.replaceChildren(
      ...this.#task.controls(session, model, this.#shown?.answer ?? null, frame => {
        if (this.#shown)
          this.#shown.frame = frame;
        this.#draw();
      }),
      element('details', { open: settings.layer !== '' || settings.fit !== '' }, element('summary', {}, 'Method, layer, fit'),
        methodChoice(model, methodOf(settings, model), method => session.set({ method })),
        layerChoice(model, settings.layer, layer => session.set({ layer })),
        fitChoice(model, settings.fit, fit => session.set({ fit })))));
  }

  #draw() {
    if (!this.#shown)
      return;
    const { session, model } = this;
    const { settings } = session;
    const { answer, frames, frame } = this.#shown;
    const entry = answer.explanations[Number(settings.entry)] ?? answer.explanations[0];
    this.#welcome.hidden = true;
    this.#result.hidden = false;
    this.#view.show(sceneOf(frames[frame], model, answer, entry, settings));
    keepingFocus(this.#views, () => this.#views.replaceChildren(viewButtons(entry, settings.view, view => session.set({ view }))));
    fill(this.#help, emptyHelp(entry, session, model));
    this.#drawStyle(entry);
    keepingFocus(this.#listing, () => this.#listing.replaceChildren(this.#task.listing(answer, session)));
    this.#facts.replaceChildren(facts(answer, entry, this.#task.entryName(entry), this.#view.localization));
    this.#take.replaceChildren(downloads({ model: model.name, fields: fieldsOf(settings, model), settings, photos: session.photos }, this.#state, this));
  }

  /** @param {import('../service.js').Entry} entry */
  #drawStyle(entry) {
    const { session } = this;
    const { settings } = session;
    // A slider that is held must stay the same one.
    if (this.#style.contains(document.activeElement))
      return;
    this.#style.replaceChildren(
      slider('Opacity', Number(settings.opacity), opacity => session.set({ opacity: String(opacity) })),
      ...(entry.map ? [slider('Threshold', shareOf(entry, settings), threshold => session.set({ threshold: String(threshold) }))] : []),
      choice('Colours', 'colormap', Object.entries(colorMaps).map(([name, { means }]) => [name, `${name}: ${means}`]), settings.colormap, colormap => session.set({ colormap })),
      element('div', { class: 'choose' },
        ...(entry.map ? [
          tick('Boxes', settings.boxes === 'true', isOn => session.set({ boxes: isOn ? 'true' : '' })),
          tick('Contours', settings.contours === 'true', isOn => session.set({ contours: isOn ? 'true' : '' })),
        ] : []),
        element('button', { type: 'button', onclick: () => session.set({ colormap: 'viridis' }) }, 'Colours for every eye')));
  }
}

customElements.define('explain-room', ExplainRoom);
