// Usage: node main.js SERVICE PHOTO
import { openAsBlob } from 'node:fs';
import createClient from 'openapi-fetch';
import type { paths } from './generated/api.js';

const [service, photo] = process.argv.slice(2) as [string, string];
// Of answers that may be JSON or a file, this client knows JSON.
const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: service });
const params = { path: { model: 'efficientnet-lite0' } };
// A file's type is string to openapi-typescript.
const image = [await openAsBlob(photo)] as unknown as string[];

// A part for each value; openapi-fetch leaves to its caller how a form is written.
const bodySerializer = (fields: object) => {
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
  return form;
};

let failures = 0;
async function check(what: string, holds: () => Promise<unknown>) {
  const failure = await holds().then((held) => (held ? '' : 'it does not hold'), (error) => String(error));
  if (failure) failures++;
  console.log(failure ? `  FAIL ${what}: ${failure}` : `  ok   ${what}`);
}

await check('a photo gives JSON', async () => {
  const { data } = await client.POST('/v1/models/{model}/explanations', { params, body: { image }, bodySerializer });
  const first = data?.explanations[0];
  return data?.predictions[0]?.concept.index === 282 && first?.localization?.box && first.map?.values.length === 49
    && first.images.overlay?.startsWith('data:image/png;base64,');
});
await check('a photo gives a picture', async () => {
  const { response } = await client.POST('/v1/models/{model}/explanations/picture', {
    params, body: { image, concept: ['tiger cat'] }, bodySerializer, parseAs: 'stream',
  });
  return Buffer.from(await response.arrayBuffer()).subarray(1, 4).toString() === 'PNG';
});
await check('of two concepts, both are explained', async () => {
  const { data } = await client.POST('/v1/models/{model}/explanations', {
    params, body: { image, concept: ['tiger cat', 'Egyptian cat'], method: ['grad-cam'] }, bodySerializer,
  });
  return data?.explanations.map((entry) => entry.concept.label).join() === 'tiger cat,Egyptian cat';
});
await check('an unknown concept is a typed problem', async () => {
  const { error, response } = await client.POST('/v1/models/{model}/explanations', { params, body: { image, concept: ['tigr cat'] }, bodySerializer });
  return response.status === 422 && error && 'errors' in error && error.errors?.['concept']?.[0]?.includes("'tiger cat'");
});
process.exit(failures);
