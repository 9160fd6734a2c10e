import { placementOf, analyzedOf } from './drawing/placement.js';
import { taskOf } from './tasks/table.js';

/**
 * @typedef {import('./session.js').Settings} Settings
 * @typedef {import('./service.js').Model} Model
 * @typedef {import('./service.js').Answer} Answer
 * @typedef {import('./service.js').Entry} Entry
 */

/**
 * The method that is asked of a model: the chosen one where it works on it.
 * @param {Settings} settings
 * @param {Model} model
 */
export function methodOf(settings, model) {
  const methods = model.methods ?? [];
  return methods.includes(settings.method) ? settings.method : methods.find(method => method === 'grad-cam') ?? methods[0] ?? '';
}

/**
 * A form's fields that say what is asked, without pictures and their style.
 * @param {Settings} settings
 * @param {Model} model
 * @returns {[string, string][]}
 */
export function fieldsOf(settings, model) {
  const own = taskOf(model.task).fields.map(name => /** @type {[string, string]} */ ([name, settings[name]]));
  return [...own, /** @type {[string, string]} */ (['method', methodOf(settings, model)]), /** @type {[string, string]} */ (['layer', settings.layer]),
    /** @type {[string, string]} */ (['fit', settings.fit])].filter(([, value]) => value !== '');
}

/**
 * The pictures that the page does not draw itself: it has maps of the methods that end in “cam” and their kin; guided ones have a picture besides; others have
 * nothing but pictures.
 * @param {string} method
 * @returns {[string, string][]}
 */
export function picturesOf(method) {
  if (!hasMap(method))
    return [];
  return [['images', method.startsWith('guided-') ? 'guidedGradCam' : 'none']];
}

/**
 * How a picture of the service is drawn, as it is drawn here.
 * @param {Settings} settings
 * @returns {[string, string][]}
 */
function styleOf(settings) {
  const draw = [['boxes', settings.boxes], ['contours', settings.contours]].filter(([, isOn]) => isOn).map(([name]) => /** @type {[string, string]} */ (['draw', name]));
  const threshold = settings.threshold ? [/** @type {[string, string]} */ (['threshold', settings.threshold])] : [];
  return [['colormap', settings.colormap], ['opacity', settings.opacity], ...threshold, ...draw];
}

/** Whether a method has a map, on which boxes, colours and thresholds are. @param {string} method */
const hasMap = method => method.includes('cam');

/**
 * The fields of an answer in words, with its pictures.
 * @param {[string, string][]} fields
 * @param {Settings} settings
 */
export function asWords(fields, settings) {
  return hasMap(methodIn(fields)) ? [...fields, ...styleOf(settings)] : fields;
}

/**
 * The fields of an answer that is the picture that is seen: of guided methods the map, unless it is the fine picture that is looked at. What would change nothing of it is refused by the service.
 * @param {[string, string][]} fields
 * @param {Settings} settings
 */
export function asPicture(fields, settings) {
  if (!hasMap(methodIn(fields)) || settings.view === 'guided')
    return fields;
  const own = fields.map(([name, value]) => /** @type {[string, string]} */ ([name, name === 'method' ? value.replace('guided-', '') : value]));
  return [...own, ...styleOf(settings)];
}

/**
 * The fields of an answer in numbers.
 * @param {[string, string][]} fields
 * @param {Settings} settings
 */
export function asNumbers(fields, settings) {
  return hasMap(methodIn(fields)) ? [...fields, ...styleOf(settings).filter(([name]) => name === 'threshold')] : fields;
}

/** @param {[string, string][]} fields */
function methodIn(fields) {
  return fields.find(([name]) => name === 'method')?.[1] ?? '';
}

/** Views of an explanation: what it is called, and what is to be seen. */
export const views = /** @type {const} */ ({
  overlay: 'Overlay', heatmap: 'Heatmap', guided: 'Guided', attribution: 'Pixels', photo: 'Photo',
});

/**
 * @param {Entry} entry
 * @returns {string[]}
 */
export function viewsOf(entry) {
  const hasHeat = entry.map || entry.images.overlay;
  const { guidedGradCam, attribution, guidedBackprop } = entry.images;
  return [...(hasHeat ? ['overlay', 'heatmap'] : []), ...(guidedGradCam ? ['guided'] : []), ...(attribution || guidedBackprop ? ['attribution'] : []), 'photo'];
}

/**
 * What a view shows of an explanation.
 * @param {ImageBitmap} photo
 * @param {Model} model
 * @param {Answer} answer
 * @param {Entry} entry
 * @param {Settings} settings
 * @returns {import('./parts/map-view.js').Scene}
 */
export function sceneOf(photo, model, answer, entry, settings) {
  const offered = viewsOf(entry);
  const view = offered.includes(settings.view) ? settings.view : offered[0];
  const { overlay, heatmap, guidedGradCam, attribution, guidedBackprop } = entry.images;
  const ofPhoto = entry.map ? undefined : view === 'overlay' ? overlay : view === 'heatmap' ? heatmap ?? overlay : undefined;
  const ofInput = view === 'guided' ? guidedGradCam : view === 'attribution' ? attribution ?? guidedBackprop : undefined;
  return {
    photo,
    placement: placementIn(photo, model, answer, settings),
    map: entry.map ?? null,
    picture: ofPhoto ?? ofInput ?? null,
    isWhole: ofPhoto !== undefined,
    name: `${taskOf(model.task).entryName(entry)}: ${entry.method} on ${entry.layer}`,
    style: {
      view, colors: settings.colormap, opacity: Number(settings.opacity), share: shareOf(entry, settings), boxes: settings.boxes === 'true', contours: settings.contours === 'true',
    },
  };
}

/**
 * The share of the maximum above which a pixel belongs: the chosen one, or what the service took.
 * @param {Entry} entry
 * @param {Settings} settings
 */
export function shareOf(entry, settings) {
  return settings.threshold ? Number(settings.threshold) : entry.localization?.threshold ?? 0.15;
}

/**
 * @param {ImageBitmap} photo
 * @param {Model} model
 * @param {Answer} answer
 * @param {Settings} settings
 */
function placementIn(photo, model, answer, settings) {
  const input = /** @type {import('./service.js').Schemas['ModelInputResponse']} */ (model.input);
  const placement = placementOf(photo.width, photo.height, input, settings.fit || input.fit);
  const [here, there] = [analyzedOf(placement), answer.image.analyzed];
  const isSame = here.x === there.x && here.y === there.y && here.width === there.width && here.height === there.height;
  // What the service says was analysed holds, should the two ever differ.
  return isSame ? placement : { ...placement, source: there, content: { x: 0, y: 0, width: input.width, height: input.height } };
}
