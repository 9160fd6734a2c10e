import { STEPS, colorsOf } from './colors.js';
import { toInput } from './placement.js';

/**
 * @typedef {import('./placement.js').Placement} Placement
 * @typedef {import('./placement.js').Region} Region
 * @typedef {{ width: number, height: number, values: ArrayLike<number> }} Grid
 */

// Neighbours of an edge that lie outside are the edge's own value.
const MARGIN = 2;

/**
 * Four neighbours' weights on a Catmull-Rom curve.
 * @param {number} t from the second neighbour to the third, 0 to 1
 */
function catmullRom(t) {
  return [((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1, ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t];
}

/**
 * The first of four neighbours, counted from the margin's first, and how far behind the second it is, 0 to 1.
 * @param {number} share of the input's side
 * @param {number} size cells along it
 * @returns {[number, number]}
 */
function split(share, size) {
  const position = Math.min(Math.max(share * size, 0), size) - 0.5;
  const low = Math.floor(position);
  return [low - 1 + MARGIN, position - low];
}

/**
 * A map's values at the pixels of the analysed part of a picture, smoothly, as the service draws them. The rows come one by one.
 * @param {Grid} grid
 * @param {Placement} placement as if the picture were the photo
 * @param {Region} analyzed in picture pixels
 * @param {(y: number, row: Float32Array) => void} each told of every row; the array is used again
 */
function interpolated(grid, placement, analyzed, each) {
  const { width, height, values } = grid;
  const columns = new Int32Array(analyzed.width);
  const behind = new Float32Array(analyzed.width);
  for (let x = 0; x < analyzed.width; x++)
    [columns[x], behind[x]] = split(toInput(placement, analyzed.x + x + 0.5, 0)[0] / placement.inputWidth, width);
  const mixed = new Float32Array(width + 2 * MARGIN);
  const row = new Float32Array(analyzed.width);
  for (let y = 0; y < analyzed.height; y++) {
    const [first, below] = split(toInput(placement, 0, analyzed.y + y + 0.5)[1] / placement.inputHeight, height);
    const down = catmullRom(below);
    const at = [0, 1, 2, 3].map(neighbour => Math.min(Math.max(first + neighbour - MARGIN, 0), height - 1) * width);
    for (let x = 0; x < width; x++)
      mixed[x + MARGIN] = values[at[0] + x] * down[0] + values[at[1] + x] * down[1] + values[at[2] + x] * down[2] + values[at[3] + x] * down[3];
    mixed.fill(mixed[MARGIN], 0, MARGIN);
    mixed.fill(mixed[MARGIN + width - 1], MARGIN + width);
    // Between two cells it is one polynomial.
    for (let x = 0; x < row.length;) {
      const column = columns[x];
      const [p, q, r, s] = [mixed[column], mixed[column + 1], mixed[column + 2], mixed[column + 3]];
      const [cubic, square, linear] = [1.5 * (q - r) + 0.5 * (s - p), p - 2.5 * q + 2 * r - 0.5 * s, 0.5 * (r - p)];
      for (; x < row.length && columns[x] === column; x++)
        row[x] = ((cubic * behind[x] + square) * behind[x] + linear) * behind[x] + q;
    }
    each(y, row);
  }
}

/**
 * A map without its negative part.
 * @param {Grid} map
 * @returns {Grid & { values: Float32Array, max: number }}
 */
export function positive(map) {
  const values = Float32Array.from(map.values, value => Math.max(value, 0));
  return { width: map.width, height: map.height, values, max: values.reduce((most, value) => Math.max(most, value), 0) };
}

/**
 * Heat on a transparent ground: as opaque as it is hot, or everywhere.
 * @param {Grid} map signed
 * @param {Placement} placement as if the picture were the photo
 * @param {Region} analyzed in picture pixels
 * @param {{ colors: string, opacity: number | null, full?: number }} style opacity of the hottest, 0 to 1; null: opaque everywhere. `full`: the value of the
 *   last colour where several maps share a scale
 * @param {ImageData | null} [used] one of the same size that is drawn over: memory that the browser need not clear
 */
export function paintHeat(map, placement, analyzed, style, used) {
  const heat = positive(map);
  const image = used?.width === analyzed.width && used.height === analyzed.height ? used : new ImageData(analyzed.width, analyzed.height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = packed(colorsOf(style.colors), style.opacity);
  const scale = STEPS / (style.full ?? (heat.max || 1));
  // A smooth curve swings over beside a peak; heat that no map has is not drawn.
  const last = Math.min(Math.floor(heat.max * scale), STEPS - 1);
  interpolated(heat, placement, analyzed, (y, row) => paintRow(row, scale, last, table, pixels, y * row.length));
  return image;
}

/**
 * @param {Float32Array} row
 * @param {number} scale steps a unit
 * @param {number} last step that is drawn
 * @param {Uint32Array} table
 * @param {Uint32Array} pixels
 * @param {number} to the row's first
 */
function paintRow(row, scale, last, table, pixels, to) {
  for (let x = 0; x < row.length; x++) {
    const step = (row[x] * scale) | 0;
    pixels[to + x] = table[step < 0 ? 0 : step > last ? last : step];
  }
}

/**
 * What one map has more than another: red where the first, blue where the second, white where neither, the stronger the more opaque. Each is scaled to its maximum.
 * @param {Grid} one
 * @param {Grid} other
 * @param {Placement} placement
 * @param {Region} analyzed
 * @param {number} opacity
 */
export function paintDifference(one, other, placement, analyzed, opacity) {
  const image = new ImageData(analyzed.width, analyzed.height);
  const shares = [one, other].map(map => {
    const heat = positive(map);
    const drawn = new Float32Array(analyzed.width * analyzed.height);
    interpolated(heat, placement, analyzed, (y, row) => {
      for (let x = 0; x < row.length; x++)
        drawn[y * analyzed.width + x] = heat.max > 0 ? Math.min(Math.max(row[x] / heat.max, 0), 1) : 0;
    });
    return drawn;
  });
  for (let i = 0, to = 0; i < shares[0].length; i++, to += 4) {
    const difference = shares[0][i] - shares[1][i];
    const strength = Math.abs(difference);
    image.data[to] = difference > 0 ? 178 : 33;
    image.data[to + 1] = difference > 0 ? 24 : 102;
    image.data[to + 2] = difference > 0 ? 43 : 172;
    image.data[to + 3] = Math.round(255 * opacity * strength);
  }
  return image;
}

/**
 * @param {Uint8Array} colors
 * @param {number | null} opacity
 */
function packed(colors, opacity) {
  const bytes = new Uint8Array(STEPS * 4);
  for (let step = 0; step < STEPS; step++) {
    bytes.set(colors.subarray(step * 3, step * 3 + 3), step * 4);
    bytes[step * 4 + 3] = opacity === null ? 255 : Math.round(opacity * step);
  }
  return new Uint32Array(bytes.buffer);
}
