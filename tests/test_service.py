"""The loopback service: who is served, who is not, one click at a time."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from service_run import KEY, SECRET, ask, running

from xltools.package import limits
from xltools.ribbon import BUTTONS, Answer, Desk
from xltools.service import clicks
from xltools.service.server import TOKEN, Server

PRESS = {"action": "check"}


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
def server(pressed: list[str]) -> Iterator[Server]:
    """A service whose clicks are only written down."""
    with running() as server:
        yield server


def told(body: bytes) -> dict[str, Any]:
    """An answer as its reader has it."""
    found: dict[str, Any] = json.loads(body)
    return found


def test_the_own_page_is_served(server: Server, pressed: list[str]) -> None:
    """With the own origin, with that of its other name, and without one."""
    port = server.state.port
    for headers in (
        {},
        {"Origin": f"http://127.0.0.1:{port}"},
        {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"},
        {"Content_Type": "application/json; charset=utf-8"},
    ):
        status, _, body = ask(server, "POST", "press", PRESS, **headers)
        assert (status, told(body)["message"]) == (200, "好")
    assert pressed == ["check"] * 4


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Origin": "http://evil.example"}, "another page"),
        ({"Origin": "null"}, "a page without an address of its own"),
        ({"Origin": "http://127.0.0.1:1"}, "another program of this computer"),
        ({"Origin": "https://127.0.0.1:{port}"}, "another scheme"),
        ({"Origin": "http://127.0.0.1:{port}.evil.example"}, "a name that begins like ours"),
        ({"Host": "evil.example:{port}"}, "a name rebound to this computer"),
        ({"Host": "127.0.0.1"}, "no port"),
        ({"Host": "127.0.0.1:{port}.evil.example"}, "a name that begins like ours"),
        ({"Host": None}, "no name at all"),
        ({"Host": "0.0.0.0:{port}"}, "a name that only looks like this computer"),
        ({TOKEN: "another"}, "wrong token"),
        ({TOKEN: ""}, "empty token"),
        ({TOKEN: None}, "no token"),
        ({"secret": "another"}, "wrong address"),
        ({"secret": ""}, "no address"),
        ({"Sec_Fetch_Site": "cross-site"}, "a web view that says itself who asks"),
        ({"Sec_Fetch_Site": "same-site"}, "another port of this computer"),
    ],
)
def test_a_stranger_is_refused_and_nothing_runs(
    server: Server, pressed: list[str], headers: dict[str, str | None], why: str
) -> None:
    """403 in Chinese, without a header that would let another page read it."""
    port = server.state.port
    given = {k: v.replace("{port}", str(port)) if v else v for k, v in headers.items()}
    status, answered, body = ask(server, "POST", "press", PRESS, **given)  # type: ignore[arg-type]
    assert status == 403, why
    assert told(body)["level"] == "failed"
    assert not [name for name in answered if name.lower().startswith("access-control")]
    assert pressed == []


@pytest.mark.parametrize(
    "name", ["index.html", "words.js", "session", "js/book.js", "progress"]
)
def test_the_page_itself_is_for_nobody_else(server: Server, name: str) -> None:
    """Its words.js holds the token."""
    port = server.state.port
    assert ask(server, "GET", name)[0] == 200
    assert ask(server, "GET", name, secret="guess")[0] == 403
    assert ask(server, "GET", name, Host=f"evil.example:{port}")[0] == 403
    assert ask(server, "GET", name, Origin="http://evil.example")[0] == 403
    assert ask(server, "GET", name, Sec_Fetch_Site="cross-site")[0] == 403
    status, headers, body = ask(server, "GET", name)
    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert not [header for header in headers if header.lower().startswith("access-control")]
    assert (KEY.encode() in body) == (name in ("words.js", "session"))


def test_the_progress_needs_the_token(server: Server) -> None:
    """What is being done is nobody else's business."""
    assert ask(server, "GET", "progress", **{TOKEN: "another"})[0] == 403


@pytest.mark.parametrize(
    "name", ["../server.py", "js/../../build_wps.py", "..%2f..%2fREADME.md", "js", "none.js", "/etc/passwd"]
)  # fmt: skip
def test_no_other_file_is_served(server: Server, name: str) -> None:
    """Names are looked up in a list, not on the disk."""
    assert ask(server, "GET", name)[0] == 404


def test_every_file_that_the_page_needs_is_served(server: Server) -> None:
    """Ribbon, manifest, pictures in their size, scripts."""
    names = ["ribbon.xml", "manifest.xml", "main.js"]
    names += [
        f"js/{each}.js"
        for each in ("book", "work", "patch", "notes", "rows", "sheets", "link", "ribbon")
    ]
    icons = json.loads(ask(server, "GET", "words.js")[2].split(b"words = ")[1].split(b";\n")[0])
    names += [f"images/{icon}" for icon in icons["icons"].values()]
    assert len(icons["icons"]) == len(BUTTONS)
    for name in names:
        status, headers, body = ask(server, "GET", name)
        assert status == 200, name
        assert body, name
        kind = {"xml": "text/xml", "js": "text/javascript", "png": "image/png"}[
            name.rpartition(".")[2]
        ]
        assert headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize("name", ["", "/", "index.html", "/index.html", "index.html?t=1"])
