"""Speak tus to the doors' functions."""

import base64
import uuid

from django.test import RequestFactory

from dhara.kit.files import tus

BODY = "application/offset+octet-stream"
CONTENT = b"0123456789" * 1000


def b64(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def start(
    now, length=len(CONTENT), body=b"", *, terms=tus.Terms("product", 1, 2), authorise=None, finished=None, **headers
):
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(length),
        "Upload-Metadata": f"filename {b64('চুক্তি.txt')},x",
        **headers,
    }
    headers = {key: value for key, value in headers.items() if value is not None}
    kind = BODY if body else "text/plain"
    request = RequestFactory().post("/uploads/", data=body, content_type=kind, headers=headers)
    return tus.collection(
        request,
        authorise=authorise or (lambda wanted: terms),
        location=lambda i: f"/uploads/{i}/",
        at=now,
        finished=finished,
    )


def send(
    ident,
    method,
    now,
    offset=None,
    body=b"",
    *,
    authorise=lambda upload: None,
    finished=None,
    content_type=BODY,
    **headers,
):
    headers = {"Tus-Resumable": "1.0.0", **({"Upload-Offset": str(offset)} if offset is not None else {}), **headers}
    headers = {key: value for key, value in headers.items() if value is not None}
    request = RequestFactory().generic(method, "/uploads/x/", body, CONTENT_TYPE=content_type, headers=headers)
    return tus.resource(request, ident, authorise=authorise, at=now, finished=finished)


def ident_of(response):
    return uuid.UUID(response["Location"].split("/")[2])
