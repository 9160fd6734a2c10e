import { digits, element, percent } from '../dom.js';
import { paintDifference, paintHeat } from '../drawing/heat.js';
import { contour, enlarged, localize, valueAt } from '../drawing/localization.js';
import { analyzedOf, scaledTo, toInput, toPhoto } from '../drawing/placement.js';

/**
 * What is shown of one explanation.
 * @typedef {object} Scene
 * @property {ImageBitmap} photo in the size of the upload, upright
 * @property {import('../drawing/placement.js').Placement} placement of the input in the photo
 * @property {import('../drawing/heat.js').Grid | null} map signed; null where the method has none
 * @property {import('../drawing/heat.js').Grid | null} [besides] a map that is taken away from it
 * @property {string | null} picture the service's own picture, where one is shown instead of heat
 * @property {boolean} isWhole whether it shows the whole photo, or what the model saw
 * @property {string} name for those who hear it
 * @property {Style} style
 * @typedef {{ view: string, colors: string, opacity: number, share: number, boxes: boolean, contours: boolean }} Style
 * @typedef {{ x: number, y: number }} Point in pixels of the photo
 * @typedef {{ scale: number, x: number, y: number }} Zoom how much larger, and which share of the photo is in the middle
 */

const MOST_PIXELS = 1 << 20;
const LONGEST_SIDE = 2048;
// Small photos are drawn a whole number of times larger, as the service does.
const SMALL_SIDE = 192;
const MOST_ZOOM = 16;

/** A photo with a map on it: a cursor to read values, zoom, boxes and contours at any threshold. Tells of `cursor` and `zoom`. */
export class MapView extends HTMLElement {
  /** @type {Scene | null} */
  #scene = null;
  /** @type {Point | null} */
  #cursor = null;
  /** @type {Zoom} */
  #zoom = { scale: 1, x: 0.5, y: 0.5 };
  /** @type {{ map: unknown, heatmap: import('../drawing/heat.js').Grid } | null} */
  #enlarged = null;
  /** @type {{ heatmap: unknown, share: number, found: ReturnType<typeof localize> } | null} */
  #found = null;
  /** @type {ImageData | null} */
  #painted = null;
  #photo = element('canvas', { class: 'layer photo' });
  #heat = element('canvas', { class: 'layer' });
  #picture = element('img', { class: 'layer', alt: '', hidden: true });
  #marks = element('canvas', { class: 'layer' });
  #cross = element('span', { class: 'cross', hidden: true });
  #stage = element('div', { class: 'stage' }, this.#photo, this.#heat, this.#picture, this.#marks, this.#cross);
  #port = element('div', { class: 'port', tabindex: '0', role: 'application' }, this.#stage);
  #readout = element('p', { class: 'readout', 'aria-live': 'polite' });
  /** How long the last redraw took, in milliseconds. */
  redraw = 0;

