"""Which regions' forms a workbook holds: by its identity, else by its printed labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from xltools import anchors
from xltools.anchors import Identity
from xltools.codes import Code
from xltools.errors import FormError, ProfileError
from xltools.findings import Finding
from xltools.profile import Profile, load_profile
from xltools.read.locate import named_sheet, our_sheets
from xltools.read.recognition import FoundForm, Recognition
from xltools.snapshot import Snapshot

MOST_FORMS = 1_000
"""Forms of one workbook; each is read, checked and scored while somebody waits."""


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
        FormError: no sheet holds a form, or there are more than a workbook may have.
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
    doubtful: list[Finding] = []
    if others or not found:  # a form of ours has the workbook for itself, as a rule
        from xltools.read.printed import printed_forms, unread_tables

        found += printed_forms(others, given, beside)
        if not found:
            hidden = [s for s in snapshot.sheets if s.hidden and s.name not in ours]
            found = list(printed_forms(hidden, given, beside))
        doubtful = list(unread_tables(others, found))
    if not found:
        raise _no_form(profile)
    if len(found) > MOST_FORMS:
        raise FormError(
            f"工作簿里有 {len(found)} 份自评表，超过 {MOST_FORMS} 份。请分成几个工作簿。"
        )
    order = {sheet.name: number for number, sheet in enumerate(snapshot.sheets)}
    found.sort(key=lambda each: (order[each.sheet], each.area.top if each.area else 0))
    lead = own or found[0]
    return [
        replace(each, findings=(*each.findings, *doubtful))
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
        from xltools.read.areas import find_areas
        from xltools.read.labels import lexicon

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
