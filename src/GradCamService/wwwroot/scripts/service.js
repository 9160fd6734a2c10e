import { key } from './key.js';

/**
 * The service's API, from wherever the page is: paths are relative, so that a gateway's prefix does no harm.
 * @typedef {import('@service').components['schemas']} Schemas
 * @typedef {Schemas['ModelResponse']} Model
 * @typedef {Schemas['ModelSummary']} ModelSummary
 * @typedef {Schemas['ConceptResponse']} Concept
 * @typedef {Schemas['ExplanationResponse']} Answer
 * @typedef {Schemas['ExplanationEntry']} Entry
 * @typedef {Schemas['JobResponse']} Job
 */

/** What the service said was wrong, in its own words. */
export class ServiceProblem extends Error {
  /**
   * @param {number} status
   * @param {{ title?: string, detail?: string, errors?: Record<string, string[]> }} problem
   * @param {number | null} retryAfter seconds
   */
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `The service answered ${status}.`);
    this.status = status;
    this.title = problem.title ?? `Status ${status}`;
    this.errors = problem.errors ?? {};
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string} path relative to the page
 * @param {RequestInit} [request]
 */
export async function send(path, request) {
  const response = await reach(path, request);
  if (response.ok)
    return response;
  const retryAfter = Number(response.headers.get('Retry-After')) || null;
  const problem = await response.json().catch(() => ({ detail: `Something between here and the service answered ${response.status} ${response.statusText}.` }));
  if (response.status === 401)
    key.dispatchEvent(new Event('needed'));
  throw new ServiceProblem(response.status, problem, retryAfter);
}

/**
 * @param {string} path
 * @param {RequestInit} [request]
 */
async function reach(path, request) {
  try {
    return await fetch(path, { ...request, headers: { .../** @type {Record<string, string>} */ (request?.headers), ...key.headers } });
  } catch (error) {
    if (request?.signal?.aborted)
      throw error;
    throw new ServiceProblem(0, { title: 'No answer', detail: 'The service cannot be reached. Is it running, and is the network there?' }, null);
  }
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
async function get(path, signal) {
  return (await send(path, { signal, headers: { Accept: 'application/json' } })).json();
}

/** @returns {Promise<ModelSummary[]>} */
export async function models() {
  return (await get('v1/models')).models;
}

/**
 * @param {string} name
 * @returns {Promise<Model>}
 */
export function model(name) {
  return get(`v1/models/${encodeURIComponent(name)}`);
}

/**
 * @param {string} model
 * @param {string} query
 * @param {number} limit
 * @param {AbortSignal} [signal]
 * @returns {Promise<Concept[]>}
 */
export async function concepts(model, query, limit, signal) {
  return (await get(`v1/models/${encodeURIComponent(model)}/concepts?${new URLSearchParams({ query, limit: String(limit) })}`, signal)).concepts;
}

/**
 * A form's fields, in order.
 * @typedef {readonly (readonly [string, string])[]} Fields
 */

/**
 * @param {Fields} fields
 * @param {readonly File[]} photos
 */
export function formOf(fields, photos) {
  const form = new FormData();
  photos.forEach(photo => form.append('image', photo, photo.name));
  fields.forEach(([name, value]) => form.append(name, value));
  return form;
}

/**
 * @param {string} model
 * @param {'explanations' | 'predictions'} what
 * @param {Fields} fields
 * @param {readonly File[]} photos
 * @param {string} accept
 * @param {AbortSignal} [signal]
 */
export function ask(model, what, fields, photos, accept, signal) {
  return send(`v1/models/${encodeURIComponent(model)}/${what}`, { method: 'POST', body: formOf(fields, photos), headers: { Accept: accept }, signal });
}

/**
 * @param {string} [after]
 * @returns {Promise<{ jobs: Job[], next: string | null }>}
 */
export function jobs(after) {
  return get(`v1/jobs?${new URLSearchParams({ limit: '20', ...(after ? { after } : {}) })}`);
}

/**
 * @param {string} id
 * @param {number | null} after
 * @returns {Promise<Schemas['ItemListResponse']>}
 */
export function items(id, after) {
  return get(`v1/jobs/${id}/items?${new URLSearchParams({ limit: '50', ...(after === null ? {} : { after: String(after) }) })}`);
}

/**
 * @param {FormData} form
 * @param {AbortSignal} [signal]
 * @returns {Promise<Job>}
 */
export async function submit(form, signal) {
  return (await send('v1/jobs', { method: 'POST', body: form, signal, headers: { 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) } })).json();
}

/** @param {string} id */
export async function remove(id) {
  await send(`v1/jobs/${id}`, { method: 'DELETE' });
}
