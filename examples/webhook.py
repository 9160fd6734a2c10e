"""Receives webhooks of jobs:  SECRET=… python3 examples/webhook.py 9000"""
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = os.environ["SECRET"]
# Of a real receiver: in its database, with what it does on a message, in one transaction.
seen = set()


def is_genuine(headers, body, secret, now):
    """Whether the service sent it, within the last five minutes."""
    timestamp = headers.get("X-Timestamp", "")
    expected = "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("X-Signature", "")) and abs(now - int(timestamp)) < 300


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_genuine(self.headers, body, SECRET, time.time()):
            self.send_error(401)
            return
        if self.headers["X-Delivery"] not in seen:
            seen.add(self.headers["X-Delivery"])
            job = json.loads(body)
            print(f"job {job['id']} has {job['state']}: {job['progress']['done']} photos, {job['progress']['failed']} failed")
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("", int(sys.argv[1])), Receiver).serve_forever()
