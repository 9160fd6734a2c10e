#!/usr/bin/env bash
# Tries everything under deploy/, the Dockerfile and docker-compose.yml, as far as that goes without a container engine or a cluster.
# Usage: deploy/check.sh [SERVICE_URL]     e.g. http://127.0.0.1:8080; without it a stand-in answers for the service
# Exits non-zero when a check failed. Takes 15 to 30 seconds; fetches from Debian, npm and NuGet only.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
chmod 755 "$work"
pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
failed=0
try() { "$@" || failed=1; }
report() { if "${@:2}" >"$work/said" 2>&1; then echo "  ok   $1"; else echo "  FAIL $1"; cat "$work/said"; failed=1; fi; }
start() { "$@" >>"$work/log" 2>&1 & pids+=($!); }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
reached() { curl -sf -o "$work/body" --max-time 2 "$1"; }
wait_for() { for _ in $(seq 100); do if "$@"; then return 0; fi; sleep 0.1; done; cat "$work/log"; return 1; }

# What is missing comes from Debian; the daemons that the packages would start are not wanted here.
missing=()
blackbox=prometheus-blackbox-exporter
for need in nginx:nginx-light promtool:prometheus $blackbox:$blackbox curl:curl python3:python3 npm:npm; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq >/dev/null
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# --- Files -----------------------------------------------------------------------------------------------------------------
npm install --prefix check --silent --no-package-lock --no-audit --no-fund --ignore-scripts
try node check/files.mjs "$work/dashboard.yml"

echo "bill of materials"
report "is written from the restored sources" bash container/sbom.sh "$work"
report "names every package of the lock file, with a hash" python3 check/sbom.py "$work/sbom.json" ../src/GradCamService/packages.lock.json

echo "prometheus"
report "prometheus.yml and alerts.yml are valid" promtool check config prometheus/prometheus.yml
report "each alert fires and stays silent as it must" promtool test rules prometheus/alerts.test.yml
report "the dashboard's queries are valid" promtool check rules "$work/dashboard.yml"
report "blackbox.yml is valid" prometheus-blackbox-exporter --config.check --config.file=prometheus/blackbox.yml

# --- The stand-in, and the image's health check against it -------------------------------------------------------------------
stand_in=$(free_port)
start python3 check/upstream.py "$stand_in"
wait_for reached "http://127.0.0.1:$stand_in/health/ready"
set_ready() { curl -sf -o "$work/body" -X POST "http://127.0.0.1:$stand_in/ready/$1"; }

echo "health check of the image"
report "succeeds when /health/ready answers 200" bash container/healthcheck.sh "$stand_in"
set_ready false
report "fails when it answers 503" bash -c "! bash container/healthcheck.sh $stand_in"
report "fails when nothing listens" bash -c "! bash container/healthcheck.sh $(free_port)"

# --- Prometheus scrapes and probes the stand-in --------------------------------------------------------------------------------
prometheus=$(free_port) blackbox=$(free_port)
mkdir "$work/prometheus" && cp prometheus/alerts.yml "$work/prometheus/"
sed -e "s|dns_sd_configs: .*|static_configs: [{ targets: ['127.0.0.1:$stand_in'] }]|" -e "s|blackbox:9115|127.0.0.1:$blackbox|" \
    -e "s|localhost:9090|127.0.0.1:$prometheus|" -e "s|15s|1s|" prometheus/prometheus.yml >"$work/prometheus/prometheus.yml"
start prometheus-blackbox-exporter --config.file=prometheus/blackbox.yml --web.listen-address="127.0.0.1:$blackbox"
start prometheus --config.file="$work/prometheus/prometheus.yml" \
  --storage.tsdb.path="$work/tsdb" --web.listen-address="127.0.0.1:$prometheus"
says() { curl -sf -G --data-urlencode "query=$1" "http://127.0.0.1:$prometheus/api/v1/query" | grep -q '"value":\['; }
report "Prometheus scrapes /metrics" wait_for says 'up{job="gradcam"} == 1 and on() gradcam_queue_depth >= 0'
probe="probe_success{job=\"gradcam-ready\", instance=\"127.0.0.1:$stand_in\"}"
report "a service that is not ready is seen as such" wait_for says "$probe == 0"
set_ready true
report "… and one that is ready again" wait_for says "$probe == 1"

# --- nginx with the committed configuration: only addresses, paths and the read timeout are replaced ------------------------------
start_gateway() { # name, upstream host:port, read timeout → a gateway at $gateway
  gateway=$(free_port)
  mkdir "$work/$1"
  sed -e "s|listen 8080|listen 127.0.0.1:$gateway|" -e "s|gradcam:808[01]|$2|" -e "s|/tmp/|$work/$1/|" \
      -e "s|/dev/stdout|$work/$1/access.log|" -e "s|proxy_read_timeout .*;|proxy_read_timeout $3;|" \
      -e "s|/etc/nginx/|$PWD/gateway/|" gateway/nginx.conf >"$work/$1/nginx.conf"
  chmod -R a+rwX "$work/$1"
  # Not root, as in the container.
  start setpriv --reuid=65534 --regid=65534 --clear-groups nginx -e stderr -g 'daemon off;' -c "$work/$1/nginx.conf"
  wait_for reached "http://127.0.0.1:$gateway/gateway/live"
}
start_gateway dead "127.0.0.1:$(free_port)" 2s; dead=$gateway
start_gateway normal "127.0.0.1:$stand_in" 2s
try python3 check/gateway.py "$gateway" "$dead"
report "access log: one JSON object a line, with the request id" python3 -c '
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert any(line["requestId"] == "photo-17.a" and line["traceparent"].startswith("00-0af7") for line in lines)
assert all(line["status"] and line["requestId"] for line in lines)' "$work/normal/access.log"

# --- The service, or the stand-in in its place -----------------------------------------------------------------------------------
service=${1:-http://127.0.0.1:$stand_in}
start_gateway service "${service#http://}" 45s
try python3 check/service.py "$gateway" "$service" prometheus/alerts.yml dashboards/gradcam.json kubernetes/scale/autoscaler.yaml

[ "$failed" = 0 ] && echo "deploy: every check passed" || { echo "deploy: some checks FAILED"; exit 1; }
