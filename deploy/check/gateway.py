"""Checks the gateway's behaviour: nginx runs its committed configuration in front of the stand-in. Usage: gateway.py PORT DEAD_PORT"""
import http.client
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from http1 import check, finish, form, png, send

port, dead = int(sys.argv[1]), int(sys.argv[2])
MIB = 1 << 20
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def counts():
    return send(port, "GET", "/counts").json


def seen(headers):
    return {name.lower(): value for name, value in send(port, "GET", "/headers", headers=headers).json.items()}


print("gateway: ids and headers")
answer = send(port, "GET", "/health/ready")
new_ids = answer.headers.get_all("X-Request-ID") or []
check("an answer has exactly one X-Request-ID, 32 hex digits", len(new_ids) == 1 and re.fullmatch("[0-9a-f]{32}", new_ids[0]), new_ids)
answer = send(port, "GET", "/headers", headers={"X-Request-ID": "photo-17.a", "traceparent": TRACE, "tracestate": "a=b"})
upstream = {name.lower(): value for name, value in answer.json.items()}
check("a caller's id is kept, both ways", upstream["x-request-id"] == answer.headers["X-Request-ID"] == "photo-17.a", upstream)
check("traceparent and tracestate pass through", (upstream.get("traceparent"), upstream.get("tracestate")) == (TRACE, "a=b"), upstream)
check("without a trace none is sent", "traceparent" not in seen({}))
bad = 'x"},{"y' + "z" * 10
check("an id that could break a log line is replaced", re.fullmatch("[0-9a-f]{32}", seen({"X-Request-ID": bad})["x-request-id"]), bad)
forwarded = seen({"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Prefix": "/evil", "Host": "maps.example:8443"})
check("what a client claims about its address is dropped", forwarded["x-forwarded-for"] == "127.0.0.1", forwarded)
check("… and about a path prefix", not forwarded.get("x-forwarded-prefix"), forwarded)
check("Host keeps its port", forwarded["host"] == "maps.example:8443", forwarded)
check("Accept passes through", seen({"Accept": "application/x-npz"})["accept"] == "application/x-npz")

print("gateway: limits")
body, headers = form(b"\0" * (20 * MIB), concept="tiger cat")
answer = send(port, "POST", "/echo", body, headers)
check("an image of 20 MiB with its form arrives whole", answer.status == 200 and answer.json["bytes"] == len(body), answer)
before = counts()["posts"]
answer = send(port, "POST", "/echo", b"\0" * (21 * MIB + 1), {"X-Request-ID": "too-large"})
check("one byte more than 21 MiB: 413 problem+json", answer.is_problem(413), answer)
check("… with the request id in body and header", answer.json["requestId"] == answer.headers["X-Request-ID"] == "too-large", answer)
answer = send(port, "POST", "/echo", (b"\0" * MIB for _ in range(22)))
check("22 MiB without a length (chunked): 413 problem+json", answer.is_problem(413), answer)
check("… and the service heard of neither", counts()["posts"] == before, counts())
answer = send(port, "GET", "/metrics")
check("/metrics is not public: 404 problem+json", answer.is_problem(404), answer)
answer = send(port, "POST", "/v1/dead-letters/1/retry")
check("/v1/dead-letters neither", answer.is_problem(404) and "stand-in" not in answer.json["detail"], answer)
answer = send(port, "GET", "/headers", headers={"X-Long": "x" * 40000})
check("headers too large: 400 problem+json", answer.is_problem(400), answer)
check("the gateway's own health answers 204", send(port, "GET", "/gateway/live").status == 204)

print("gateway: the service's own answers pass untouched")
answer = send(port, "POST", "/full")
check("its 429 keeps Retry-After and detail", answer.headers["Retry-After"] == "7" and "stand-in" in answer.json["detail"], answer)
answer = send(port, "POST", "/echo", b"\0" * (20 * MIB + 500_000))
check("its 413 (between 20 and 21 MiB) keeps its detail", answer.is_problem(413) and "20971520" in answer.json["detail"], answer)
check("an answer of 30 MiB arrives whole", len(send(port, "GET", "/big").body) == 30 * MIB)

print("gateway: buffering, hang-ups, failures")
before = counts()["posts"]
slow = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
slow.putrequest("POST", "/echo")
slow.putheader("Content-Length", str(MIB))
slow.endheaders(b"\0" * (MIB // 2))
time.sleep(0.5)
check("half an upload does not reach the service", counts()["posts"] == before)
slow.send(b"\0" * (MIB // 2))
check("… the whole one does", slow.getresponse().status == 200 and counts()["posts"] == before + 1)
leaver = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
leaver.request("POST", "/slow")
time.sleep(0.3)
leaver.close()
time.sleep(0.5)
check("the service learns of a client that hangs up", counts()["hangUps"] == 1, counts())
answer = send(port, "POST", "/slow")
check("no answer in time (2 s in this check): 504 problem+json with Retry-After",
      answer.is_problem(504) and answer.headers["Retry-After"], answer)
answer = send(dead, "POST", "/echo", *form(png()))
check("service down: 502 problem+json with Retry-After", answer.is_problem(502) and answer.headers["Retry-After"], answer)

print("gateway: jobs")
before = counts()["posts"]
slow = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
slow.putrequest("POST", "/v1/jobs")
slow.putheader("Content-Length", str(30 * MIB))
slow.endheaders(b"\0" * (15 * MIB))
time.sleep(0.5)
check("a job's photos reach the service while they come", counts()["posts"] == before + 1)
slow.send(b"\0" * (15 * MIB))
answer = slow.getresponse()
check("… how large a job may be, the service says", answer.status == 413 and b"stand-in" in answer.read(), answer.status)
events = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
events.request("GET", "/v1/jobs/1/events")
answer = events.getresponse()
told = [(line, time.time()) for line in answer if line.startswith(b"data")]
check("events arrive when they are sent", len(told) == 2 and all(came - float(line.split()[1]) < 0.5 for line, came in told), told)

print("gateway: one client cannot take everything")
with ThreadPoolExecutor(24) as pool:
    answers = list(pool.map(lambda _: send(port, "POST", "/slow"), range(24)))
refused = [answer for answer in answers if answer.status == 429]
check("more than 16 at work: 429 problem+json with Retry-After",
      len(refused) == 8 and all(a.is_problem(429) and a.headers["Retry-After"] for a in refused), [a.status for a in answers])
statuses = [send(port, "POST", "/echo").status for _ in range(150)]
check("more than 20 a second: some 429, the others 200", set(statuses) == {200, 429}, set(statuses))
check("GET is not counted", {send(port, "GET", "/headers").status for _ in range(60)} == {200})
finish()
