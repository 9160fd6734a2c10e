"""Explains a photo and prints where the concept is; saves the overlay.

    python3 examples/explain.py photo.jpg "tiger cat"
"""
import base64
import json
import sys
import urllib.request
import uuid

SERVICE = "http://localhost:8080"


def explain(path, concept, model="efficientnet-lite0"):
    boundary = uuid.uuid4().hex
    with open(path, "rb") as file:
        photo = file.read()
    fields = {"concept": concept, "method": "grad-cam"}
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items())
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="photo"\r\n\r\n'.encode() + photo
    body += f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(
        f"{SERVICE}/v1/models/{model}/explanations", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


answer = explain(sys.argv[1], sys.argv[2])
first = answer["explanations"][0]
print(f"{first['concept']['label']}: score {first['score']:.2f}, probability {first['probability']:.2f}, status {first['status']}")
print("box", first["localization"]["box"], "peak", first["localization"]["peak"])
if "overlay" in first["images"]:
    with open("overlay.png", "wb") as file:
        file.write(base64.b64decode(first["images"]["overlay"].split(",")[1]))
