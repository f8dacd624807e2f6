"""Which region's form a workbook holds: by its identity, else by its printed labels."""

from __future__ import annotations

from collections import Counter

from xltools import anchors
from xltools.anchors import Identity
from xltools.codes import Code
from xltools.errors import FormError, ProfileError
from xltools.findings import Finding
from xltools.profile import Profile, load_profile, profile_ids
from xltools.read.grid import Grid, normal_label
from xltools.snapshot import Snapshot


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


def recognise(snapshot: Snapshot) -> tuple[Profile, list[Finding]]:
    """Return the profile of the form in the workbook, with what is doubtful about it.

    The identity decides when two of its three places agree, or when only one is left;
    without any the printed labels decide.

    Raises:
        FormError: no sheet looks like a form that we know.
    """
    marks = identity_marks(snapshot)
    if marks:
        (identity, count), *_ = Counter(marks).most_common()
        try:
            profile = load_profile(identity.profile)
        except ProfileError:
            raise FormError(
                f"表样是“{identity.profile}”，本机没有这个表样，请先安装或用 --profile 指定。"
            ) from None
        return profile, list(_doubts(identity, count, profile))
    return _by_labels(snapshot), []


def _doubts(identity: Identity, count: int, profile: Profile) -> list[Finding]:
    doubts = []
    if count < 2:
        doubts.append(Code.IDENTITY_DOUBTFUL.at(None, "表样标识", left=count))
    if identity.version != profile.version:
        doubts.append(
            Code.VERSION_DIFFERS.at(
                None, "表样版本", found=identity.version, current=profile.version
            )
        )
    return doubts


def form_labels(profile: Profile) -> set[str]:
    """The labels that tell this form from others: headings of its tables and fields."""
    form = profile.form
    texts = [column.label for column in form.indicators.columns]
    texts += [measure.label for measure in form.funding.measures]
    texts += [source.label for source in form.funding.sources]
    texts += [field.label for field in form.fields]
    return {normal_label(text) for text in texts}


def _by_labels(snapshot: Snapshot) -> Profile:
    best: tuple[float, Profile] | None = None
    sheets = [
        {label for _, label in Grid(sheet).labels()}
        for sheet in snapshot.sheets
        if not sheet.hidden
    ]
    for name in profile_ids():
        profile = load_profile(name)
        wanted = form_labels(profile)
        share = max((len(wanted & found) / len(wanted) for found in sheets), default=0.0)
        if best is None or share > best[0]:
            best = share, profile
    if best is None or best[0] < 0.6:
        raise FormError(
            "没有找到项目支出绩效自评表：工作表里没有“三级指标、目标值、实际值、分值”等表头。"
            "请确认选对了文件，或用 xltools new 生成空白表重新填写。"
        )
    return best[1]
