"""Checks a service (or its stand-in) through the gateway, and that the metrics which the files name exist.
Usage: service.py GATEWAY_PORT SERVICE_URL FILE..."""
import re
import sys
import time
import urllib.request

from http1 import check, finish, form, png, send

port, url, files = int(sys.argv[1]), sys.argv[2], sys.argv[3:]

print(f"service: {url} through the gateway")
check("/health/live and /health/ready answer 200", [send(port, "GET", f"/health/{p}").status for p in ("live", "ready")] == [200, 200])
models = [m["name"] for m in send(port, "GET", "/v1/models").json["models"] if m["ready"] and m["task"] == "classification"]
check("a classification model is ready", models)
path = f"/v1/models/{models[0]}/explanations"
answer = send(port, "POST", path, *form(png()), timeout=60)
check("an explanation arrives", answer.status == 200 and answer.json["explanations"], answer)
answer = send(port, "POST", path, *form(png() + b"\0" * (20 * (1 << 20) + 500_000)), timeout=60)
check("an image above 20 MiB gets the service's own 413", answer.is_problem(413) and "21 MiB" not in answer.json["detail"], answer)
answer = send(port, "POST", "/v1/jobs", *form(png(), model=models[0]), timeout=60)
check("a job is accepted", answer.status == 202 and answer.json["id"], answer)
for _ in range(120):
    job = send(port, "GET", f"/v1/jobs/{answer.json['id']}").json
    if job["state"] not in ("queued", "running"):
        break
    time.sleep(0.5)
check("… and ends well", job["state"] == "succeeded", job)

print("metrics: what rules, dashboard and autoscaler name")
exposed = set(re.findall(r"^([a-z_]+)[ {]", urllib.request.urlopen(f"{url}/metrics").read().decode(), re.MULTILINE))
named = {name for file in files for name in re.findall(r"\b(?:gradcam|http_server)_[a-z_]+", open(file).read())}
if not any(name.startswith("gradcam_") and name.endswith("_total") for name in exposed):
    # A counter is exposed from its first count on; a service that has refused nothing has none.
    named = {name for name in named if not name.endswith("_total")}
for name in sorted(named):
    check(f"{name} is exposed", name in exposed or f"{name}_count" in exposed)
finish()
