"""The loopback service against programs of this computer that are none of ours: raw sockets, not a client."""

from __future__ import annotations

import inspect
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from service_run import KEY, SECRET, ask, running

from xltools.ribbon import Answer, Desk
from xltools.service import clicks, guests, server
from xltools.service.guests import Guests
from xltools.service.server import TOKEN, Handler, Server


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions that were done."""
    done: list[str] = []

    def click(action: str, desk: Desk) -> Answer:
        done.append(action)
        return Answer("好")

    monkeypatch.setattr(clicks, "click", click)
    return done


@pytest.fixture
def service(pressed: list[str]) -> Iterator[Server]:
    """A service whose clicks are only written down."""
    with running() as found:
        yield found


def dialled(service: Server) -> socket.socket:
    """A connection to it."""
    return socket.create_connection(("127.0.0.1", service.state.port), timeout=20)


def told(service: Server, *pieces: str | bytes) -> bytes:
    """All that is answered to these bytes until the connection ends."""
    with dialled(service) as guest:
        for piece in pieces:
            try:
                guest.sendall(piece.encode() if isinstance(piece, str) else piece)
            except OSError:
                break
        with suppress(OSError):
            guest.shutdown(socket.SHUT_WR)
        return rest(guest)


def rest(guest: socket.socket) -> bytes:
    """What comes until the other side has had enough."""
    got = b""
    while True:
        try:
            data = guest.recv(65536)
        except ConnectionResetError:
            return got
        if not data:
            return got
        got += data


def head(
    service: Server,
    *more: str,
    method: str = "POST",
    name: str = "press",
    body: str = '{"action": "check"}',
) -> str:
    """A request of ours with header lines more; those of length and kind are the caller's to give."""
    lines = (
        f"{method} /{SECRET}/{name} HTTP/1.1", f"Host: 127.0.0.1:{service.state.port}",
        f"{TOKEN}: {KEY}", "Content-Type: application/json", *more,
    )  # fmt: skip
    return "\r\n".join((*lines, "", body))


def still_serves(service: Server) -> bool:
    """The next honest click is done."""
    return ask(service, "POST", "press", {"action": "check"})[0] == 200


def test_the_helper_speaks_as_the_add_in_does(service: Server, pressed: list[str]) -> None:
    """What is refused below is refused for its oddity, and not for how the tests speak."""
    answer = told(service, head(service, "Content-Length: 19", "Connection: close"))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert pressed == ["check"]


SMUGGLED = "POST /{secret}/quit HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        ("Transfer-Encoding: chunked",),
        ("Transfer-Encoding: chunked", "Content-Length: 19"),
        ("Content-Length: 19", "Transfer-Encoding: chunked"),
        ("Content-Length: 19", "Transfer-Encoding: identity"),
        ("Content-Length: 19", "transfer-encoding:\tchunked"),
        ("Content-Length: 19", "Content-Length: 19"),
        ("Content-Length: 19", "Content-Length: 5"),
        ("Content-Length: 19, 19",),
        ("Content-Length: +19",),
        ("Content-Length: 0x13",),
        ("Content-Length: 1_9",),
        ("Content-Length: １９",),
        ("Content-Length: 19.0",),
        ("Content-Length: -1",),
        ("Content-Length: 99999999999999999999999999",),
        ("Content-Length:",),
    ],
)
def test_a_length_in_doubt_is_no_length(
    service: Server, pressed: list[str], lines: tuple[str, ...]
) -> None:
    """Nothing is done, and the connection ends: what follows passes for no second request."""
    answer = told(service, head(service, *lines), head(service, "Content-Length: 19"))
    assert answer.split(b" ", 2)[1] in (b"400", b"411", b"413")
    assert answer.count(b"HTTP/1.1") == 1
    assert pressed == []
    assert still_serves(service)


@pytest.mark.parametrize("line", ["Content-Length: 70", "Transfer-Encoding: chunked"])
def test_a_body_where_none_belongs_ends_the_connection(
    service: Server, pressed: list[str], line: str
) -> None:
    """A GET of the page, and behind it something that looks like a click."""
    inner = head(service, "Content-Length: 19")
    answer = told(service, head(service, line, method="GET", name="progress", body=inner))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert pressed == []


