"""The HTTP side: 127.0.0.1 only, and nobody but the add-in's own page is served.

A page of another origin cannot know the secret address; one that rebinds its name to 127.0.0.1
shows in Host; another user of this computer knows neither address nor token. No answer carries a
CORS header, so nothing is readable from elsewhere.

A web view sends Origin with a POST and with most of them none with a GET of its own page: an
Origin that is absent is accepted, any other than our own is not, "null" included.
"""

from __future__ import annotations

import hmac
import io
import logging
import os
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from xltools.package import limits
from xltools.ribbon import Answer
from xltools.service.clicks import Desktop, as_json
from xltools.service.files import Served, served
from xltools.service.guests import BODY, HEAD, IDLE, MOST, Guests, Patience
from xltools.service.state import State
from xltools.service.words import script

_LENGTH_DIGITS = 12

TOKEN = "X-Xltools-Token"
_JSON = "application/json"

REFUSED = Answer("后台服务拒绝了这个请求。请关闭 WPS 表格后重新打开再试。", "failed")
TOO_LARGE = Answer("工作簿太大，后台服务没有接收。请删除与自评表无关的内容后再试。", "failed")
GONE = Answer("文件不在了，没有打开。", "failed")

_log = logging.getLogger("xltools.service")


class Server(ThreadingHTTPServer):
    """The listening service with its one desktop; `opener` shows a file to the user."""

    daemon_threads = True
    request_queue_size = MOST
    allow_reuse_address = os.name == "posix"  # on Windows it would let two listen at once

    def __init__(
        self, port: int, secret: str, token: str, opener: Callable[[Path], None]
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.state = State(self.server_address[1], secret, token, os.getpid())
        self.desktop = Desktop()
        self.opener = opener
        self.guests = Guests()

    def server_bind(self) -> None:
        """Bind, without asking a name server what this computer is called."""
        if os.name == "nt":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined]
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """Each connection is served by a thread of its own, and there are only so many."""
        self.guests.welcome(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """A connection ends."""
        self.guests.farewell(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that broke is written down, and no more."""
        _log.info("connection ended", exc_info=True)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "xltools", ""
    timeout = IDLE

    def setup(self) -> None:
        """Read with patience that ends."""
        super().setup()
        self.rfile.close()
        self._patience = Patience(self.connection)
        self.rfile = self._reader = io.BufferedReader(self._patience)

    def handle_one_request(self) -> None:
        """A request whose head is there in time."""
        self._patience.wait(IDLE)
        try:
            begun = self._reader.peek(1)
        except OSError:  # nobody wants anything any more
            begun = b""
        if not begun:
            self.close_connection = True
            return
        self._patience.wait(HEAD)
        super().handle_one_request()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """What the standard library refuses is refused as everything else, in Chinese."""
        self._refuse(HTTPStatus(code))

    def do_GET(self) -> None:
        """Serve a file of the add-in, the token, the progress."""
        name = self._asked()
        if name is None or not self._has_no_body():
            return
        if name == "progress":
            if self._has_token():
                self._answer(self.server.desktop.progress)
        elif name == "session":
            self._send(HTTPStatus.OK, _JSON, msgspec.json.encode({"token": self._own.token}))
        elif name == "words.js":
            content = script(f"/{self._own.secret}/", self._own.token)
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", content)
        else:
            self._file(served(name or "index.html"))

    def do_HEAD(self) -> None:
        """Say what a GET would bring."""
        self.do_GET()

    def do_POST(self) -> None:
        """Do a click, end one, open a file, end the service."""
        name = self._asked()
        if name is None or not self._has_token():
            return
        if self.headers.get_content_type() != _JSON:
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return
        body = self._body()
        if body is None:
            return
        if name == "press":
            self._answer(self.server.desktop.press(body))
        elif name == "cancel":
            self._answer(self.server.desktop.cancel())
        elif name == "open":
            self._open(body)
        elif name == "quit":
            self._answer(Answer(""))
            threading.Thread(target=self.server.shutdown, daemon=True).start()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    # --- who asks

    @property
    def _own(self) -> State:
        return self.server.state

    def _asked(self) -> str | None:
        """The name behind the secret address; None for a request that was refused."""
        port = self._own.port
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        origin = self.headers.get("Origin")
        from_us = origin is None or origin in {f"http://{host}" for host in hosts}
        # newer web views say themselves whether another site asks
        site = self.headers.get("Sec-Fetch-Site", "none")
        _, secret, name = (*self.path.partition("?")[0].split("/", 2), "", "")[:3]
        if (
            self.headers.get_all("Host") not in [[host] for host in hosts]
            or not from_us
            or (site not in ("same-origin", "none") and not name.startswith("images/"))
            or not hmac.compare_digest(secret.encode(), self._own.secret.encode())
        ):
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        # WPS puts a slash between an address that ends in one and a name
        return name.lstrip("/")

    def _has_token(self) -> bool:
        given = self.headers.get(TOKEN, "")
        if hmac.compare_digest(given.encode(), self._own.token.encode()):
            self.server.guests.trust(self.connection)
            return True
        self._refuse(HTTPStatus.FORBIDDEN)
        return False

    def _has_no_body(self) -> bool:
        """A body where none belongs could pass for the next request."""
        if (
            "Transfer-Encoding" in self.headers
            or self.headers.get("Content-Length", "0") != "0"
        ):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return False
        return True

    def _body(self) -> bytes | None:
        """What was sent, where its length is told once, in digits, and is not too much."""
        lengths = self.headers.get_all("Content-Length", [])
        length = lengths[0] if len(lengths) == 1 else ""
        digits = length.isascii() and length.isdigit()
        if not digits or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return None
        if len(length) > _LENGTH_DIGITS or int(length) > limits.CLICK_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
            return None
        self._patience.wait(BODY)
        body = self.rfile.read(int(length))
        if len(body) == int(length):
            return body
        self.close_connection = True
        return None

    # --- what is answered

    def _open(self, body: bytes) -> None:
        file = self.server.desktop.wrote(body)
        if file is None:
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        try:
            if not file.is_file():
                raise FileNotFoundError(file)
            self.server.opener(file)
        except OSError:
            self._answer(GONE)
            return
        self._answer(Answer(""))

    def _file(self, found: Served | None) -> None:
        if found is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(HTTPStatus.OK, found.kind, found.content)

    def _answer(self, answer: Answer) -> None:
        self._send(HTTPStatus.OK, _JSON, as_json(answer))

    def _refuse(self, status: HTTPStatus, answer: Answer = REFUSED) -> None:
        """What was sent along is not read, so the connection cannot go on."""
        self.close_connection = True
        self._send(status, _JSON, as_json(answer))

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Addresses carry the secret: they are written nowhere."""
