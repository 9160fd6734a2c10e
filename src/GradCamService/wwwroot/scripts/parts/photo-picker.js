import { element } from '../dom.js';
import { send } from '../service.js';

/** @typedef {{ name: string, files: readonly string[] }} Sample photos that the service has for trying out */

/** Chooses photos: a file, dropped, pasted, from a camera, or a sample. Tells of `photos` with the files. */
export class PhotoPicker extends HTMLElement {
  #input = element('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', 'aria-label': 'Choose a photo', onchange: () => this.#choose(this.#input.files) });
  #samples = element('div', { class: 'samples' });
  #names = element('p', { class: 'names' });
  #ending = new AbortController();

  connectedCallback() {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.replaceChildren(
      element('div', { class: 'choose' },
        element('button', { type: 'button', class: 'primary', onclick: () => this.#input.click() }, 'Choose a photo'),
        this.#input,
        navigator.mediaDevices ? element('button', { type: 'button', onclick: () => this.#camera() }, 'Camera') : null),
      element('p', { class: 'hint' }, 'or drop it anywhere, or paste it.'),
      this.#samples,
      this.#names);
    addEventListener('paste', event => this.#choose(event.clipboardData?.files), { signal });
    addEventListener('dragover', event => {
      event.preventDefault();
      document.body.classList.add('dropping');
    }, { signal });
    addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dropping'); }, { signal });
    addEventListener('drop', event => {
      event.preventDefault();
      document.body.classList.remove('dropping');
      this.#choose(event.dataTransfer?.files);
    }, { signal });
  }

  disconnectedCallback() {
    this.#ending.abort();
  }

  /**
   * @param {number} most how many photos a request can have
   * @param {readonly Sample[]} samples
   */
  offer(most, samples) {
    this.#input.multiple = most > 1;
    this.#samples.replaceChildren(...samples.map(sample => element('button', { type: 'button', class: 'sample', onclick: () => this.#fetch(sample) },
      element('img', { src: sample.files[0], alt: '', loading: 'lazy' }), sample.name)));
  }

  /** @param {readonly File[]} files */
  name(files) {
    this.#names.textContent = files.map(file => file.name).join(', ');
  }

  /** @param {FileList | null | undefined} files */
  #choose(files) {
    if (files && files.length > 0)
      this.#tell([...files].slice(0, this.#input.multiple ? undefined : 1));
    this.#input.value = '';
  }

  /** @param {readonly File[]} files */
  #tell(files) {
    this.dispatchEvent(new CustomEvent('photos', { detail: files }));
  }

  /** @param {Sample} sample */
  async #fetch(sample) {
    try {
      this.#tell(await Promise.all(sample.files.map(async path => {
        const blob = await (await send(path)).blob();
        return new File([blob], path.slice(path.lastIndexOf('/') + 1), { type: blob.type });
      })));
    } catch (error) {
      this.#names.textContent = `The sample cannot be had: ${error instanceof Error ? error.message : error}`;
    }
  }

  async #camera() {
    const video = element('video', { autoplay: true, playsinline: true, muted: true });
    const dialog = element('dialog', { class: 'camera', 'aria-label': 'Camera' }, video,
      element('div', { class: 'choose' },
        element('button', { type: 'button', class: 'primary', onclick: () => this.#snap(video, dialog) }, 'Take the photo'),
        element('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel')));
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = stream;
      dialog.addEventListener('close', () => {
        stream.getTracks().forEach(track => track.stop());
        dialog.remove();
      });
      this.append(dialog);
      dialog.showModal();
    } catch {
      this.#names.textContent = 'The camera cannot be used: there is none, or the browser was told not to.';
    }
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLDialogElement} dialog
   */
  #snap(video, dialog) {
    const canvas = element('canvas', { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    canvas.toBlob(blob => {
      dialog.close();
      if (blob)
        this.#tell([new File([blob], 'camera.jpg', { type: blob.type })]);
    }, 'image/jpeg', 0.95);
  }
}

customElements.define('photo-picker', PhotoPicker);