  connectedCallback() {
    if (this.firstChild)
      return;
    this.append(this.#port, this.#readout);
    this.#port.addEventListener('click', event => this.#moveTo(this.#pointAt(event)));
    this.#port.addEventListener('keydown', event => this.#key(event));
    this.#port.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    this.#port.addEventListener('pointerdown', event => this.#drag(event));
  }

  /** Where values are read. */
  get cursor() {
    return this.#cursor;
  }

  set cursor(point) {
    this.#cursor = point;
    this.#read();
  }

  get zoom() {
    return this.#zoom;
  }

  set zoom(zoom) {
    this.#zoom = zoom;
    this.#place();
  }

  /** @param {Scene} scene */
  show(scene) {
    const isOther = this.#scene?.photo !== scene.photo;
    this.#scene = scene;
    this.#port.setAttribute('aria-label', `${scene.name}. Arrow keys move the cursor, plus and minus zoom.`);
    if (isOther) {
      this.#cursor = null;
      this.#zoom = { scale: 1, x: 0.5, y: 0.5 };
      this.#drawPhoto(scene.photo);
    }
    this.#drawOver(scene);
    this.#place();
    this.#read();
  }

  /** @param {ImageBitmap} photo */
  #drawPhoto(photo) {
    const longest = Math.max(photo.width, photo.height);
    const scale = longest <= SMALL_SIDE ? Math.floor((2 * SMALL_SIDE) / longest)
      : Math.min(1, LONGEST_SIDE / longest, Math.sqrt(MOST_PIXELS / (photo.width * photo.height)));
    const [width, height] = [photo.width, photo.height].map(side => Math.max(1, Math.round(side * scale)));
    for (const layer of [this.#photo, this.#heat, this.#marks])
      [layer.width, layer.height] = [width, height];
    this.#stage.style.aspectRatio = `${width} / ${height}`;
    this.#stage.style.width = `min(100%, ${(75 * width) / height}vh)`;
    this.#stage.classList.toggle('pixelated', scale > 1);
    const context = contextOf(this.#photo);
    // Few pixels are shown as what they are.
    context.imageSmoothingEnabled = scale <= 1;
    context.imageSmoothingQuality = 'high';
    context.drawImage(photo, 0, 0, width, height);
  }

  /** @param {Scene} scene */
  #drawOver(scene) {
    const started = performance.now();
    const { view, colors, opacity } = scene.style;
    const { width, height } = this.#heat;
    const placement = scaledTo(scene.placement, width, height);
    const analyzed = analyzedOf(placement);
    const context = contextOf(this.#heat);
    context.clearRect(0, 0, width, height);
    const shows = view !== 'photo';
    if (shows && !scene.isWhole)
      dimOutside(context, analyzed, width, height);
    if (scene.map && shows && !scene.picture) {
      this.#painted = scene.besides ? paintDifference(scene.map, scene.besides, placement, analyzed, opacity)
        : paintHeat(scene.map, placement, analyzed, { colors, opacity: view === 'heatmap' ? null : opacity }, this.#painted);
      context.putImageData(this.#painted, analyzed.x, analyzed.y);
    }
    this.#picture.hidden = !scene.picture;
    if (scene.picture && this.#picture.getAttribute('src') !== scene.picture)
      this.#picture.src = scene.picture;
    if (scene.picture)
      this.#pin(this.#picture, scene.isWhole ? { x: 0, y: 0, width, height } : analyzed, width, height);
    this.#drawMarks(scene, placement);
    this.redraw = performance.now() - started;
  }

  /**
   * @param {HTMLElement} layer
   * @param {import('../drawing/placement.js').Region} at
   * @param {number} width
   * @param {number} height
   */
  #pin(layer, at, width, height) {
    layer.style.left = `${(100 * at.x) / width}%`;
    layer.style.top = `${(100 * at.y) / height}%`;
    layer.style.width = `${(100 * at.width) / width}%`;
    layer.style.height = `${(100 * at.height) / height}%`;
  }

  /**
   * @param {Scene} scene
   * @param {import('../drawing/placement.js').Placement} placement in pixels of the picture
   */
  #drawMarks(scene, placement) {
    const context = contextOf(this.#marks);
    context.clearRect(0, 0, this.#marks.width, this.#marks.height);
    const found = this.localization;
    if (!found || scene.besides || scene.isWhole || scene.style.view === 'photo')
      return;
    const line = Math.max(1, Math.round(Math.max(this.#marks.width, this.#marks.height) / 320));
    const scale = this.#marks.width / scene.placement.photoWidth;
    if (scene.style.contours) {
      const lines = contour(found.heatmap, found.level);
      context.beginPath();
      for (let i = 0; i < lines.length; i += 4) {
        context.moveTo(...toPhoto(placement, lines[i], lines[i + 1]));
        context.lineTo(...toPhoto(placement, lines[i + 2], lines[i + 3]));
      }
      twice(context, line, '#fff', () => context.stroke());
    }
    if (scene.style.boxes)
      found.boxes.forEach((box, i) => twice(context, line, i === 0 ? '#fff' : '#ffd54a', () =>
        context.strokeRect(box.x * scale, box.y * scale, box.width * scale, box.height * scale)));
  }

  /** Boxes at the scene's threshold, largest first, and the level that parts them; null where there is no map. */
  get localization() {
    const scene = this.#scene;
    if (!scene?.map)
      return null;
    const { inputWidth, inputHeight } = scene.placement;
    if (this.#enlarged?.map !== scene.map)
      this.#enlarged = { map: scene.map, heatmap: enlarged(scene.map, inputWidth, inputHeight) };
    const { heatmap } = this.#enlarged;
    if (this.#found?.heatmap !== heatmap || this.#found.share !== scene.style.share)
      this.#found = { heatmap, share: scene.style.share, found: localize(heatmap, scene.placement, scene.style.share) };
    return { ...this.#found.found, heatmap };
  }

  /** @param {MouseEvent} event */
  #pointAt(event) {
    const scene = this.#scene;
    if (!scene)
      return null;
    const box = this.#stage.getBoundingClientRect();
    return within(scene, { x: ((event.clientX - box.left) / box.width) * scene.photo.width, y: ((event.clientY - box.top) / box.height) * scene.photo.height });
  }

  /** @param {Point | null} point */
  #moveTo(point) {
    if (!point || this.#hasDragged)
      return;
    this.cursor = point;
    this.dispatchEvent(new CustomEvent('cursor', { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const scene = this.#scene;
    if (!scene || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const step = Math.max(scene.photo.width, scene.photo.height) / (event.shiftKey ? 10 : 100);
    const moves = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] });
    if (moves[event.key]) {
      const from = this.#cursor ?? { x: scene.photo.width / 2, y: scene.photo.height / 2 };
      this.#hasDragged = false;
      this.#moveTo(within(scene, { x: from.x + moves[event.key][0], y: from.y + moves[event.key][1] }));
    } else if (event.key === '+' || event.key === '=') {
      this.#zoomBy(1.5, this.#middle);
    } else if (event.key === '-') {
      this.#zoomBy(1 / 1.5, this.#middle);
    } else if (event.key === '0') {
      this.#zoomBy(0, this.#middle);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** The cursor, or what is in the middle, as shares of the photo. @returns {[number, number]} */
  get #middle() {
    return this.#cursor && this.#scene ? [this.#cursor.x / this.#scene.photo.width, this.#cursor.y / this.#scene.photo.height] : [this.#zoom.x, this.#zoom.y];
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    // A page that is scrolled past is not zoomed.
    if (!event.ctrlKey && document.activeElement !== this.#port)
      return;
    event.preventDefault();
    const at = this.#pointAt(event);
    if (at && this.#scene)
      this.#zoomBy(Math.exp(-event.deltaY / 300), [at.x / this.#scene.photo.width, at.y / this.#scene.photo.height]);
  }

  /**
   * Larger or smaller, with a point held where it is as far as that goes; 0: the whole.
   * @param {number} times
   * @param {[number, number]} at shares of the photo
   */
  #zoomBy(times, [x, y]) {
    const scale = Math.min(Math.max(this.#zoom.scale * times, 1), MOST_ZOOM);
    const kept = this.#zoom.scale / scale;
    this.#setZoom({ scale, x: x + (this.#zoom.x - x) * kept, y: y + (this.#zoom.y - y) * kept });
  }

  /** @param {Zoom} zoom */
  #setZoom(zoom) {
    const half = 0.5 / zoom.scale;
    this.zoom = { scale: zoom.scale, x: Math.min(Math.max(zoom.x, half), 1 - half), y: Math.min(Math.max(zoom.y, half), 1 - half) };
    this.dispatchEvent(new CustomEvent('zoom', { bubbles: true }));
  }

  #hasDragged = false;

  /** @param {PointerEvent} event */
  #drag(event) {
    this.#hasDragged = false;
    if (this.#zoom.scale === 1 || event.button !== 0)
      return;
    const from = { x: event.clientX, y: event.clientY, zoom: this.#zoom };
    const box = this.#stage.getBoundingClientRect();
    const move = (/** @type {PointerEvent} */ moved) => {
      this.#hasDragged ||= Math.hypot(moved.clientX - from.x, moved.clientY - from.y) > 4;
      this.#setZoom({ scale: from.zoom.scale, x: from.zoom.x - (moved.clientX - from.x) / box.width, y: from.zoom.y - (moved.clientY - from.y) / box.height });
    };
    const end = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  }

  #place() {
    const { scale, x, y } = this.#zoom;
    this.#stage.style.transform = `scale(${scale}) translate(${(0.5 - x) * 100}%, ${(0.5 - y) * 100}%)`;
    this.#port.classList.toggle('zoomed', scale > 1);
  }

  #read() {
    const [scene, point] = [this.#scene, this.#cursor];
    this.#cross.hidden = !point || !scene;
    if (!point || !scene) {
      this.#readout.textContent = scene?.map ? 'Click the photo, or move over it with the arrow keys, to read the map.' : '';
      return;
    }
    this.#cross.style.left = `${(100 * point.x) / scene.photo.width}%`;
    this.#cross.style.top = `${(100 * point.y) / scene.photo.height}%`;
    this.#readout.textContent = `x ${Math.floor(point.x)}, y ${Math.floor(point.y)}${wordsAt(scene, point)}`;
  }
}

/**
 * @param {Scene} scene
 * @param {Point} point
 */
function wordsAt({ map, placement }, { x, y }) {
  if (!map)
    return '';
  const { x: left, y: top, width, height } = placement.source;
  if (x < left || y < top || x >= left + width || y >= top + height)
    return ': outside what the model saw';
  const [across, down] = toInput(placement, x, y);
  const { value, column, row, cell } = valueAt(map, across / placement.inputWidth, down / placement.inputHeight);
  const most = Array.from(map.values).reduce((max, each) => Math.max(max, each), 0);
  const share = most > 0 && value > 0 ? `, ${percent(value / most)} of the maximum` : value < 0 ? ', speaks against it' : '';
  return `: value ${digits(value)}${share}; cell ${column}, ${row} of ${map.width} × ${map.height}: ${digits(cell)}`;
}

/**
 * @param {Scene} scene
 * @param {Point} point
 */
function within(scene, { x, y }) {
  return { x: Math.min(Math.max(x, 0), scene.photo.width - 1), y: Math.min(Math.max(y, 0), scene.photo.height - 1) };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

/**
 * What the model did not see has 40 % of its brightness, as in the service's pictures.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../drawing/placement.js').Region} seen
 * @param {number} width
 * @param {number} height
 */
function dimOutside(context, seen, width, height) {
  context.fillStyle = 'rgb(0 0 0 / 60%)';
  context.fillRect(0, 0, width, seen.y);
  context.fillRect(0, seen.y + seen.height, width, height - seen.y - seen.height);
  context.fillRect(0, seen.y, seen.x, seen.height);
  context.fillRect(seen.x + seen.width, seen.y, width - seen.x - seen.width, seen.height);
}

/**
 * A line that is seen on light and on dark.
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {string} color
 * @param {() => void} stroke
 */
function twice(context, width, color, stroke) {
  for (const [lineWidth, style] of /** @type {const} */ ([[width * 3, 'rgb(0 0 0 / 65%)'], [width, color]])) {
    context.lineWidth = lineWidth;
    context.strokeStyle = style;
    stroke();
  }
}

customElements.define('map-view', MapView);
