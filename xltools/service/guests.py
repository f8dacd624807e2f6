"""Connections to the service: how many there may be, and how long each may take to say what it wants.

Any program of this computer, of any user, can connect to a port of 127.0.0.1. One that opens
connections and says nothing, or a letter a minute, must not keep the add-in out: a request has to
be there after some seconds, and where there are too many connections the oldest that has not shown
the token goes first.
"""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import time

MOST = 64
"""Connections at once; a page of the add-in has six."""

IDLE, HEAD, BODY = 60.0, 10.0, 60.0
"""Seconds until the next request begins, until its head is there, until its body is."""


class Guests:
    """The open connections, oldest first, and which of them have shown the token."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._open: dict[socket.socket, bool] = {}

    def __len__(self) -> int:
        return len(self._open)

    def welcome(self, guest: socket.socket) -> None:
        """Take a connection in, and end another where there are too many."""
        with self._lock:
            self._open[guest] = False
            if len(self._open) <= self._most:
                return
            strangers = (each for each, trusted in self._open.items() if not trusted)
            leaving = next(strangers, next(iter(self._open)))
            del self._open[leaving]
        with contextlib.suppress(OSError):
            leaving.shutdown(socket.SHUT_RDWR)

    def trust(self, guest: socket.socket) -> None:
        """A connection has shown the token."""
        with self._lock:
            if guest in self._open:
                self._open[guest] = True

    def farewell(self, guest: socket.socket) -> None:
        """A connection has ended."""
        with self._lock:
            self._open.pop(guest, None)


class Patience(io.RawIOBase):
    """What a connection sends, up to a moment: whoever sends a little at a time wins none by it."""

    def __init__(self, guest: socket.socket) -> None:
        self._guest = guest
        self._until = time.monotonic() + IDLE

    def wait(self, seconds: float) -> None:
        """So long from now it may take until the next part is whole."""
        self._until = time.monotonic() + seconds

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read what is there.

        Raises:
            TimeoutError: the moment has come.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._guest.settimeout(left)
        try:
            return self._guest.recv_into(buffer)
        finally:
            self._guest.settimeout(IDLE)
