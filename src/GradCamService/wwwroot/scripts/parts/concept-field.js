import { element, freshId } from '../dom.js';
import { concepts } from '../service.js';

// Until a word is typed.
const PAUSE = 150;

/** A model's concepts by label, synonym, id or group, as they are typed. Tells of `choose` with what is sent to the service, empty for none. */
export class ConceptField extends HTMLElement {
  #list = element('ul', { role: 'listbox', class: 'options', hidden: true, id: freshId('concepts'), 'aria-label': 'Concepts' });
  #input = element('input', { type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': this.#list.id });
  #model = '';
  #active = -1;
  /** @type {readonly import('../service.js').Concept[]} */
  #found = [];
  #searching = new AbortController();
  #timer = 0;
  #sent = '';
  #shown = '';

  connectedCallback() {
    if (this.firstChild)
      return;
    this.#input.id = freshId('concept');
    const remark = element('span', { class: 'remark', 'data-remark': this.getAttribute('field') ?? 'concept', id: freshId('remark') });
    this.#input.setAttribute('aria-describedby', remark.id);
    this.#input.placeholder = this.getAttribute('placeholder') ?? '';
    this.append(
      element('div', { class: 'field' }, element('label', { for: this.#input.id }, this.getAttribute('label') ?? 'Concept'), this.#input, this.#list, remark));
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), PAUSE);
    });
    this.#input.addEventListener('keydown', event => this.#key(event));
    this.#input.addEventListener('change', () => this.#send(this.#input.value.trim()));
    this.#input.addEventListener('blur', () => this.#close());
  }

  /**
   * @param {string} model whose concepts are searched
   * @param {string} value what was chosen, as it is sent
   * @param {string} [label] its name, where another is sent
   */
  fill(model, value, label) {
    this.#model = model;
    this.#sent = value;
    this.#shown = label ?? value;
    this.#input.value = this.#shown;
  }

  async #search() {
    this.#searching.abort();
    this.#searching = new AbortController();
    const query = this.#input.value.trim();
    if (!query)
      return this.#close();
    try {
      this.#found = await concepts(this.#model, query, 12, this.#searching.signal);
      this.#show();
    } catch {
      // What is typed can be sent all the same, and the service says what is wrong with it.
      this.#close();
    }
  }

  #show() {
    this.#active = -1;
    this.#list.replaceChildren(...this.#found.map((concept, i) => element('li', {
      role: 'option', id: `${this.#list.id}-${i}`, 'aria-selected': 'false',
      onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); this.#choose(i); },
    },
      element('strong', {}, concept.label),
      concept.members ? element('em', {}, ` group of ${concept.members.length}`) : null,
      element('small', {}, [concept.synonyms.slice(0, 3).join(', '), concept.definition].filter(Boolean).join(' – ')))));
    const isOpen = this.#found.length > 0 && document.activeElement === this.#input;
    this.#list.hidden = !isOpen;
    this.#input.setAttribute('aria-expanded', String(isOpen));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#searching.abort();
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#list.hidden ? 0 : this.#found.length;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      this.#point((this.#active + (event.key === 'ArrowDown' ? 1 : count)) % count);
      event.preventDefault();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.#active >= 0 && count > 0)
        this.#choose(this.#active);
      else
        this.#send(this.#input.value.trim());
    } else if (event.key === 'Escape') {
      this.#close();
    }
  }

  /** @param {number} index */
  #point(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    this.#list.children[index].scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', this.#list.children[index].id);
  }

  /** @param {number} index */
  #choose(index) {
    const { label, id, index: number } = this.#found[index];
    // A label may belong to two classes; an id does not.
    const isShared = this.#found.filter(concept => concept.label === label).length > 1;
    this.#input.value = label;
    this.#shown = '';
    this.#send(isShared ? id ?? String(number) : label);
  }

  /** @param {string} value */
  #send(value) {
    this.#close();
    if (value === this.#sent || value === this.#shown)
      return;
    [this.#sent, this.#shown] = [value, value];
    this.dispatchEvent(new CustomEvent('choose', { detail: value }));
  }
}

customElements.define('concept-field', ConceptField);
