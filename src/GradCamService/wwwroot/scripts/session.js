/**
 * What is asked, as it stands in the address, and the photos, which never do.
 * @typedef {object} Settings
 * @property {string} model
 * @property {string} concept a label, an id, an index or a group; empty: the model's own prediction
 * @property {string} against
 * @property {string} method
 * @property {string} layer empty: the model's default
 * @property {string} fit
 * @property {string} counterfactual 'true' or empty
 * @property {string} question
 * @property {string} answer
 * @property {string} caption
 * @property {string} region
 * @property {string} colormap
 * @property {string} opacity
 * @property {string} threshold empty: the model's
 * @property {string} view
 * @property {string} boxes 'true' or empty
 * @property {string} contours 'true' or empty
 * @property {string} entry which explanation of the answer is shown
 * @property {string} panes what comparison's panes ask otherwise: one form-encoded line each
 */

/** @type {Settings} */
export const defaults = {
  model: '', concept: '', against: '', method: 'guided-grad-cam', layer: '', fit: '', counterfactual: '', question: '', answer: '', caption: '', region: '',
  colormap: 'jet', opacity: '0.7', threshold: '', view: 'overlay', boxes: 'true', contours: '', entry: '0', panes: '',
};

/** Settings of one model that another need not know. */
const ofModel = { concept: '', against: '', layer: '', answer: '', caption: '', region: '', entry: '0', threshold: '' };

/** Settings that the answer does not depend on: the page draws anew. */
const ofView = new Set(['colormap', 'opacity', 'threshold', 'view', 'boxes', 'contours', 'entry', 'panes']);

/** The room, its settings and the photos. Tells of `asked` (another answer is wanted), `drawn` (the same answer looks otherwise) and `moved` (another room). */
export class Session extends EventTarget {
  /** @type {readonly File[]} */
  photos = [];
  room = 'explain';
  /** @type {Settings} */
  settings = { ...defaults };

  constructor() {
    super();
    this.#read();
    addEventListener('hashchange', () => {
      // Others are places on the page.
      if (this.#written === location.hash || !location.hash.startsWith('#/'))
        return;
      this.#read();
      this.dispatchEvent(new Event('moved'));
    });
  }

  #written = '';

  /** @param {Partial<Settings>} changes */
  set(changes) {
    const isNew = Object.entries(changes).some(([name, value]) => this.settings[/** @type {keyof Settings} */ (name)] !== value);
    if (!isNew)
      return;
    Object.assign(this.settings, changes.model === undefined ? {} : ofModel, changes);
    this.#write();
    this.dispatchEvent(new Event(Object.keys(changes).every(name => ofView.has(name)) ? 'drawn' : 'asked'));
  }

  /** @param {readonly File[]} photos */
  take(photos) {
    this.photos = photos;
    this.settings.entry = '0';
    this.dispatchEvent(new Event('photos'));
    this.dispatchEvent(new Event('asked'));
  }

  /**
   * @param {string} room
   * @param {Partial<Settings>} [changes]
   */
  go(room, changes = {}) {
    this.room = room;
    Object.assign(this.settings, changes);
    this.#write();
    this.dispatchEvent(new Event('moved'));
  }

  /** The address of a room with these settings. @param {string} room */
  addressOf(room) {
    const said = Object.entries(this.settings).filter(([name, value]) => value !== defaults[/** @type {keyof Settings} */ (name)]);
    return `#/${room}${said.length > 0 ? `?${new URLSearchParams(said)}` : ''}`;
  }

  #write() {
    this.#written = this.addressOf(this.room);
    if (location.hash !== this.#written)
      history.replaceState(null, '', this.#written);
    this.dispatchEvent(new Event('written'));
  }

  #read() {
    const [room, query] = location.hash.startsWith('#/') ? location.hash.slice(2).split('?') : [];
    const said = Object.fromEntries([...new URLSearchParams(query ?? '')].filter(([name]) => name in defaults));
    this.room = room || 'explain';
    this.settings = { ...defaults, ...said };
    this.#written = location.hash;
  }
}
