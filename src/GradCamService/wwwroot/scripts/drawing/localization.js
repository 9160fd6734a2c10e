import { contentPixels, photoBox } from './placement.js';
import { positive } from './heat.js';

/**
 * @typedef {import('./heat.js').Grid} Grid
 * @typedef {import('./placement.js').Placement} Placement
 * @typedef {{ x: number, y: number, width: number, height: number, pixels: number }} Segment
 */

/**
 * A map without its negative part at the size of the model's input: bilinear, half-pixel centres, clamped at the border.
 * @param {Grid} map
 * @param {number} toWidth
 * @param {number} toHeight
 * @returns {Grid & { values: Float32Array }}
 */
export function enlarged(map, toWidth, toHeight) {
  const { width, height, values } = positive(map);
  const [columns, rows] = [taps(width, toWidth), taps(height, toHeight)];
  const result = new Float32Array(toWidth * toHeight);
  for (let y = 0, to = 0; y < toHeight; y++) {
    const { low: top, high: bottom, share: down } = rows[y];
    for (let x = 0; x < toWidth; x++, to++) {
      const { low, high, share } = columns[x];
      const above = values[top * width + low] + (values[top * width + high] - values[top * width + low]) * share;
      const below = values[bottom * width + low] + (values[bottom * width + high] - values[bottom * width + low]) * share;
      result[to] = above + (below - above) * down;
    }
  }
  return { width: toWidth, height: toHeight, values: result };
}

/**
 * @param {number} size
 * @param {number} toSize
 */
function taps(size, toSize) {
  return Array.from({ length: toSize }, (_, i) => {
    const position = Math.max(((i + 0.5) * size) / toSize - 0.5, 0);
    const low = Math.min(Math.floor(position), size - 1);
    return { low, high: Math.min(low + 1, size - 1), share: position - low };
  });
}

/**
 * The 8-connected segments above a share of the maximum, largest first, as boxes in pixels of the photo, and the level that parts them.
 * @param {Grid} heatmap at the size of the model's input
 * @param {Placement} placement
 * @param {number} share 0 to 1
 */
export function localize(heatmap, placement, share) {
  const { width, height } = heatmap;
  const content = contentPixels(placement);
  let maximum = 0;
  each(content, (x, y) => { maximum = Math.max(maximum, heatmap.values[y * width + x]); });
  // The highest pixel belongs at any threshold, 1 included.
  const level = Math.min(share * maximum, maximum * (1 - 2 ** -23));
  const belongs = new Uint8Array(width * height);
  if (maximum > 0)
    each(content, (x, y) => { belongs[y * width + x] = heatmap.values[y * width + x] > level ? 1 : 0; });
  const segments = segmentsOf(belongs, width, height);
  const boxes = segments.map(segment => ({
    ...photoBox(placement, segment.x, segment.y, segment.x + segment.width, segment.y + segment.height),
    pixels: segment.pixels,
  }));
  const covered = segments.reduce((sum, segment) => sum + segment.pixels, 0);
  return { level, boxes, coverage: covered / (content.width * content.height) };
}

/**
 * @param {import('./placement.js').Region} region
 * @param {(x: number, y: number) => void} visit
 */
function each(region, visit) {
  for (let y = region.y; y < region.y + region.height; y++)
    for (let x = region.x; x < region.x + region.width; x++)
      visit(x, y);
}

/**
 * @param {Uint8Array} belongs changed: emptied
 * @param {number} width
 * @param {number} height
 * @returns {Segment[]}
 */
function segmentsOf(belongs, width, height) {
  /** @type {Segment[]} */
  const segments = [];
  /** @type {number[]} */
  const open = [];
  for (let start = 0; start < belongs.length; start++) {
    if (!belongs[start])
      continue;
    let left = width, right = 0, top = height, bottom = 0, pixels = 0;
    belongs[start] = 0;
    open.push(start);
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      const x = pixel % width, y = (pixel - x) / width;
      pixels++;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, height - 1); ny++)
        for (let nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, width - 1); nx++)
          if (belongs[ny * width + nx]) {
            belongs[ny * width + nx] = 0;
            open.push(ny * width + nx);
          }
    }
    segments.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1, pixels });
  }
  return segments.sort((one, other) => other.pixels - one.pixels);
}

/**
 * The line at a level, in pixels of the input, as pairs of points (marching squares between the centres of pixels).
 * @param {Grid} heatmap
 * @param {number} level
 * @returns {number[]} x0, y0, x1, y1 of each piece
 */
export function contour(heatmap, level) {
  const { width, height, values } = heatmap;
  /** @type {number[]} */
  const lines = [];
  for (let y = 0; y < height - 1; y++)
    for (let x = 0; x < width - 1; x++) {
      const at = y * width + x;
      const [a, b, c, d] = [values[at] - level, values[at + 1] - level, values[at + width + 1] - level, values[at + width] - level];
      const above = (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0) + (c > 0 ? 1 : 0) + (d > 0 ? 1 : 0);
      if (above === 0 || above === 4)
        continue;
      /** @type {number[]} */
      const points = [];
      if (a > 0 !== b > 0) points.push(x + 0.5 + a / (a - b), y + 0.5);
      if (b > 0 !== c > 0) points.push(x + 1.5, y + 0.5 + b / (b - c));
      if (c > 0 !== d > 0) points.push(x + 0.5 + d / (d - c), y + 1.5);
      if (d > 0 !== a > 0) points.push(x + 0.5, y + 0.5 + a / (a - d));
      lines.push(...points.slice(0, 4));
      if (points.length === 8)
        lines.push(...points.slice(4));
    }
  return lines;
}

/**
 * The value at a point of the input, between the cells' centres as {@link enlarged} has it, signed; and the cell that it lies in.
 * @param {Grid} map signed
 * @param {number} acrossShare of the input's width
 * @param {number} downShare of its height
 */
export function valueAt(map, acrossShare, downShare) {
  const [x, y] = [tap(acrossShare, map.width), tap(downShare, map.height)];
  /** @param {number} row */
  const along = row => map.values[row * map.width + x.low] * (1 - x.share) + map.values[row * map.width + x.high] * x.share;
  const [column, row] = [cell(acrossShare, map.width), cell(downShare, map.height)];
  return { value: along(y.low) * (1 - y.share) + along(y.high) * y.share, column, row, cell: map.values[row * map.width + column] };
}

/**
 * @param {number} share
 * @param {number} size
 */
function tap(share, size) {
  const position = Math.min(Math.max(share * size - 0.5, 0), size - 1);
  const low = Math.floor(position);
  return { low, high: Math.min(low + 1, size - 1), share: position - low };
}

/**
 * @param {number} share
 * @param {number} size
 */
function cell(share, size) {
  return Math.min(Math.max(Math.floor(share * size), 0), size - 1);
}

/**
 * How alike two maps are: Pearson's correlation of their values at the same 56 × 56 places; null where one of them is flat.
 * @param {Grid} one
 * @param {Grid} other
 */
export function agreement(one, other) {
  const side = 56;
  const [a, b] = [one, other].map(map => enlarged(map, side, side).values);
  const mean = (/** @type {Float32Array} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}
