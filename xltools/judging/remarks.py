"""What is to be said of a form where it was matched: whose it is, and how one knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row

from xltools.collect.project import quoted
from xltools.judging.told import tell
from xltools.ledger.spelling import plain_name
from xltools.returns.codes.matching import MatchCode
from xltools.returns.records import FindingRecord

_CODE, _NAME = "项目编号", "项目名称"


def named(code: str, name: str, unit: str) -> str:
    """A project in words.

    >>> named("YL01", "危桥改造", "云岭县交通运输局")
    'YL01“危桥改造”（云岭县交通运输局）'
    """
    return f"{code}{quoted(name)}" + (f"（{unit}）" if unit else "")


def remarks(row: Row[Any], *, roster: bool) -> Iterator[FindingRecord]:
    """The remarks about one form; `roster` says that there is one to be held against."""
    if not row.plain_code and not row.bare and row.matched == "none":
        yield tell("match", MatchCode.NAMELESS, field=_NAME)
        return
    if not row.own_listed:
        if roster and row.text:
            yield _near_miss(row)
        elif roster:
            yield tell("match", MatchCode.UNEXPECTED, field=_NAME)
        return
    own = named(row.own_code, row.own_name, row.own_unit)
    if row.other_id is not None and row.other_id != row.project_id:
        other = named(row.other_code, row.other_name, row.other_unit)
        yield tell(
            "match", MatchCode.OTHER_PROJECTS_FORM, field=_NAME, other=other, project=own
        )
    if row.plain_code and row.own_plain_code and row.plain_code != row.own_plain_code:
        yield tell(
            "match", MatchCode.CODE_DIFFERS, field=_CODE, found=row.code, listed=row.own_code
        )
    if row.matched == "path":
        yield tell("match", MatchCode.BY_FILE_NAME, field=_NAME, project=own)
    elif row.bare and row.bare != plain_name(row.own_name):
        yield tell(
            "match", MatchCode.NAME_DIFFERS, field=_NAME, found=row.name, listed=row.own_name
        )


def _near_miss(row: Row[Any]) -> FindingRecord:
    """The unit is told what of its own is near; another unit's project is the bureau's to know."""
    told = tell(
        "match", MatchCode.NEAR_MISS, field=_NAME, near=row.text, outward={"near": row.own_text}
    )
    return told if row.own_text else replace(told, outward=MatchCode.UNEXPECTED.message)
