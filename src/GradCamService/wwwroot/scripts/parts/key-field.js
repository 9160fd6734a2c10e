import { element, labelled } from '../dom.js';
import { key } from '../key.js';

/** Where a key is typed. It is unfolded where the service asks for one. */
export class KeyField extends HTMLElement {
  #input = element('input', { type: 'password', autocomplete: 'off', spellcheck: 'false' });
  #summary = element('summary', {});
  #details = element('details', {}, this.#summary, element('form', { onsubmit: (/** @type {Event} */ event) => this.#take(event) },
    labelled('Key or token', this.#input), element('button', { type: 'submit' }, 'Use')));

  connectedCallback() {
    this.replaceChildren(this.#details);
    this.#draw();
    key.addEventListener('needed', () => this.#ask());
  }

  #draw() {
    this.#summary.textContent = key.value === '' ? 'Key' : 'Key: set';
  }

  #ask() {
    this.#details.open = true;
    this.#input.focus();
  }

  /** @param {Event} event */
  #take(event) {
    event.preventDefault();
    const typed = this.#input.value.trim();
    this.#input.value = '';
    this.#details.open = false;
    key.value = typed;
    this.#draw();
  }
}

customElements.define('key-field', KeyField);
