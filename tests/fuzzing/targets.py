"""All targets by their names."""

from __future__ import annotations

from fuzzing import books, lists, prose, templates, values

_ROOMS = (books, lists, values, templates, prose)

TARGETS = {target.name: target for room in _ROOMS for target in room.TARGETS}
