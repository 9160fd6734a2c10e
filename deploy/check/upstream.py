"""A stand-in for GradCamService, for checking the gateway: the API's shapes, and routes that misbehave on purpose."""
import json
import select
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BYTES = 20 * 1024 * 1024
METRICS = """\
# TYPE gradcam_queue_depth gauge
gradcam_queue_depth 0
# TYPE gradcam_queue_wait_seconds histogram
gradcam_queue_wait_seconds_bucket{le="+Inf"} 1
gradcam_queue_wait_seconds_sum 0.1
gradcam_queue_wait_seconds_count 1
# TYPE gradcam_batch_size histogram
gradcam_batch_size_bucket{le="+Inf"} 1
gradcam_batch_size_sum 1
gradcam_batch_size_count 1
# TYPE gradcam_stage_duration_seconds histogram
gradcam_stage_duration_seconds_bucket{stage="forward",model="m",le="+Inf"} 1
gradcam_stage_duration_seconds_sum{stage="forward",model="m"} 0.1
gradcam_stage_duration_seconds_count{stage="forward",model="m"} 1
# TYPE gradcam_refusals_total counter
gradcam_refusals_total{reason="full"} 1
# TYPE gradcam_jobs_parts_total counter
gradcam_jobs_parts_total{kind="explanation",end="done"} 1
# TYPE gradcam_jobs_items_total counter
gradcam_jobs_items_total{kind="explanation",state="succeeded"} 1
# TYPE gradcam_jobs_count gauge
gradcam_jobs_count{state="queued"} 0
# TYPE gradcam_jobs_oldest_age_seconds gauge
gradcam_jobs_oldest_age_seconds 0
# TYPE gradcam_jobs_outbox gauge
gradcam_jobs_outbox 0
# TYPE gradcam_jobs_blobs_bytes gauge
gradcam_jobs_blobs_bytes 0
# TYPE gradcam_jobs_webhooks gauge
gradcam_jobs_webhooks{state="waiting"} 0
# TYPE gradcam_jobs_dead gauge
gradcam_jobs_dead 0
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{http_route="v1/models",http_response_status_code="200",le="+Inf"} 1
http_server_request_duration_seconds_sum{http_route="v1/models",http_response_status_code="200"} 0.1
http_server_request_duration_seconds_count{http_route="v1/models",http_response_status_code="200"} 1
"""


class StandIn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ready = True
    posts = 0
    hang_ups = 0

    def answer(self, status, body, kind="application/json", **headers):
        data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Request-ID", self.headers.get("X-Request-ID", ""))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def problem(self, status, detail, **headers):
        self.answer(status, {"status": status, "title": "refused", "detail": detail}, "application/problem+json", **headers)

    def events(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for i in range(2):
            self.wfile.write(f"event: progress\nid: {i}\ndata: {time.time()}\n\n".encode())
            time.sleep(1)

    def do_GET(self):
        if self.path == "/health/live":
            self.answer(200, "Healthy", "text/plain")
        elif self.path == "/health/ready":
            self.answer(200 if StandIn.ready else 503, "Healthy" if StandIn.ready else "Unhealthy", "text/plain")
        elif self.path == "/metrics":
            self.answer(200, METRICS, "text/plain; version=0.0.4")
        elif self.path == "/v1/models":
            self.answer(200, {"models": [{"name": "stand-in", "task": "classification", "ready": True}]})
        elif self.path == "/v1/jobs/1/events":
            self.events()
        elif self.path == "/v1/jobs/1":
            self.answer(200, {"id": "1", "state": "succeeded"})
        elif self.path == "/counts":
            self.answer(200, {"posts": StandIn.posts, "hangUps": StandIn.hang_ups})
        elif self.path == "/headers":
            self.answer(200, dict(self.headers.items()))
        elif self.path == "/big":
            self.answer(200, b"x" * (30 << 20), "application/octet-stream")
        else:
            self.problem(404, "stand-in: no such address")

    def do_POST(self):
        StandIn.posts += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/ready/"):
            StandIn.ready = self.path == "/ready/true"
            self.answer(200, {})
        elif self.path == "/slow":
            left, _, _ = select.select([self.connection], [], [], 6)
            if left and not self.connection.recv(1):
                StandIn.hang_ups += 1
                self.close_connection = True
                return
            self.answer(200, {})
        elif self.path == "/full":
            self.problem(429, "stand-in: the queue is full", Retry_After="7")
        elif len(body) > MAX_BYTES + 4096:
            self.problem(413, "stand-in: image has more than 20971520 bytes")
        elif self.path == "/v1/jobs":
            self.answer(202, {"id": "1", "state": "queued"})
        elif self.path == "/v1/models/stand-in/explanations":
            self.answer(200, {"bytes": len(body), "explanations": [{"status": "ok"}]})
        else:
            self.answer(200, {"bytes": len(body), "at": time.time()})

    def log_message(self, *_):
        pass


ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), StandIn).serve_forever()
