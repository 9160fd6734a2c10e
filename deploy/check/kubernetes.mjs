// Kubernetes manifests: required fields and types by kubernetes-models' schemas, unknown fields by the official client's field lists; and what
// kustomize makes of them.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bytes, check, root, seconds, text, yaml, yamls } from "./report.mjs";

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
  const models = object.apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  const { [object.kind]: Model } = await import(`${models}/${object.apiVersion}/${object.kind}`);
  try { new Model(object).validate(); return []; } catch (error) { return [error.message]; }
}

async function problems(object) {
  const type = object.apiVersion.split("/").pop().replace("v", "V") + object.kind;
  // Of KEDA's kinds the schema alone is at hand.
  return [...await schemaErrors(object), ...object.apiVersion.startsWith("keda.sh/") ? [] : await unknownFields(object, type, object.kind)];
}

function built(folder) {
  try { return yamls(execFileSync("kubectl", ["kustomize", join(root, folder)], { encoding: "utf8", stdio: "pipe" })); } catch (error) {
    if (error.code !== "ENOENT") throw new Error(error.stderr || error.message);
  }
}

console.log("kubernetes");
const folder = "deploy/kubernetes";
for (const part of ["base", "one", "scale"]) {
  const files = readdirSync(join(root, folder, part)).filter(file => file.endsWith(".yaml") && file !== "kustomization.yaml");
  for (const file of files)
    for (const object of yamls(text(`${folder}/${part}/${file}`)))
      check(`${part}/${file}: ${object.apiVersion} ${object.kind}`, await problems(object));
  const listed = yaml(`${folder}/${part}/kustomization.yaml`).resources;
  check(`${part}/kustomization.yaml lists every manifest`, files.map(file => listed.includes(file) || file.includes(".example.") || `${file} is not listed`));
}
const claim = yaml(`${folder}/one/volume.yaml`);
check("the alert of a full disk is at four fifths of the volume", text("deploy/prometheus/alerts.yml")
  .includes(`gradcam_jobs_blobs_bytes) > ${bytes(claim.spec.resources.requests.storage) * 0.8 / 2 ** 30} * 1024^3\n`));

for (const overlay of ["one", "scale"]) {
  const objects = built(`${folder}/${overlay}`);
  if (!objects) {
    console.log(`  skip what kustomize makes of ${overlay}: kubectl is not installed`);
    continue;
  }
  console.log(`kubernetes: what kustomize makes of ${overlay}`);
  const all = kind => objects.filter(object => object.kind === kind);
  const named = (kind, name) => all(kind).find(object => object.metadata.name === name);
  check("every object is valid", (await Promise.all(objects.map(problems))).flat());
  const [deployments, options] = [all("Deployment"), named("ConfigMap", "gradcam").data];
  for (const { metadata: { name }, spec } of deployments) {
    const pod = spec.template;
    const [container] = pod.spec.containers;
    const labels = JSON.stringify(pod.metadata.labels);
    const selectors = [spec.selector.matchLabels, named("PodDisruptionBudget", name).spec.selector.matchLabels,
      ...all("Service").filter(service => service.metadata.name === name).map(service => service.spec.selector)];
    check(`${name}: every selector selects its pods`, selectors.every(selector => JSON.stringify(selector) === labels));
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    check(`${name}: ports that probes name exist`, probes.every(probe => container.ports.some(port => port.name === probe.httpGet.port)));
    check(`${name}: every mount has its volume`, container.volumeMounts.every(mount => pod.spec.volumes.some(volume => volume.name === mount.name)));
    check(`${name}: jobs have a place to lie`, container.volumeMounts.some(mount => mount.mountPath === options.Jobs__Directory && !mount.readOnly));
    check(`${name}: the grace period covers preStop and Queue:Timeout`, pod.spec.terminationGracePeriodSeconds
      >= (container.lifecycle?.preStop.sleep.seconds ?? 0) + seconds(options.Queue__Timeout) + 10);
    check(`${name}: the user is the image's`, text("Dockerfile").includes(`\nUSER ${pod.spec.securityContext.runAsUser}\n`));
  }
  const valueOf = (deployment, name) => deployment.spec.template.spec.containers[0].env.find(variable => variable.name === name)?.value;
  const sources = deployment => JSON.stringify(deployment.spec.template.spec.containers[0].envFrom);
  const api = named("Deployment", "gradcam");
  check("the service's port exists", named("Service", "gradcam").spec.ports.every(port =>
    api.spec.template.spec.containers[0].ports.some(({ name }) => name === port.targetPort)));
  if (overlay === "one") {
    check("one process alone: one replica, which ends before the next begins, without a role", deployments.length === 1 && api.spec.replicas === 1
      && api.spec.strategy.type === "Recreate" && !valueOf(api, "Role") && !all("HorizontalPodAutoscaler").length);
    check("its jobs lie on the claim", api.spec.template.spec.volumes.find(volume => volume.name === "jobs")
      .persistentVolumeClaim.claimName === claim.metadata.name);
    continue;
  }
  const [worker, scaled, key] = [named("Deployment", "gradcam-worker"), named("ScaledObject", "gradcam-worker"), named("TriggerAuthentication", "gradcam-worker")];
  const [autoscaler] = all("HorizontalPodAutoscaler");
  check("the autoscaler aims at one batch waiting (Queue:MaxBatch)",
    autoscaler.spec.metrics[0].pods.target.averageValue === options.Queue__MaxBatch);
  check("the autoscalers' targets are the deployments, which have no replicas of their own", autoscaler.spec.scaleTargetRef.name === api.metadata.name
    && scaled.spec.scaleTargetRef.name === worker.metadata.name && !deployments.some(deployment => "replicas" in deployment.spec));
  check("the roles", valueOf(api, "Role") === "Api" && valueOf(worker, "Role") === "Worker");
  check("API and workers have the same options, secrets and image", sources(api) === sources(worker)
    && new Set(deployments.map(deployment => deployment.spec.template.spec.containers[0].image)).size === 1);
  const queues = [...text("src/GradCamService.Jobs/Broker/BrokerQueues.cs").matchAll(/prefix \+ "(\.parts\.(?:normal|low))"/g)].map(match => "gradcam" + match[1]);
  check("KEDA looks at the queues of the code", String(scaled.spec.triggers.map(trigger => trigger.metadata.queueName)) === String(queues));
  const secret = yaml(`${folder}/scale/secret.example.yaml`);
  check("KEDA reads the address that the service reads", scaled.spec.triggers.every(trigger => trigger.authenticationRef.name === key.metadata.name)
    && key.spec.secretTargetRef.every(({ parameter, name, key: field }) => parameter === "host" && name === secret.metadata.name
      && field === "Jobs__RabbitMq" && field in secret.stringData) && sources(api).includes(`"name":"${secret.metadata.name}"`));
}
