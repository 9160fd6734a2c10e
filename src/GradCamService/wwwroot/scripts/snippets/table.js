/**
 * The request as code, to go on from in another place.
 * @typedef {{ url: string, fields: readonly (readonly [string, string])[], photos: readonly string[] }} Shown
 * @type {readonly { name: string, write: (shown: Shown) => string }[]}
 */
export const snippets = [
  { name: 'curl', write: curl },
  { name: 'Python', write: python },
  { name: 'C#', write: csharp },
];

/** @param {Shown} shown */
function curl({ url, fields, photos }) {
  // What stands in single quotes is taken as it is, but for the quote; curl itself reads a leading @ or <, unless told not to.
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll('\'', '\'\\\'\'')}'`;
  const file = (/** @type {string} */ name) => quoted(`image=@"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  return [`curl ${quoted(url)}`, ...photos.map(name => `-F ${file(name)}`), ...fields.map(([name, value]) => `--form-string ${quoted(`${name}=${value}`)}`)].join(' \\\n  ');
}

/** @param {Shown} shown */
function python({ url, fields, photos }) {
  return `import requests

answer = requests.post(
    ${JSON.stringify(url)},
    files=[${photos.map(name => `("image", open(${JSON.stringify(name)}, "rb"))`).join(', ')}],
    data=[${fields.map(([name, value]) => `(${JSON.stringify(name)}, ${JSON.stringify(value)})`).join(', ')}],
)
answer.raise_for_status()
for explanation in answer.json()["explanations"]:
    print(explanation["concept"]["label"], explanation["score"], explanation["localization"] and explanation["localization"]["box"])
`;
}

/** @param {Shown} shown */
function csharp({ url, fields, photos }) {
  const text = (/** @type {string} */ value) => JSON.stringify(value);
  return `using System.Text.Json;

using var client = new HttpClient();
using var form = new MultipartFormDataContent();
${photos.map(name => `form.Add(new ByteArrayContent(File.ReadAllBytes(${text(name)})), "image", ${text(name)});`).join('\n')}
${fields.map(([name, value]) => `form.Add(new StringContent(${text(value)}), ${text(name)});`).join('\n')}
using var response = await client.PostAsync(${text(url)}, form);
var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
response.EnsureSuccessStatusCode();
foreach (var explanation in answer.GetProperty("explanations").EnumerateArray())
    Console.WriteLine($"{explanation.GetProperty("concept").GetProperty("label")} {explanation.GetProperty("score")}");
`;
}
