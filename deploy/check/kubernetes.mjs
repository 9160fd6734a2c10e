// Kubernetes manifests: required fields and types by kubernetes-models' schemas, unknown fields by the official client's field lists.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { check, root, seconds, text, yaml } from "./report.mjs";

const clientModels = join(root, "deploy/check/node_modules/@kubernetes/client-node/dist/gen/models");
const modelOf = async type => (await import(join(clientModels, `${type}.js`)))[type];

// Every field that the official client does not know, by its path.
async function unknownFields(value, type, path) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return (await Promise.all(value.map((item, i) => unknownFields(item, list[1], `${path}[${i}]`)))).flat();
  if (!/^V\d/.test(type) || value === null || typeof value !== "object") return [];
  const fields = new Map((await modelOf(type)).getAttributeTypeMap().map(field => [field.baseName, field.type]));
  const found = Object.entries(value).map(([name, inner]) =>
    fields.has(name) ? unknownFields(inner, fields.get(name), `${path}.${name}`) : [`unknown field ${path}.${name}`]);
  return (await Promise.all(found)).flat();
}

async function schemaErrors(object) {
  const { [object.kind]: Model } = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
  try { new Model(object).validate(); return []; } catch (error) { return [error.message]; }
}

console.log("kubernetes");
const folder = "deploy/kubernetes";
const files = readdirSync(join(root, folder)).filter(file => file.endsWith(".yaml") && file !== "kustomization.yaml");
const objects = {};
for (const file of files) {
  const object = objects[yaml(`${folder}/${file}`).kind] = yaml(`${folder}/${file}`);
  const type = object.apiVersion.split("/").pop().replace("v", "V") + object.kind;
  check(`${file}: ${object.apiVersion} ${object.kind}`, [...await schemaErrors(object), ...await unknownFields(object, type, object.kind)]);
}
const listed = yaml(`${folder}/kustomization.yaml`).resources;
check("kustomization.yaml lists every manifest", files.map(file => listed.includes(file) || `${file} is not listed`));

const { Deployment, Service, HorizontalPodAutoscaler, PodDisruptionBudget, ConfigMap } = objects;
const pod = Deployment.spec.template;
const [container] = pod.spec.containers;
const labels = JSON.stringify(pod.metadata.labels);
const selectors = [Deployment.spec.selector.matchLabels, Service.spec.selector, PodDisruptionBudget.spec.selector.matchLabels];
check("every selector selects the pods", selectors.every(selector => JSON.stringify(selector) === labels));
check("the autoscaler aims at one batch waiting (Queue:MaxBatch)",
  HorizontalPodAutoscaler.spec.metrics[0].pods.target.averageValue === ConfigMap.data.Queue__MaxBatch);
check("the autoscaler's target is the deployment", HorizontalPodAutoscaler.spec.scaleTargetRef.name === Deployment.metadata.name);
const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
const ports = [...probes.map(probe => probe.httpGet.port), ...Service.spec.ports.map(port => port.targetPort)];
check("ports that probes and service name exist", ports.every(name => container.ports.some(port => port.name === name)));
check("every mount has its volume", container.volumeMounts.every(mount => pod.spec.volumes.some(volume => volume.name === mount.name)));
check("the grace period covers preStop and Queue:Timeout", pod.spec.terminationGracePeriodSeconds
  >= container.lifecycle.preStop.sleep.seconds + seconds(ConfigMap.data.Queue__Timeout) + 10);
check("the user is the image's", text("Dockerfile").includes(`\nUSER ${pod.spec.securityContext.runAsUser}\n`));
