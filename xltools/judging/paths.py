"""Which projects a file names in its own name, or a folder on the way to it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from xltools.judging.load import stem_of
from xltools.judging.scratch import BATCH, wanted

_SHORTEST = 4
_YEAR_LIKE = 5
"""Digits alone from which on a number in a file's name is a code and no year or count."""


class Codes:
    """The roster's codes, looked up in paths; what is kept is only how long they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        length = func.length(wanted.c.code)
        query = select(length).where(length >= _SHORTEST).distinct().order_by(length.desc())
        self._lengths = list(connection.scalars(query))

    def named(self, paths: Mapping[int, str]) -> dict[int, set[int]]:
        """The projects whose code stands in a path, by the path's number."""
        holders: dict[str, set[int]] = defaultdict(set)
        for number, path in paths.items():
            for part in path.split("/"):
                for text in self._candidates(part):
                    holders[text].add(number)
        return self._projects(holders, "code")

    def sent_as(self, paths: Mapping[int, str]) -> dict[int, set[int]]:
        """The projects whose form was sent out under a path's name, if only one was."""
        holders: dict[str, set[int]] = defaultdict(set)
        for number, path in paths.items():
            holders[stem_of(path)].add(number)
        holders.pop("", None)
        found = self._projects(holders, "stem")
        return {number: projects for number, projects in found.items() if len(projects) == 1}

    def _candidates(self, part: str) -> Iterable[str]:
        text = "".join(unicodedata.normalize("NFKC", part).casefold().split())
        for start in range(len(text)):
            if start and _joins(text[start - 1], text[start]):
                continue
            for length in self._lengths:
                end = start + length
                if end > len(text) or (end < len(text) and _joins(text[end - 1], text[end])):
                    continue
                found = text[start:end]
                if not found.isdecimal() or length >= _YEAR_LIKE:
                    yield found

    def _projects(self, holders: Mapping[str, set[int]], column: str) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        texts = sorted(holders)
        asked = wanted.c[column]
        for start in range(0, len(texts), BATCH):
            some = texts[start : start + BATCH]
            query = select(asked, wanted.c.project_id).where(asked.in_(some))
            for text, project in self._connection.execute(query):
                for number in holders[text]:
                    found[number].add(project)
        return found


def _joins(left: str, right: str) -> bool:
    """True between two letters or digits of one word: no code begins or ends there."""
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
