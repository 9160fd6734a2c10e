/**
 * What was asked before, with its photos, in this browser only.
 * @typedef {{ id?: number, at: number, settings: import('./session.js').Settings, photos: readonly File[], said: string }} Past
 */

const MOST = 30;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('gradcam', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('asked', { keyPath: 'id', autoIncrement: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function within(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('asked', mode);
      const request = work(transaction.objectStore('asked'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Past} past */
export async function remember(past) {
  await within('readwrite', store => store.add(past));
  const keys = await within('readonly', store => store.getAllKeys());
  if (keys.length > MOST)
    await within('readwrite', store => store.delete(IDBKeyRange.upperBound(keys[keys.length - MOST - 1])));
}

/** Newest first. @returns {Promise<Past[]>} */
export async function remembered() {
  return (await within('readonly', store => store.getAll())).reverse();
}

/** Nothing is left of it. */
export async function forget() {
  await within('readwrite', store => store.clear());
}
