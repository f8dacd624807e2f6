"""The service, listening in a thread of the test or as a process of its own."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xltools.service.server import TOKEN, Server

SECRET, KEY = "a-secret-address", "a-token"


@contextmanager
def running(opener: Any = None) -> Iterator[Server]:
    """A service at a free port."""
    shown: list[Path] = []
    with Server(0, SECRET, KEY, opener or shown.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def ask(
    server: Server,
    method: str,
    name: str,
    body: bytes | dict[str, Any] | None = None,
    *,
    secret: str = SECRET,
    **headers: str | None,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request; a header that is None is left out."""
    port = server.state.port
    if isinstance(body, dict):
        body = json.dumps(body).encode()
    given: dict[str, str | None] = {
        "Host": f"127.0.0.1:{port}",
        TOKEN: KEY,
        "Content-Type": "application/json" if body is not None else None,
        "Content-Length": str(len(body)) if body is not None else None,
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(
            method, f"/{secret}/{name}", skip_host=True, skip_accept_encoding=True
        )
        for header, value in given.items():
            if value is not None:
                connection.putheader(header, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()
