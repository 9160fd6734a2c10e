import { send, ServiceProblem } from './service.js';

const pauseBetween = 3000;

/**
 * Follows server-sent events until it is ended or refused. The browser's own EventSource sends no headers, and so no key.
 * @param {string} path
 * @param {(data: string) => void} take
 * @param {AbortSignal} signal
 */
export async function follow(path, take, signal) {
  let last = '';
  while (!signal.aborted) {
    try {
      const response = await send(path, { signal, headers: { Accept: 'text/event-stream', ...(last === '' ? {} : { 'Last-Event-ID': last }) } });
      for await (const event of eventsOf(/** @type {ReadableStream<Uint8Array>} */ (response.body))) {
        last = event.id || last;
        if (event.data !== '')
          take(event.data);
      }
    } catch (error) {
      if (signal.aborted || error instanceof ServiceProblem && error.status >= 400 && error.status < 500)
        return;
    }
    await new Promise(resolve => { setTimeout(resolve, pauseBetween); });
  }
}

/**
 * Events as they come: lines `name: value`, and an empty one at the end of each.
 * @param {ReadableStream<Uint8Array>} stream
 */
async function* eventsOf(stream) {
  const reader = stream.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const blocks = (rest + chunk.value).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').map(line => line.split(/: ?(.*)/s));
      yield { id: lines.findLast(([name]) => name === 'id')?.[1] ?? '', data: lines.filter(([name]) => name === 'data').map(([, value]) => value).join('\n') };
    }
  }
}
