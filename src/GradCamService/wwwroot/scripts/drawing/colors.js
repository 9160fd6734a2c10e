import { inferno, turbo, viridis } from './tables.js';

/** Steps between 0 and a map's maximum. */
export const STEPS = 256;

/**
 * The scales: what is said of each, and how its colours are made. Viridis, inferno and gray are read without telling red from green.
 * @type {Record<string, { means: string, make: () => Uint8Array }>}
 */
export const colorMaps = {
  jet: { means: 'the papers’ scale', make: jet },
  viridis: { means: 'for every eye', make: () => fromHex(viridis) },
  turbo: { means: 'a smoother rainbow', make: () => fromHex(turbo) },
  inferno: { means: 'for every eye, dark', make: () => fromHex(inferno) },
  gray: { means: 'black to white', make: () => Uint8Array.from({ length: STEPS * 3 }, (_, i) => Math.floor(i / 3)) },
};

/** @type {Map<string, Uint8Array>} */
const made = new Map();

/**
 * 256 colours, RGB interleaved, the same as in the service's pictures.
 * @param {string} name
 */
export function colorsOf(name) {
  const colors = made.get(name) ?? colorMaps[name].make();
  made.set(name, colors);
  return colors;
}

/** @param {string} table */
function fromHex(table) {
  return Uint8Array.from({ length: table.length / 2 }, (_, i) => parseInt(table.slice(i * 2, i * 2 + 2), 16));
}

/** Straight lines between these points (position, value), as matplotlib publishes it. */
const jetLines = [
  [[0, 0], [0.35, 0], [0.66, 1], [0.89, 1], [1, 0.5]],
  [[0, 0], [0.125, 0], [0.375, 1], [0.64, 1], [0.91, 0], [1, 0]],
  [[0, 0.5], [0.11, 1], [0.34, 1], [0.65, 0], [1, 0]],
];

function jet() {
  const colors = new Uint8Array(STEPS * 3);
  for (let step = 0; step < STEPS; step++)
    jetLines.forEach((line, channel) => { colors[step * 3 + channel] = Math.round(255 * interpolate(line, step)); });
  return colors;
}

/**
 * @param {number[][]} line
 * @param {number} step
 */
function interpolate(line, step) {
  const next = Math.max(1, line.findIndex(([x]) => x * (STEPS - 1) >= step));
  const [[fromX, fromY], [toX, toY]] = [line[next - 1], line[next]];
  return ((step - fromX * (STEPS - 1)) / ((toX - fromX) * (STEPS - 1))) * (toY - fromY) + fromY;
}
