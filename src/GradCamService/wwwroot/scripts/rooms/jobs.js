import { element, fill } from '../dom.js';
import { asWords, fieldsOf } from '../asking.js';
import { RequestState } from '../parts/request-state.js';
import { save } from '../parts/downloads.js';
import { follow } from '../events.js';
import { formOf, items, jobs, remove, send, submit } from '../service.js';

/**
 * @typedef {import('../service.js').Job} Job
 * @typedef {import('../service.js').Model} Model
 */

const isOpen = (/** @type {Job} */ job) => job.state === 'queued' || job.state === 'running';

/** Work that outlives its request: many photos, and evaluations with their reports. */
export class JobsRoom extends HTMLElement {
  #state = new RequestState();
  #list = element('ol', { class: 'jobs' });
  #input = element('input', { type: 'file', accept: 'image/*,.zip', multiple: true, id: 'job-photos' });
  #more = element('div');
  #ending = new AbortController();
  /** @type {Map<string, AbortController>} */
  #watched = new Map();

  /**
   * @param {import('../session.js').Session} session
   * @param {Model | null} model
   */
  constructor(session, model) {
    super();
    this.session = session;
    this.model = model;
  }

  connectedCallback() {
    this.#ending = new AbortController();
    const { model } = this;
    this.replaceChildren(
      element('section', { class: 'side', 'aria-label': 'A new job' }, element('h2', {}, 'A new job'),
        model ? element('form', { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.#submit(model); } },
          element('p', {}, `Photos, or a ZIP of photos, explained by ${model.title ?? model.name} as the settings of the page say.`),
          element('div', { class: 'field' }, element('label', { for: 'job-photos' }, 'Photos'), this.#input,
            element('span', { class: 'remark', 'data-remark': 'image' })),
          element('button', { type: 'submit', class: 'primary' }, 'Submit')) : null,
        this.#state),
      element('section', { class: 'main wide', 'aria-label': 'Jobs' }, element('h2', {}, 'Jobs and reports'), this.#list, this.#more));
    this.#state.addEventListener('again', () => this.#load(), { signal: this.#ending.signal });
    this.#load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#state.cancel();
    this.#watched.forEach(watching => watching.abort());
    this.#watched.clear();
  }

  /** @param {string} [after] */
  async #load(after) {
    const found = await this.#state.run('Reading', () => jobs(after), this);
    if (!found)
      return;
    const rows = found.jobs.map(job => new JobRow(job, this.#state, row => this.#delete(row)));
    if (!after)
      this.#list.replaceChildren();
    this.#list.append(...rows);
    rows.filter(row => isOpen(row.job)).forEach(row => this.#watch(row));
    if (this.#list.children.length === 0)
      this.#list.append(element('li', { class: 'hint' }, 'There are none.'));
    const { next } = found;
    this.#more.replaceChildren(...(next ? [element('button', { type: 'button', onclick: () => this.#load(next) }, 'Older ones')] : []));
  }

  /** @param {Model} model */
  async #submit(model) {
    const files = [...this.#input.files ?? []];
    const archive = files.find(file => file.name.toLowerCase().endsWith('.zip'));
    const fields = asWords(fieldsOf(this.session.settings, model), this.session.settings);
    const form = formOf([['model', model.name], ...fields], archive ? [] : files);
    if (archive)
      form.append('archive', archive, archive.name);
    const job = await this.#state.run('Sending', signal => submit(form, signal), this);
    if (job) {
      this.#input.value = '';
      await this.#load();
    }
  }

  /** @param {JobRow} row */
  async #delete(row) {
    const isDone = await this.#state.run(isOpen(row.job) ? 'Cancelling' : 'Deleting', async () => { await remove(row.job.id); return true; }, this);
    if (isDone)
      await this.#load();
  }

  /** @param {JobRow} row */
  #watch(row) {
    this.#watched.get(row.job.id)?.abort();
    const watching = new AbortController();
    this.#watched.set(row.job.id, watching);
    follow(`v1/jobs/${row.job.id}/events`, data => {
      row.job = { ...row.job, ...JSON.parse(data) };
      row.draw();
      if (!isOpen(row.job)) {
        watching.abort();
        this.#watched.delete(row.job.id);
      }
    }, watching.signal);
  }
}

/** A job of the list. */
class JobRow extends HTMLElement {
  /**
   * @param {Job} job
   * @param {RequestState} state where it is shown what it asks for
   * @param {(row: JobRow) => void} onDelete
   */
  constructor(job, state, onDelete) {
    super();
    this.job = job;
    this.state = state;
    this.onDelete = onDelete;
  }

  connectedCallback() {
    this.setAttribute('role', 'listitem');
    this.draw();
  }

  draw() {
    const { job } = this;
    const { done, failed, total, itemsPerSecond, secondsLeft } = job.progress;
    const result = `v1/jobs/${job.id}/result`;
    const hasResult = job.state === 'succeeded' || job.state === 'failed';
    fill(this,
      element('strong', {}, `${job.kind} · ${job.model}`), element('span', { class: `state ${job.state}` }, job.state),
      element('progress', { max: total || 1, value: done, 'aria-label': `${done} of ${total}` }),
      element('span', {}, `${done} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`
        + (itemsPerSecond && isOpen(job) ? `, ${itemsPerSecond.toFixed(1)} a second, ${Math.round(secondsLeft ?? 0)} s left` : '')),
      element('small', {}, new Date(job.createdAt).toLocaleString(), ' ', element('code', {}, job.id)),
      job.problem ? element('p', { class: 'problem' }, job.problem.detail) : null,
      element('div', { class: 'choose' },
        hasResult && job.kind === 'explanation' ? element('button', { type: 'button', onclick: () => this.#items() }, 'Photos') : null,
        hasResult ? element('button', { type: 'button', onclick: () => this.#fetch('the answers', result, 'application/json', `${job.id}.json`) }, 'JSON') : null,
        hasResult ? element('button', { type: 'button', onclick: () => this.#fetch('the ZIP', result, 'application/zip', `${job.id}.zip`) }, job.kind === 'evaluation' ? 'Report (ZIP)' : 'ZIP') : null,
        element('button', { type: 'button', onclick: () => this.onDelete(this) }, isOpen(job) ? 'Cancel' : 'Delete')));
  }

  async #items() {
    const list = element('ul', { class: 'items' });
    this.querySelector('.items')?.remove();
    this.append(list);
    let after = /** @type {number | null} */ (null);
    do {
      const page = await this.state.run('Reading', () => items(this.job.id, after), this);
      if (!page)
        return;
      list.append(...page.items.map(item => element('li', {},
        item.answer ? element('button', {
          type: 'button',
          onclick: () => this.#fetch('the answer', `v1/jobs/${this.job.id}/items/${item.number}`, 'application/json', `${this.job.id}-${item.number}.json`),
        }, item.name) : item.name, ' ', item.state, item.problem ? `: ${item.problem.detail}` : '')));
      after = page.next;
    } while (after !== null && list.children.length < 500);
  }

  /**
   * @param {string} what
   * @param {string} path
   * @param {string} accept
   * @param {string} name of the file
   */
  async #fetch(what, path, accept, name) {
    const file = await this.state.run(`Fetching ${what}`, async signal => (await send(path, { signal, headers: { Accept: accept } })).blob(), this);
    if (file)
      save(file, name);
  }
}

customElements.define('job-row', JobRow);
customElements.define('jobs-room', JobsRoom);