def test_the_address_itself_is_the_page(server: Server, name: str) -> None:
    """WPS asks for the address that it was told, and joins names to it in its own way."""
    status, headers, body = ask(server, "GET", name)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"words.js" in body
    status, headers, nothing = ask(server, "HEAD", name)
    assert (status, nothing) == (200, b"")
    assert headers["Content-Length"] == str(len(body))
    assert ask(server, "HEAD", name, secret="guess")[0] == 403


def test_only_json_of_a_known_length_is_read(server: Server, pressed: list[str]) -> None:
    """A form that a foreign page could send without asking is not JSON."""
    plain = ask(server, "POST", "press", PRESS, Content_Type="text/plain")
    form = ask(server, "POST", "press", PRESS, Content_Type="application/x-www-form-urlencoded")
    assert plain[0] == form[0] == 415
    assert ask(server, "POST", "press", b"{}", Content_Length=None)[0] == 411
    assert ask(server, "POST", "press", b"{}", Content_Length="-5")[0] == 411
    assert (
        ask(server, "POST", "press", b"{}", Content_Length=str(limits.CLICK_BYTES + 1))[0]
        == 413
    )
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert ask(server, method, "press")[0] == 501
    assert ask(server, "GET", "press")[0] == 404
    assert ask(server, "POST", "nonsense", {})[0] == 404
    assert pressed == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"\xff\xfe", b'{"action": 5}', b'{"action": "check", "more": 1}',
        b'{"action": "check", "facts": {"sheets": [{"name": "a", "rows": [[{}]]}]}}',
        b'{"action": "check", "facts": {"sheets": [{"name": "a", "rows": [[1e999]]}]}}',
        b'{"action": "check", "facts": {"sheets": [{"name": "a", "errors": [[1048576, 16384, "#N/A"]]}]}}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_nonsense_is_answered_in_chinese(
    server: Server, pressed: list[str], body: bytes
) -> None:
    """The next click is done as if nothing had been."""
    status, _, answer = ask(server, "POST", "press", body)
    assert (status, told(answer)["level"]) == (200, "failed")
    assert not told(answer)["message"].isascii()
    assert pressed == []
    assert told(ask(server, "POST", "press", PRESS)[2])["message"] == "好"


def test_a_second_click_hears_that_the_first_is_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Progress is told meanwhile, and 停止 ends the first at its next step."""
    begun = threading.Event()

    def slow(action: str, desk: Desk) -> Answer:
        for step in range(1, 2000):
            if not desk.progress(step, 2000, "正在读取"):
                return Answer("已停止，没有改动。", "warning")
            begun.set()
            time.sleep(0.01)
        return Answer("到头了")

    monkeypatch.setattr(clicks, "click", slow)
    first: list[bytes] = []
    with running() as server:
        thread = threading.Thread(
            target=lambda: first.append(ask(server, "POST", "press", PRESS)[2])
        )
        thread.start()
        assert begun.wait(10)
        progress = told(ask(server, "GET", "progress")[2])["message"]
        assert progress.startswith("正在读取（")
        second = told(ask(server, "POST", "press", PRESS)[2])
        assert (second["message"], second["level"]) == (clicks.BUSY, "warning")
        ask(server, "POST", "cancel", {})
        thread.join(10)
        assert told(first[0])["message"] == "已停止，没有改动。"
        assert told(ask(server, "GET", "progress")[2])["message"] == ""


def test_only_a_file_of_the_last_click_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody makes the service start a program of his choice."""
    written, other = tmp_path / "报告.docx", tmp_path / "other.docx"
    written.touch()
    other.touch()
    monkeypatch.setattr(clicks, "click", lambda *_: Answer("好", files=(written,)))
    shown: list[Path] = []
    with running(shown.append) as server:
        assert ask(server, "POST", "open", {"file": str(written)})[0] == 403
        files = told(ask(server, "POST", "press", PRESS)[2])["files"]
        assert files == [str(written)]
        assert ask(server, "POST", "open", {"file": str(other)})[0] == 403
        assert ask(server, "POST", "open", b"{")[0] == 403
        assert ask(server, "POST", "open", {"file": str(written)})[0] == 200
        assert shown == [written]
        written.unlink()
        gone = told(ask(server, "POST", "open", {"file": str(written)})[2])
        assert gone["level"] == "failed"


def test_a_connection_that_breaks_or_lies_harms_nobody(
    server: Server, pressed: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed, and the next request is served."""
    head = f"POST /{SECRET}/press HTTP/1.1\r\nHost: 127.0.0.1:{server.state.port}\r\n{TOKEN}: {KEY}\r\n"
    for text in (
        head + "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
        head,
        "GARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\n" + "X: y\r\n" * 500 + "\r\n",
        f"GET /{SECRET}/session HTTP/1.1\r\nHost: 127.0.0.1:{server.state.port}\r\nHost: evil\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.state.port)) as raw:
            raw.sendall(text.encode())
            raw.shutdown(socket.SHUT_WR)
            answer = raw.recv(65536)
        assert KEY.encode() not in answer
    assert pressed == []
    assert ask(server, "POST", "press", PRESS)[0] == 200
    out = capfd.readouterr()
    assert out.out + out.err == ""
