// The Dockerfile by a linter, and against the tree: what it copies exists, is not ignored, and is all that restore needs.
import { readdirSync } from "node:fs";
import dockerignore from "@balena/dockerignore";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { check, root, text } from "./report.mjs";

console.log("dockerfile");
check("no finding of the linter", validate(text("Dockerfile")).map(finding => `line ${finding.range.start.line + 1}: ${finding.message}`));

const skipped = /(^|\/)(bin|obj|\.git|node_modules)(\/|$)/;
const tree = readdirSync(root, { recursive: true }).filter(path => !skipped.test(path));
const context = dockerignore().add(text(".dockerignore")).filter(tree);
const sources = DockerfileParser.parse(text("Dockerfile")).getCOPYs().filter(copy => !copy.getFlags().length)
  .flatMap(copy => copy.getArguments().slice(0, -1).map(argument => argument.getValue().replace(/\/$/, "")));
check("what it copies is in the build context", sources.map(source => context.includes(source) || `${source} is missing or ignored`));
const copied = pattern => tree.filter(path => pattern.test(path)).map(path => sources.includes(path) || `${path} is not copied`);
check("restore sees every project under src", copied(/^src\/.*\.csproj$/));
check("restore sees every build file at the root", copied(/^(Directory\..*|global\.json|nuget\.config)$/i));
check("nothing else enters the context", context.filter(path => /^(tests|deploy\/(?!container)|\.ci|README)/.test(path)));
