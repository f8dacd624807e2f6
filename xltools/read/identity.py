"""Which regions' forms a workbook holds: by its identity, else by its printed labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xltools import anchors
from xltools.anchors import Identity
from xltools.codes import Code
from xltools.errors import FormError, ProfileError
from xltools.findings import Finding
from xltools.model import Place
from xltools.profile import Profile, all_profiles, load_profile
from xltools.read.areas import Area, find_areas
from xltools.read.grid import Grid
from xltools.read.headings import LEVELS
from xltools.read.labels import Lexicon, lexicon
from xltools.read.likeness import Recognition, recognise_area
from xltools.read.locate import named_sheet, our_sheets
from xltools.snapshot import Sheet, Snapshot


class FoundForm(Struct, frozen=True):
    """One form in a workbook: its sheet, its rows (None: by our names), whose form it is."""

    sheet: str
    area: Area | None
    recognition: Recognition
    findings: tuple[Finding, ...] = ()
    leads: bool = True
    """True for the workbook's first form: texts, group and spending beside it are its own."""


def identity_marks(snapshot: Snapshot) -> list[Identity]:
    """The identities found in the three places, as many as are left."""
    texts: list[object] = [
        snapshot.constants.get(anchors.IDENTITY_NAME),
        snapshot.properties.get(anchors.IDENTITY_PROPERTY),
    ]
    hidden = snapshot.sheet(anchors.IDENTITY_SHEET)
    if hidden is not None:
        texts.append(hidden.value(1, 1))
    found = (anchors.decode_identity(text) for text in texts)
    return [identity for identity in found if identity is not None]


def find_forms(
    snapshot: Snapshot, profile: Profile | None = None, beside: Path | None = None
) -> list[FoundForm]:
    """Return every form in the workbook, in the order of its sheets and rows.

    `profile` is the one that the user named; `beside` the folder of the workbook, where
    profiles may lie. The identity decides for the sheet it was made with, labels for others.

    Raises:
        FormError: no sheet holds a form.
    """
    doubts: list[Finding] = []
    named = profile is not None
    if profile is None:
        profile, doubts = _identified(snapshot, beside)
    own = _own_form(snapshot, profile, named=named, doubts=doubts) if profile else None
    found = [own] if own else []
    ours = our_sheets(snapshot) | ({own.sheet} if own else set())
    others = [s for s in snapshot.sheets if s.name not in ours and not s.hidden]
    given = profile if named else None
    found += _printed(others, given, beside)
    if not found:
        hidden = [s for s in snapshot.sheets if s.hidden and s.name not in ours]
        found = list(_printed(hidden, given, beside))
    if not found:
        raise _no_form(profile)
    order = {sheet.name: number for number, sheet in enumerate(snapshot.sheets)}
    found.sort(key=lambda each: (order[each.sheet], each.area.top if each.area else 0))
    lead = own or found[0]
    return [
        replace(each, findings=(*each.findings, *_unread(others, found)))
        if each is lead
        else replace(each, leads=False)
        for each in found
    ]


def recognise(snapshot: Snapshot, beside: Path | None = None) -> tuple[Profile, list[Finding]]:
    """Return the profile of the first form in the workbook, with what is doubtful about it.

    Raises:
        FormError: no sheet looks like a form.
    """
    first = find_forms(snapshot, None, beside)[0]
    return first.recognition.profile, list(first.findings)


def _identified(
    snapshot: Snapshot, beside: Path | None
) -> tuple[Profile | None, list[Finding]]:
    """The profile of the workbook's identity, with what is doubtful about it."""
    marks = identity_marks(snapshot)
    if not marks:
        return None, []
    (identity, count), *_ = Counter(marks).most_common()
    try:
        profile = load_profile(identity.profile, beside)
    except ProfileError:
        raise FormError(
            f"表样是“{identity.profile}”，本机没有这个表样，请先安装或用 --profile 指定。"
        ) from None
    return profile, list(_doubts(identity, count, profile))


def _own_form(
    snapshot: Snapshot, profile: Profile, *, named: bool, doubts: list[Finding]
) -> FoundForm | None:
    """The form that our blank made: by its names, else by the labels of the known profile."""
    sheet = named_sheet(snapshot, profile)
    how = Recognition(profile, "named" if named else "identity")
    if sheet is not None:
        return FoundForm(sheet, None, how, tuple(doubts))
    if not named:
        for each in snapshot.sheets:
            for area in find_areas(each, lexicon(profile)):
                return FoundForm(each.name, area, how, tuple(doubts))
    return None


def _doubts(identity: Identity, count: int, profile: Profile) -> Iterator[Finding]:
    if count < 2:
        yield Code.IDENTITY_DOUBTFUL.at(None, "表样标识", left=count)
    if identity.version != profile.version:
        yield Code.VERSION_DIFFERS.at(
            None, "表样版本", found=identity.version, current=profile.version
        )


def _printed(
    sheets: Iterable[Sheet], profile: Profile | None, beside: Path | None
) -> Iterator[FoundForm]:
    """The forms of some sheets by their labels."""
    words: Lexicon | None = None
    profiles: list[Profile] = []
    for sheet in sheets:
        if words is None:
            profiles = [profile] if profile else all_profiles(beside)
            words = lexicon(*profiles)
        for area in find_areas(sheet, words):
            if profile is not None:
                yield FoundForm(sheet.name, area, Recognition(profile, "named"))
                continue
            seen = recognise_area(area, words, profiles)
            yield FoundForm(sheet.name, area, seen, tuple(_uncertain(seen, area)))


def _unread(sheets: list[Sheet], found: list[FoundForm]) -> Iterator[Finding]:
    """A finding for each sheet that prints headings of indicators and could not be read."""
    read = {each.sheet for each in found}
    words = lexicon()
    for sheet in sheets:
        if sheet.name in read:
            continue
        grid = Grid(sheet)
        for row in range(1, grid.height + 1):
            labels = {
                words.columns.exact(label): (column, label)
                for column, label in grid.row_labels(row)
            }
            if len(labels.keys() - {None}) >= 3 and not labels.keys().isdisjoint(LEVELS):
                column = min(spot for key, (spot, _) in labels.items() if key)
                place = Place(sheet.name, row, column)
                why = "这一行像表头，但缺少指标名称、目标值、完成值、得分等栏。"
                yield Code.PART_NOT_READ.at(place, "工作表", name=sheet.name, why=why)
                break


def _uncertain(seen: Recognition, area: Area) -> Iterator[Finding]:
    if not seen.is_sure:
        yield Code.FORM_UNCERTAIN.at(
            None, "表样", title=seen.title, score=seen.percent,
            runner_up=seen.runner_up_title or "没有相近的",
        )  # fmt: skip


def _no_form(profile: Profile | None) -> FormError:
    if profile is not None:
        return FormError(
            f"工作簿里没有“{profile.title}”的指标表（需有"
            f"“{'、'.join(c.label for c in profile.form.indicators.columns[:4])}”等表头）。"
            "请确认选对了文件，或用 xltools new 生成空白表重新填写。"
        )
    return FormError(
        "没有找到项目支出绩效自评表：工作表里没有“三级指标、目标值、实际值、分值”等表头。"
        "请确认选对了文件，或用 xltools new 生成空白表重新填写。"
    )
