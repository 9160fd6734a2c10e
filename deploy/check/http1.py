"""A small HTTP client that can misbehave, and the line-by-line report of the checks."""
import http.client
import json
import struct
import sys
import zlib

failures = []


def check(what, good, seen=""):
    print(f"  {'ok  ' if good else 'FAIL'} {what}" + (f": {seen}" if not good else ""), flush=True)
    if not good:
        failures.append(what)


def finish():
    sys.exit(1 if failures else 0)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    def is_problem(self, status):
        return (self.status == status and self.headers.get_content_type() == "application/problem+json"
                and self.json.get("status") == status and bool(self.json.get("detail")))

    def __str__(self):
        return f"{self.status} {self.headers.get('Content-Type')} {self.body[:200]!r}"


def send(port, method, path, body=None, headers=None, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        try:
            connection.request(method, path, body=body, headers=headers or {})
        except (BrokenPipeError, ConnectionResetError):
            pass  # The server refused before the upload was complete; its answer is there to be read.
        return Answer(connection.getresponse())
    finally:
        connection.close()


def form(image, **fields):
    """A multipart body with one image and text fields, and its headers."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    head = b'--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    parts += [head, image, b"\r\n--b--\r\n"]
    return b"".join(parts), {"Content-Type": "multipart/form-data; boundary=b"}


def png(width=64, height=48):
    """A valid RGB picture: a gradient, so that a network has something to look at."""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in (4 * x % 256, 5 * y % 256, 128)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
