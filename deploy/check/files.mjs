// Checks the deployment files. Usage: node files.mjs RULES_FILE (where the dashboard's queries are written, for promtool)
import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { text } from "./report.mjs";
import "./dockerfile.mjs";
import "./compose.mjs";
import "./kubernetes.mjs";

const queries = JSON.parse(text("deploy/dashboards/gradcam.json")).panels.flatMap(panel => panel.targets ?? [])
  .map((target, i) => ({ record: `dashboard:query${i}`, expr: target.expr.replaceAll("$__rate_interval", "5m") }));
writeFileSync(process.argv[2], stringify({ groups: [{ name: "dashboard", rules: queries }] }));
