"""Where the service can be reached: one file that only its user can read.

Port and secret address stay from one start to the next, since WPS keeps them in its list of
add-ins; the token is new with every start.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from xltools.state import state_folder

_FILE = "service.json"
_WAIT = 2.0  # seconds in which a service of this computer answers


class State(Struct, frozen=True):
    """`port` 0 says that the service has never run, `token` "" that it does not run now."""

    port: int = 0
    secret: str = ""
    token: str = ""
    pid: int = 0

    @property
    def url(self) -> str:
        """The address of the add-in's files."""
        return f"http://127.0.0.1:{self.port}/{self.secret}/"

    @property
    def origin(self) -> str:
        """The address as a web view compares it."""
        return f"http://127.0.0.1:{self.port}"


def state_file() -> Path:
    """The file's path; it need not exist."""
    return state_folder() / _FILE


def load_state() -> State:
    """Return what the last start left; a file that is missing or damaged gives a new secret."""
    try:
        found = msgspec.json.decode(state_file().read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        found = State()
    return found if found.secret else State(secret=new_key())


def save_state(state: State) -> None:
    """Write the file for its owner's eyes only, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    path = state_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{_FILE}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(msgspec.json.encode(state))
    temporary.replace(path)


def new_key() -> str:
    """A word that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(24)


def is_alive(state: State) -> bool:
    """True if the service of this state answers."""
    return who_answers(state) == "service"


def who_answers(state: State) -> Literal["service", "stranger", "nobody"]:
    """Who listens at the port of a state that says it runs; a stranger does not know the token.

    A stranger was shown the secret address, which must then be given up.
    """
    if not (state.port and state.token):
        return "nobody"
    connection = http.client.HTTPConnection("127.0.0.1", state.port, timeout=_WAIT)
    try:
        connection.request("GET", f"/{state.secret}/session")
        answer = connection.getresponse()
        body = answer.read(4096)
    except ConnectionRefusedError:
        return "nobody"
    except (OSError, http.client.HTTPException):
        return "stranger"
    finally:
        connection.close()
    knows = answer.status == http.HTTPStatus.OK and state.token.encode() in body
    return "service" if knows else "stranger"