@pytest.mark.parametrize(
    "request_line",
    [
        "GET http://127.0.0.1/{secret}/session HTTP/1.1",
        "GET //{secret}/session HTTP/1.1",
        "GET /{secret}%2fsession HTTP/1.1",
        "GET /./{secret}/session HTTP/1.1",
        "GET /x/../{secret}/session HTTP/1.1",
        "GET \\{secret}\\session HTTP/1.1",
        "GET /{upper}/session HTTP/1.1",
        "GET /{secret}",
        "GET /{secret}/session HTTP/0.9",
        "GET /{secret}/session HTTP/2.0",
        "GET /{secret}/session HTTP/x",
        "CONNECT 127.0.0.1:1 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/2.0",
        "\x16\x03\x01\x02",
    ],
)
def test_an_odd_request_line_is_given_no_key(service: Server, request_line: str) -> None:
    """The secret address is compared as it stands."""
    line = request_line.format(secret=SECRET, upper=SECRET.upper())
    answer = told(service, f"{line}\r\n\r\n")
    assert KEY.encode() not in answer
    assert b"HTTP/1.1 200" not in answer
    assert still_serves(service)


@pytest.mark.parametrize(
    "method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "press"]
)
def test_a_preflight_is_refused_without_a_header_that_allows(
    service: Server, method: str
) -> None:
    """A page of another origin may not even ask with the token's header."""
    answer = told(
        service,
        head(
            service, "Origin: http://evil.example", "Access-Control-Request-Method: POST",
            f"Access-Control-Request-Headers: {TOKEN}", "Access-Control-Request-Private-Network: true",
            method=method, body="",
        ),
    )  # fmt: skip
    assert answer.startswith((b"HTTP/1.1 501 ", b"HTTP/1.1 400 "))
    assert b"access-control" not in answer.lower()
    assert "后台服务拒绝了这个请求" in answer.decode()
    assert KEY.encode() not in answer


@pytest.mark.parametrize(
    "pieces",
    [
        ("GET /" + "x" * 100_000 + " HTTP/1.1\r\n\r\n",),
        ("GET / HTTP/1.1\r\nX: " + "y" * 100_000 + "\r\n\r\n",),
        ("GET / HTTP/1.1\r\n" + "X: y\r\n" * 5_000 + "\r\n",),
        ("GET / HTTP/1.1\r\n" + " folded\r\n" * 50 + "\r\n",),
        (b"GET / HTTP/1.1\r\nHost: \x00\xff\xfe\r\n\r\n",),
        (b"\x00" * 100_000,),
        ("\r\n" * 1000,),
    ],
    ids=["line", "header", "headers", "folded", "bytes", "nul", "empty"],
)
def test_a_head_without_end_is_refused(
    service: Server, pieces: tuple[str | bytes, ...]
) -> None:
    """Neither memory nor a thread is lost by it."""
    answer = told(service, *pieces)
    assert b" 200 " not in answer[:20]
    assert still_serves(service)


