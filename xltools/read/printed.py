"""The forms of a workbook by their printed labels: which there are, and whose they are like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Place
from xltools.profile import Profile, all_profiles
from xltools.read.areas import find_areas
from xltools.read.grid import Grid
from xltools.read.headings import LEVELS
from xltools.read.labels import Lexicon, lexicon
from xltools.read.likeness import recognise_area
from xltools.read.recognition import UNKNOWN, FoundForm, Recognition
from xltools.read.spots import Area
from xltools.snapshot import Sheet


def printed_forms(
    sheets: Iterable[Sheet], profile: Profile | None, beside: Path | None
) -> Iterator[FoundForm]:
    """The forms of some sheets by their labels."""
    words: Lexicon | None = None
    profiles: list[Profile] = []
    for sheet in sheets:
        if words is None:
            profiles = [profile] if profile else all_profiles(beside)
            words = lexicon(*profiles)
        for area in filter(_is_evaluation, find_areas(sheet, words)):
            if profile is not None:
                yield FoundForm(sheet.name, area, Recognition(profile, "named"))
                continue
            seen = recognise_area(area, words, profiles)
            yield FoundForm(sheet.name, area, seen, tuple(_uncertain(seen)))


def _is_evaluation(area: Area) -> bool:
    """True if results or scores are asked for: 绩效目标申报表 has targets alone."""
    columns = {key for table in area.tables for key in table.heading.columns}
    return not columns.isdisjoint(("actual", "score"))


def unread_tables(sheets: list[Sheet], found: list[FoundForm]) -> Iterator[Finding]:
    """A finding for each sheet that prints headings of indicators and could not be read."""
    read = {each.sheet for each in found}
    for sheet in sheets:
        if sheet.name in read:
            continue
        words = lexicon()
        grid = Grid(sheet)
        for row in range(1, grid.height + 1):
            labels = {
                words.columns.exact(label): (column, label)
                for column, label in grid.row_labels(row)
            }
            if len(labels.keys() - {None}) >= 3 and not labels.keys().isdisjoint(LEVELS):
                column = min(spot for key, (spot, _) in labels.items() if key)
                place = Place(sheet.name, row, column)
                why = "这一行像表头，但缺少指标名称、完成值、得分等栏（目标申报表不是自评表）。"
                yield Code.PART_NOT_READ.at(place, "工作表", name=sheet.name, why=why)
                break


def _uncertain(seen: Recognition) -> Iterator[Finding]:
    if seen.profile.id == UNKNOWN:
        yield Code.FORM_UNKNOWN.at(None, "表样", title=seen.title, score=seen.percent)
    elif not seen.is_sure:
        yield Code.FORM_UNCERTAIN.at(
            None, "表样", title=seen.title, score=seen.percent,
            runner_up=seen.runner_up_title or "没有相近的",
        )  # fmt: skip
