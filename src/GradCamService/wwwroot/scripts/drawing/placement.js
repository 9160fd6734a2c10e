/**
 * How a model's input lies in the photo: `content` of the input shows `source` of the photo.
 * @typedef {{ x: number, y: number, width: number, height: number }} Region
 * @typedef {{ photoWidth: number, photoHeight: number, source: Region, content: Region, inputWidth: number, inputHeight: number }} Placement
 * @typedef {{ width: number, height: number, fit: string, crop: number }} Input
 */

/**
 * The same arithmetic as the service's.
 * @param {number} photoWidth
 * @param {number} photoHeight
 * @param {Input} input the model's
 * @param {string} fit crop, stretch or pad
 * @returns {Placement}
 */
export function placementOf(photoWidth, photoHeight, input, fit) {
  const whole = { x: 0, y: 0, width: photoWidth, height: photoHeight };
  const all = { x: 0, y: 0, width: input.width, height: input.height };
  const [source, content] = fit === 'crop' ? [centerCrop(photoWidth, photoHeight, input), all]
    : fit === 'pad' ? [whole, letterbox(photoWidth, photoHeight, input)] : [whole, all];
  return { photoWidth, photoHeight, source, content, inputWidth: input.width, inputHeight: input.height };
}

/**
 * The same input in a picture of another size.
 * @param {Placement} placement
 * @param {number} width
 * @param {number} height
 * @returns {Placement}
 */
export function scaledTo(placement, width, height) {
  const [across, down] = [width / placement.photoWidth, height / placement.photoHeight];
  const { x, y, width: w, height: h } = placement.source;
  return { ...placement, photoWidth: width, photoHeight: height, source: { x: x * across, y: y * down, width: w * across, height: h * down } };
}

/**
 * A point of the photo in the input. Coordinates are continuous: the centre of pixel 0 is 0.5.
 * @param {Placement} placement
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function toInput({ source, content }, x, y) {
  return [content.x + ((x - source.x) * content.width) / source.width, content.y + ((y - source.y) * content.height) / source.height];
}

/**
 * The inverse of {@link toInput}.
 * @param {Placement} placement
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function toPhoto({ source, content }, x, y) {
  return [source.x + ((x - content.x) * source.width) / content.width, source.y + ((y - content.y) * source.height) / content.height];
}

/**
 * Whole photo pixels that a rectangle of the input touches, within the photo; at least 1 × 1.
 * @param {Placement} placement
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 * @returns {Region}
 */
export function photoBox(placement, left, top, right, bottom) {
  const [x0, y0] = toPhoto(placement, left, top);
  const [x1, y1] = toPhoto(placement, right, bottom);
  const [x, width] = cover(x0, x1 - x0, placement.photoWidth);
  const [y, height] = cover(y0, y1 - y0, placement.photoHeight);
  return { x, y, width, height };
}

/**
 * Whole photo pixels that the model saw.
 * @param {Placement} placement
 */
export function analyzedOf(placement) {
  const { x, y, width, height } = placement.content;
  return photoBox(placement, x, y, x + width, y + height);
}

/**
 * Whole input pixels that show the photo.
 * @param {Placement} placement
 * @returns {Region}
 */
export function contentPixels({ content }) {
  const [left, top] = [roundToEven(content.x), roundToEven(content.y)];
  return { x: left, y: top, width: roundToEven(content.x + content.width) - left, height: roundToEven(content.y + content.height) - top };
}

/**
 * @param {number} photoWidth
 * @param {number} photoHeight
 * @param {Input} input
 * @returns {Region}
 */
function centerCrop(photoWidth, photoHeight, input) {
  const isTall = photoWidth * input.height <= photoHeight * input.width;
  const width = isTall ? photoWidth * input.crop : (photoHeight * input.crop * input.width) / input.height;
  const height = isTall ? (width * input.height) / input.width : photoHeight * input.crop;
  return { x: (photoWidth - width) / 2, y: (photoHeight - height) / 2, width, height };
}

/**
 * @param {number} photoWidth
 * @param {number} photoHeight
 * @param {Input} input
 * @returns {Region}
 */
function letterbox(photoWidth, photoHeight, input) {
  const scale = Math.min(input.width / photoWidth, input.height / photoHeight);
  const width = Math.min(Math.max(roundToEven(photoWidth * scale), 1), input.width);
  const height = Math.min(Math.max(roundToEven(photoHeight * scale), 1), input.height);
  return { x: Math.floor((input.width - width) / 2), y: Math.floor((input.height - height) / 2), width, height };
}

/**
 * @param {number} start
 * @param {number} length
 * @param {number} limit
 * @returns {[number, number]}
 */
function cover(start, length, limit) {
  // Fractions like 0.1 · 3 end a hair beyond a whole number; that hair must not cost a pixel.
  const slack = 1e-6;
  const first = Math.min(Math.max(Math.floor(start + slack), 0), limit - 1);
  const end = Math.min(Math.max(Math.ceil(start + length - slack), first + 1), limit);
  return [first, end - first];
}

/** As .NET rounds. @param {number} value */
function roundToEven(value) {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
