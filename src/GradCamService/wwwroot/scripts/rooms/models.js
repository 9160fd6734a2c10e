import { element, fill } from '../dom.js';
import { placementOf, scaledTo, toPhoto } from '../drawing/placement.js';
import { RequestState } from '../parts/request-state.js';
import { model as fetchModel } from '../service.js';
import { taskOf } from '../tasks/table.js';

/** @typedef {import('../service.js').Model} Model */

/** What is served: manifests, where their values come from, layers and what they see, and why a model does not answer. */
export class ModelsRoom extends HTMLElement {
  #state = new RequestState();
  #detail = element('section', { class: 'main wide', 'aria-label': 'Model' });

  /**
   * @param {import('../session.js').Session} session
   * @param {readonly import('../service.js').ModelSummary[]} models
   */
  constructor(session, models) {
    super();
    this.session = session;
    this.models = models;
  }

  connectedCallback() {
    const { session } = this;
    this.replaceChildren(
      element('section', { class: 'side', 'aria-label': 'Models' }, element('h2', {}, 'Models'),
        element('ul', { class: 'list' }, ...this.models.map(model => element('li', {}, element('button', {
          type: 'button', 'aria-pressed': String(model.name === session.settings.model), onclick: () => this.#choose(model.name),
        }, element('strong', {}, model.title ?? model.name),
        element('small', {}, model.ready ? `${model.task}, ${model.name}` : `not ready: ${model.reason ?? ''}`))))), this.#state),
      this.#detail);
    this.#state.addEventListener('again', () => this.#show());
    this.#show();
  }

  /** @param {string} name */
  #choose(name) {
    this.session.go('models', { model: name });
  }

  async #show() {
    const name = this.session.settings.model;
    const model = name ? await this.#state.run('Reading', () => fetchModel(name), this) : null;
    if (!model)
      return;
    fill(this.#detail,
      element('h2', {}, model.title ?? model.name),
      model.ready ? element('p', {}, element('a', { href: this.session.addressOf('explain') }, 'Explain a photo with it'))
        : element('p', { class: 'problem' }, `It is not ready: ${model.reason ?? 'the service does not say why.'}`),
      table('What it is', ['', '', Object.keys(model.inferred ?? {}).length > 0 ? 'found by' : ''], facts(model)),
      await this.#layers(model),
      model.outputs ? table('Outputs', ['Name', 'Shape', 'Read'], model.outputs.map(output => [output.name, output.shape.join(' × ') || 'one number', output.read ? 'yes' : ''])) : null,
      model.methods ? element('p', {}, element('strong', {}, 'Methods: '), model.methods.join(', ')) : null);
  }

  /** @param {Model} model */
  async #layers(model) {
    if (!model.layers || !model.input)
      return null;
    const input = model.input;
    const chosen = this.session.photos[this.session.photos.length - 1];
    // Not every file that the service reads is one that the browser can show.
    const bitmap = (chosen && await createImageBitmap(chosen).catch(() => null)) ?? await createImageBitmap(await sampleOf(model));
    const field = new FieldPicture(bitmap, input);
    const show = (/** @type {NonNullable<Model['layers']>[number]} */ layer) => field.show(layer);
    show(model.layers.find(layer => layer.default) ?? model.layers[0]);
    return element('section', { class: 'layers', 'aria-label': 'Layers' }, element('h3', {}, 'Layers'),
      element('p', { class: 'hint' }, 'Hover or focus a layer to see its grid, and the part of the photo that the value in the middle depends on.'),
      element('div', { class: 'beside' }, field.canvas, table('', ['Layer', 'Map', 'Stride', 'Receptive field'], model.layers.map(layer => [
        element('button', { type: 'button', onfocus: () => show(layer), onpointerenter: () => show(layer), onclick: () => show(layer) }, layer.name + (layer.default ? ' (default)' : '')),
        `${layer.width} × ${layer.height}`, String(layer.stride ?? '–'), layer.receptiveField === null ? 'all of it' : `${layer.receptiveField} px`]))), field.said);
  }
}

/** A photo with a layer's grid and the receptive field of its middle. */
class FieldPicture {
  said = element('p', { class: 'readout', 'aria-live': 'polite' });

  /**
   * @param {ImageBitmap} photo
   * @param {import('../service.js').Schemas['ModelInputResponse']} input
   */
  constructor(photo, input) {
    const scale = Math.min(1, 480 / Math.max(photo.width, photo.height));
    this.photo = photo;
    this.input = input;
    this.canvas = element('canvas', {
      width: Math.max(1, Math.round(photo.width * scale)), height: Math.max(1, Math.round(photo.height * scale)), role: 'img', 'aria-label': 'Receptive field on a photo', class: 'field-picture',
    });
  }

