import { element } from '../dom.js';
import { ServiceProblem } from '../service.js';

/** How far a request is, with a way to end it; and what was wrong with it, in the service's words, at the fields that are at fault. Tells of `again`. */
export class RequestState extends HTMLElement {
  #running = new AbortController();

  connectedCallback() {
    this.setAttribute('role', 'status');
  }

  /** Ends what runs. */
  cancel() {
    this.#running.abort();
  }

  /**
   * Runs one request at a time: a newer one ends the older. What goes wrong is shown here.
   * @template T
   * @param {string} what is done
   * @param {(signal: AbortSignal) => Promise<T>} work
   * @param {ParentNode} form whose fields have places for remarks
   * @returns {Promise<T | null>} null where it was ended or went wrong
   */
  async run(what, work, form) {
    this.cancel();
    const running = this.#running = new AbortController();
    clearRemarks(form);
    this.#show(element('progress', { 'aria-label': what }), element('span', {}, `${what} …`),
      element('button', { type: 'button', onclick: () => { running.abort(); this.#show('Cancelled.'); } }, 'Cancel'));
    try {
      const result = await work(running.signal);
      if (running.signal.aborted)
        return null;
      this.#show();
      return result;
    } catch (error) {
      if (!running.signal.aborted)
        this.#fail(error, form);
      return null;
    }
  }

  /** @param {...(Node | string)} children */
  #show(...children) {
    this.replaceChildren(...children);
  }

  /**
   * @param {unknown} error
   * @param {ParentNode} form
   */
  #fail(error, form) {
    if (!(error instanceof ServiceProblem)) {
      this.#show(element('div', { class: 'problem', role: 'alert' }, element('p', {}, 'The page could not show this. ', String(error))));
      throw error;
    }
    const rest = Object.entries(error.errors).filter(([field, said]) => !remark(form, field, said.join(' ')));
    const canPass = error.status === 0 || error.status === 429 || error.status === 503 || error.status === 504;
    this.#show(element('div', { class: 'problem', role: 'alert' },
      element('strong', {}, error.title),
      element('p', {}, error.message),
      rest.length > 0 ? element('ul', {}, ...rest.map(([field, said]) => element('li', {}, element('code', {}, field), ': ', said.join(' ')))) : null,
      error.retryAfter ? element('p', {}, `There may be room again in ${error.retryAfter} s.`) : null,
      canPass ? element('button', { type: 'button', onclick: () => this.dispatchEvent(new Event('again')) }, 'Try again') : null));
  }
}

/** @param {ParentNode} form */
function clearRemarks(form) {
  form.querySelectorAll('[data-remark]').forEach(place => { place.textContent = ''; });
  form.querySelectorAll('[aria-invalid]').forEach(field => field.removeAttribute('aria-invalid'));
}

/**
 * @param {ParentNode} form
 * @param {string} field
 * @param {string} said
 * @returns {boolean} whether there is a place for it
 */
function remark(form, field, said) {
  const place = form.querySelector(`[data-remark="${CSS.escape(field)}"]`);
  if (!place)
    return false;
  place.textContent = said;
  form.querySelector(`[aria-describedby="${place.id}"]`)?.setAttribute('aria-invalid', 'true');
  return true;
}

customElements.define('request-state', RequestState);
