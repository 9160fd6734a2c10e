"""Explains a folder of photos as a job: sends it, watches it, fetches its answers.

    python3 examples/jobs.py photos/ result.zip
"""
import json
import pathlib
import sys
import time
import urllib.error
import urllib.request
import uuid

SERVICE = "http://localhost:8080"


def form(folder, boundary, **fields):
    """The body of a form, piece by piece: a folder need not fit into memory."""
    for name, value in fields.items():
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for path in sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")):
        name = str(path.relative_to(folder)).replace('"', "%22")
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n\r\n'.encode() + path.read_bytes() + b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def submit(folder, key):
    """Tries until it is known that the job is kept: the key makes it one job, however often it is sent."""
    for _ in range(100):
        boundary = uuid.uuid4().hex
        request = urllib.request.Request(
            f"{SERVICE}/v1/jobs", form(folder, boundary, model="efficientnet-lite0", method="grad-cam"),
            {"Content-Type": f"multipart/form-data; boundary={boundary}", "Idempotency-Key": key})
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 502, 503, 504):
                raise SystemExit(error.read().decode()) from error
            time.sleep(int(error.headers.get("Retry-After") or 5))
        except OSError as error:
            print(f"{error}; trying again")
            time.sleep(5)
    raise SystemExit("The service did not accept the job.")


def get(path, **headers):
    return urllib.request.urlopen(urllib.request.Request(SERVICE + path, headers=headers))


job = submit(sys.argv[1], uuid.uuid4().hex)
while job["state"] in ("queued", "running"):
    with get(f"/v1/jobs/{job['id']}") as response:
        job = json.load(response)
        progress = job["progress"]
        print(f"{job['state']}: {progress['done']} of {progress['total']}, {progress['failed']} failed, {progress['secondsLeft']} s left")
        time.sleep(int(response.headers.get("Retry-After") or 0))

if job["state"] == "succeeded":
    with get(f"/v1/jobs/{job['id']}/result", Accept="application/zip") as response, open(sys.argv[2], "wb") as file:
        while chunk := response.read(1 << 20):
            file.write(chunk)
else:
    sys.exit(json.dumps(job["problem"]))
