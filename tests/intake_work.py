"""Work that misbehaves: what a reader does to a worker, told by the item's name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from xltools.intake.take import ITSELF
from xltools.intake.walk import Item
from xltools.returns.records import FileRecord, packed


class Panic(BaseException):
    """What a panic in Rust arrives as: no Exception."""


def work(items: Sequence[Item], kept: str = "") -> bytes:
    """A record of each item; `kept` is a folder in which each item that was begun leaves its name."""
    records = []
    for item in items:
        if kept:
            with Path(kept, f"{os.getpid()}").open("a") as file:
                file.write(f"{item.path}\n")
        misbehave(item)
        records.append(record(item))
    return packed(records)


def misbehave(item: Item) -> None:
    """Do what the name says; of an archive only its members are bad."""
    if item.only != (ITSELF,):
        for word, act in ACTS.items():
            if word in item.path:
                act()


def hang() -> None:
    """Without end."""
    while True:
        time.sleep(0.01)


def ignore() -> None:
    """Hang, and not listen to a polite word either."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    hang()


def swell() -> None:
    """Take sixteen gigabytes."""
    hold = [bytearray(1 << 24) for _ in range(1 << 10)]
    hold.clear()


def throw(error: BaseException) -> None:
    """Raise it."""
    raise error


ACTS = {
    "hang": hang,
    "deaf": ignore,
    "abort": os.abort,
    "exit": partial(os._exit, 3),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "memory": swell,
    "leave": partial(throw, SystemExit()),
    "panic": partial(throw, Panic()),
    "raise": partial(throw, ValueError("不应有")),
    "interrupt": partial(throw, KeyboardInterrupt()),
}


def record(item: Item) -> FileRecord:
    """What is kept of an item that was read."""
    return FileRecord(item.path, item.disk, item.size, item.stamp, "", "", "form")


def refuse(item: Item, code: str, reason: str) -> FileRecord:
    """What is kept of one that was not."""
    return FileRecord(
        item.path, item.disk, item.size, item.stamp, "", "", "refused", code, reason
    )


def parts(item: Item) -> list[Item]:
    """Of an archive: itself and three members, the second of which has its name."""
    if not item.path.endswith(".zip"):
        return []
    names = ("a.xlsx", f"{item.path.removesuffix('.zip')}.xlsx", "c.xlsx")
    return [
        Item(item.path, item.disk, 0, item.stamp, (ITSELF,)),
        *(
            Item(f"{item.path[:1]}/{name}", item.disk, 0, item.stamp, (number,))
            for number, name in enumerate(names)
        ),
    ]


def parts_die(item: Item) -> list[Item]:
    """An archive that cannot even be looked into."""
    os.abort()
