"""Members that came before: the forms of one blank share theme, styles and guide to the byte.

The same packed bytes hold the same content, so what was inflated and checked once need not be
inflated again, and who reads it may know the bytes by their identity. Kept are members that
came three times, up to a limit in bytes; which file they came from plays no part. Twice comes what is a
project's own: in the form that was sent and in the one that came back.
"""

from __future__ import annotations

from xltools.package.limits import MEGABYTE

_LARGEST = MEGABYTE // 4
_TOTAL = 8 * MEGABYTE
_SEEN, _TIMES = 4096, 3

Mark = tuple[int, int, int]
"""CRC, size and packed size: what members must have in common to be worth a look."""


class _Store:
    def __init__(self) -> None:
        self.seen: dict[Mark, int] = {}
        self.kept: dict[Mark, tuple[bytes, bytes]] = {}
        self.ids: set[int] = set()
        self.sound: set[int] = set()
        self.bytes = 0


_store = _Store()


def recall(mark: Mark, packed: bytes) -> bytes | None:
    """The content of a member with these packed bytes, always the same object; None if unknown."""
    found = _store.kept.get(mark)
    return found[1] if found is not None and found[0] == packed else None


def came_before(content: bytes) -> bool:
    """True for the very object that `recall` returned."""
    return id(content) in _store.ids  # what is kept cannot give its id away


def is_sound(content: bytes) -> bool:
    """True for a content that `recall` returned and that was found to be harmless XML."""
    return id(content) in _store.sound


def found_sound(content: bytes) -> None:
    """Keep in mind that this content is harmless XML, if it is kept at all."""
    if id(content) in _store.ids:
        _store.sound.add(id(content))


def remember(mark: Mark, packed: bytes, content: bytes) -> None:
    """Keep a member that was inflated and checked, if it comes for the third time."""
    store, size = _store, len(packed) + len(content)
    if size > _LARGEST:
        return
    times = store.seen.get(mark, 0) + 1
    if times < _TIMES:
        if len(store.seen) >= _SEEN:
            store.seen.clear()
        store.seen[mark] = times
        return
    if store.bytes + size > _TOTAL:
        store.kept.clear()
        store.ids.clear()
        store.sound.clear()
        store.bytes = 0
    if mark not in store.kept:
        store.kept[mark] = packed, content
        store.ids.add(id(content))
        store.bytes += size