@pytest.mark.parametrize("sent", ["", "GET /", "GET / HTTP/1.1\r\nHost: x"])
def test_whoever_says_little_is_not_waited_for(
    service: Server, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    """A silent connection, half a line, half a head: ended by the server."""
    monkeypatch.setattr(server, "IDLE", 0.2)
    monkeypatch.setattr(server, "HEAD", 0.2)
    with dialled(service) as guest:
        guest.sendall(sent.encode())
        assert b" 200 " not in rest(guest)
    assert still_serves(service)


def test_a_letter_at_a_time_wins_no_time(
    service: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment by which a head has to be there does not move."""
    monkeypatch.setattr(server, "HEAD", 0.3)
    with dialled(service) as guest:
        ended = False
        for letter in "GET / HTTP/1.1\r\n" + "X: y\r\n" * 40:
            try:
                guest.sendall(letter.encode())
            except OSError:
                ended = True
                break
            time.sleep(0.01)
        assert ended or rest(guest) == b""
    assert still_serves(service)


def test_a_body_that_does_not_come_is_not_waited_for(
    service: Server, pressed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even of one who has the token."""
    monkeypatch.setattr(server, "BODY", 0.2)
    with dialled(service) as guest:
        guest.sendall(head(service, "Content-Length: 500").encode())
        assert rest(guest) == b""
    assert pressed == []
    assert still_serves(service)


def test_many_silent_connections_keep_nobody_out(service: Server) -> None:
    """The oldest of those that have not shown the token goes first; the add-in's own stays."""
    service.guests = Guests(8)
    with closing(dialled(service)) as own:
        assert clicked(service, own)
        crowd = [dialled(service) for _ in range(40)]
        try:
            assert still_serves(service)
            assert clicked(service, own)
            assert len(service.guests) <= 8
        finally:
            for each in crowd:
                each.close()


def clicked(service: Server, own: socket.socket) -> bool:
    """A click over a connection that stays open is done."""
    own.sendall(head(service, "Content-Length: 19").encode())
    got = b""
    while not got.endswith(b"}"):
        data = own.recv(65536)
        if not data:
            return False
        got += data
    return got.startswith(b"HTTP/1.1 200 ")


def test_it_listens_on_this_computer_only(service: Server) -> None:
    """At 127.0.0.1 and no other of its addresses."""
    assert service.socket.getsockname()[0] == "127.0.0.1"
    assert service.socket.family == socket.AF_INET
    for address in ("127.0.0.2", "127.1.1.1"):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address, service.state.port), timeout=5)


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "localhost.evil.example:{port}", "127.0.0.1.nip.io:{port}", "[::1]:{port}",
             "127.0.0.1:{port}@evil.example", "2130706433:{port}", "127.1:{port}", "LOCALHOST:{port}", "127.0.0.1:0{port}"],
)  # fmt: skip
def test_a_rebound_name_is_refused(service: Server, pressed: list[str], host: str) -> None:
    """A page whose name now leads here shows its name, however it is written."""
    named = host.format(port=service.state.port)
    assert ask(service, "GET", "words.js", Host=named)[0] == 403
    assert ask(service, "POST", "press", {"action": "check"}, Host=named)[0] == 403
    assert pressed == []


def test_keys_are_compared_in_constant_time() -> None:
    """Both of them, whole; a wrong one tells nothing by when it is refused."""
    source = inspect.getsource(Handler)
    assert source.count("hmac.compare_digest") == 2
    for word in ("secret ==", "token ==", "== self._own", "!= self._own"):
        assert word not in source


@pytest.mark.parametrize(
    "given", ["", "a-toke", "a-tokenx", "A-TOKEN", "a-token a-token", "à-token", "\x00"]
)
def test_no_part_of_the_token_will_do(service: Server, pressed: list[str], given: str) -> None:
    """Nor one with letters that are no ASCII."""
    answer = told(
        service,
        head(service, "Content-Length: 19").replace(f"{TOKEN}: {KEY}", f"{TOKEN}: {given}"),
    )
    assert b" 403 " in answer[:20] or b" 400 " in answer[:20]
    assert pressed == []


def test_a_second_token_is_not_looked_for(service: Server, pressed: list[str]) -> None:
    """The first counts, whatever follows."""
    text = head(service, "Content-Length: 19")
    wrong = text.replace(f"{TOKEN}: {KEY}", f"{TOKEN}: no\r\n{TOKEN}: {KEY}")
    assert b" 403 " in told(service, wrong)[:20]
    assert pressed == []


def test_answers_give_a_page_nothing_to_run_or_keep(service: Server) -> None:
    """Their kind is said, they are not kept, and no address is passed on."""
    for name in ("index.html", "words.js", "session", "none"):
        _, headers, _ = ask(service, "GET", name)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert not [each for each in headers if each.lower().startswith("access-control")]
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "body",
    [
        {"action": "open", "path": "/etc/passwd"},
        {"action": "__class__"},
        {"action": "../check"},
        {"action": "check", "path": "\x00"},
        {"action": "summary", "chosen": "/proc/self"},
        {"action": "check", "facts": {"sheets": [{"name": "a", "rows": [["x"] * 20_000]}]}},
    ],
)
def test_a_click_that_nobody_offers_is_told_in_chinese(body: dict[str, object]) -> None:
    """With the token and the real core: no file is read that is no form, and nothing breaks."""
    with running() as service:
        status, _, answer = ask(service, "POST", "press", json.dumps(body).encode())
        assert status == 200
        said = json.loads(answer)
        assert not said["message"].isascii()
        assert "root:" not in answer.decode()
        assert ask(service, "GET", "progress")[0] == 200


def test_patience_is_not_endless() -> None:
    """Seconds, and connections that a page needs many times over."""
    assert guests.HEAD <= 10
    assert guests.IDLE <= 60
    assert 16 <= guests.MOST <= 128
