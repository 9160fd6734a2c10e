import js from '@eslint/js';

const browser = ['AbortController', 'Blob', 'CSS', 'CustomEvent', 'Event', 'File', 'FormData', 'HTMLElement', 'HTMLInputElement', 'IDBKeyRange', 'ImageData', 'URL',
  'URLSearchParams', 'addEventListener', 'clearTimeout', 'createImageBitmap', 'crypto', 'customElements', 'document', 'fetch', 'history', 'indexedDB', 'location', 'navigator', 'performance',
  'removeEventListener', 'setTimeout', 'EventTarget', 'TextDecoderStream', 'sessionStorage'];

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: Object.fromEntries(browser.map(name => [name, 'readonly'])) },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      // Text goes into text nodes.
      'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map(property => ({ property }))],
      semi: 'off',
    },
  },
];
