// The line-by-line report of the checks, and where the files are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const text = path => readFileSync(join(root, path), "utf8");
export const yaml = path => parse(text(path), { merge: true });
export const yamls = words => parseAllDocuments(words).map(document => document.toJS());

export function check(what, problems) {
  const found = [problems].flat().filter(problem => problem !== true);
  console.log(`  ${found.length ? "FAIL" : "ok  "} ${what}${found.map(problem => `\n         ${problem || "not so"}`).join("")}`);
  if (found.length) process.exitCode = 1;
}

// "00:00:30", "45s", "21m", "1536Mi" … as seconds or bytes.
export const seconds = value => /:/.test(value)
  ? value.split(":").reduce((sum, part) => sum * 60 + Number(part), 0)
  : Number.parseFloat(value) * ({ s: 1, m: 60 }[String(value).slice(-1)] ?? 1);
export const bytes = value =>
  Number.parseFloat(value) * 1024 ** Math.max(0, "kmg".indexOf(String(value).replace(/[\d.]/g, "").charAt(0).toLowerCase() || "-") + 1);
