"""One spelling for what people write in several: names of projects and of units."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from xltools.collect import names
from xltools.collect.names import bare, folded

LONGEST = 500
"""Characters of a plain text: what is longer fits into no index of PostgreSQL."""
_KEY = 200
_TAG = 32


def plain_code(code: str) -> str:
    """A project's code in one spelling.

    >>> plain_code("ＹＬ－ 7")
    'yl-7'
    """
    return _short(names.plain_code(code), LONGEST)


def plain_name(name: str) -> str:
    """A project's name in one spelling.

    >>> plain_name("“县乡道路” 日常养护（项目）")
    '县乡道路日常养护'
    """
    return _short(bare(name), LONGEST)


def plain_unit(unit: str, synonyms: Mapping[str, str]) -> str:
    """A unit's name in one spelling; `synonyms` map short names to proper ones.

    >>> plain_unit("云岭县人社局", {"人社局": "人力资源和社会保障局"})
    '云岭县人力资源和社会保障局'
    """
    text = folded(unit)
    for written, proper in synonyms.items():
        if proper not in text:
            text = text.replace(written, proper)
    return _short(text, LONGEST)


def project_key(copy: str, year: int | None, code: str, unit: str, name: str) -> str:
    """What a project is known by: its copy's id, else year and code, else year, unit and name.

    All but the copy's id are in one spelling already.
    """
    if copy:
        key = f"copy:{copy}"
    elif code:
        key = f"code:{year or ''}|{code}"
    else:
        key = f"name:{year or ''}|{unit}|{name}"
    return _short(key, _KEY)


def _short(text: str, longest: int) -> str:
    """The text; of a longer one as much as fits, and what tells it from others that begin so."""
    if len(text) <= longest:
        return text
    tag = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:_TAG]
    return f"{text[: longest - _TAG - 1]}|{tag}"