  /** @param {NonNullable<Model['layers']>[number]} layer */
  show(layer) {
    const { width, height } = this.canvas;
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.drawImage(this.photo, 0, 0, width, height);
    const placement = scaledTo(placementOf(this.photo.width, this.photo.height, this.input, this.input.fit), width, height);
    const at = (/** @type {number} */ x, /** @type {number} */ y) => toPhoto(placement, x, y);
    context.strokeStyle = 'rgb(255 255 255 / 45%)';
    context.lineWidth = 1;
    context.beginPath();
    for (let column = 0; column <= layer.width; column++) {
      context.moveTo(...at((column * this.input.width) / layer.width, 0));
      context.lineTo(...at((column * this.input.width) / layer.width, this.input.height));
    }
    for (let row = 0; row <= layer.height; row++) {
      context.moveTo(...at(0, (row * this.input.height) / layer.height));
      context.lineTo(...at(this.input.width, (row * this.input.height) / layer.height));
    }
    context.stroke();
    // Of a cell in the middle; what lies beyond the input is zero to the network.
    const field = layer.receptiveField ?? Infinity;
    const middle = [[layer.width, this.input.width], [layer.height, this.input.height]].map(([cells, side]) => ((Math.floor(cells / 2) + 0.5) * side) / cells);
    const [left, right] = [Math.max(middle[0] - field / 2, 0), Math.min(middle[0] + field / 2, this.input.width)];
    const [top, bottom] = [Math.max(middle[1] - field / 2, 0), Math.min(middle[1] + field / 2, this.input.height)];
    const [x0, y0] = at(left, top);
    const [x1, y1] = at(right, bottom);
    for (const [lineWidth, color] of /** @type {const} */ ([[5, 'rgb(0 0 0 / 65%)'], [2, '#ffd54a']])) {
      [context.lineWidth, context.strokeStyle] = [lineWidth, color];
      context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    }
    this.said.textContent = layer.receptiveField === null ? `${layer.name}: every value depends on the whole input.`
      : `${layer.name}: a value depends on ${layer.receptiveField} × ${layer.receptiveField} pixels of the input, which has ${this.input.width} × ${this.input.height}.`;
  }
}

/** @param {Model} model */
async function sampleOf(model) {
  return (await fetch(taskOf(model.task).samples[0].files[0])).blob();
}

/**
 * Rows of a manifest: name, value, and how it was found where the manifest does not say.
 * @param {Model} model
 * @returns {string[][]}
 */
function facts(model) {
  const { input } = model;
  const list = (/** @type {readonly number[]} */ values) => values.map(value => Number(value.toFixed(3))).join(', ');
  const rows = /** @type {[string, string | null | undefined, string][]} */ ([
    ['name', model.name, ''], ['task', model.task, 'task'], ['version', model.version, 'version'], ['sha256', model.sha256, ''], ['licence', model.license, ''], ['source', model.source, ''],
    ['input', input && `${input.width} × ${input.height}, ${input.color}`, 'input'], ['frames', input && input.frames > 1 ? String(input.frames) : '', 'frames'],
    ['fit', input && `${input.fit}${input.fit === 'crop' ? `, ${input.crop} of the shorter side` : ''}`, 'fit'], ['resize', input?.resize, 'resize'],
    ['mean', input && list(input.mean), 'mean'], ['std', input && list(input.std), 'std'],
    ['scores', model.scores, 'scores'], ['threshold', model.threshold, 'threshold'], ['guided', model.guided, 'guided'],
    ['further inputs', model.inputs?.map(further => `${further.field} (${further.kind})`).join(', '), ''],
  ]);
  const inferred = /** @type {Record<string, string>} */ (model.inferred ?? {});
  const known = rows.filter(([, value]) => value).map(([name, value, key]) => [name, String(value), inferred[key] ?? '']);
  const rest = Object.entries(inferred).filter(([name]) => !rows.some(([, , key]) => key === name)).map(([name, source]) => [name, '', source]);
  return [...known, ...rest];
}

/**
 * @param {string} caption
 * @param {readonly string[]} heads
 * @param {readonly (readonly (string | Node)[])[]} rows
 */
function table(caption, heads, rows) {
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption || 'Table' }, element('table', {}, caption ? element('caption', {}, caption) : null,
    element('thead', {}, element('tr', {}, ...heads.map(head => (head ? element('th', { scope: 'col' }, head) : element('td', {}))))),
    element('tbody', {}, ...rows.map(([first, ...rest]) => element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map(cell => element('td', {}, cell)))))));
}

customElements.define('models-room', ModelsRoom);
