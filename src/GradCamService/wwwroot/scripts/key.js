/**
 * The caller's key or token, for as long as this tab is open: never in the address, and in no other tab. Tells of `changed`, and of `needed` where the service
 * asks who calls.
 */
class Key extends EventTarget {
  #name = 'key';

  get value() {
    return sessionStorage.getItem(this.#name) ?? '';
  }

  set value(key) {
    if (key === '')
      sessionStorage.removeItem(this.#name);
    else
      sessionStorage.setItem(this.#name, key);
    this.dispatchEvent(new Event('changed'));
  }

  /** @returns {Record<string, string>} headers of every request */
  get headers() {
    return this.value === '' ? {} : { Authorization: `Bearer ${this.value}` };
  }
}

export const key = new Key();
