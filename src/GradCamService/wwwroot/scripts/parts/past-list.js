import { element } from '../dom.js';
import { forget, remembered } from '../history.js';

/** What was asked before in this browser, to be asked again or forgotten. Tells of `again` with what it was. */
export class PastList extends HTMLElement {
  connectedCallback() {
    this.refresh();
  }

  async refresh() {
    const past = await remembered().catch(() => null);
    if (!past) {
      this.replaceChildren(element('p', { class: 'hint' }, 'This browser keeps nothing of what was asked.'));
      return;
    }
    this.replaceChildren(element('details', {}, element('summary', {}, `Before (${past.length})`),
      past.length === 0 ? element('p', { class: 'hint' }, 'What is asked is kept here, in this browser only.') : null,
      element('ul', {}, ...past.map(each => element('li', {}, element('button', {
        type: 'button', onclick: () => this.dispatchEvent(new CustomEvent('again', { detail: each })),
      }, each.said), ' ', element('small', {}, new Date(each.at).toLocaleString())))),
      past.length > 0 ? element('button', {
        type: 'button', onclick: async () => {
          await forget();
          await this.refresh();
        },
      }, 'Clear') : null));
  }
}

customElements.define('past-list', PastList);
