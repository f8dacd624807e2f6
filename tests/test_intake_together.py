"""Workbooks examined together come to the same as one by one, and fail one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from intake_files import FORM, LIMITS, item_of
from msgspec.structs import replace
from zip_files import zipped

from xltools.codes import Code
from xltools.errors import FormError, XltoolsError
from xltools.findings import Finding
from xltools.hosts import examine
from xltools.hosts.examine import examine_all, examine_each, read_each
from xltools.hosts.file import UNREAD
from xltools.intake import take, together
from xltools.intake.take import take_all_in, take_in
from xltools.intake.together import Came
from xltools.intake.walk import Item
from xltools.package import load
from xltools.package.limits import MEGABYTE
from xltools.profile import PROFILES, load_profile, steady_profiles
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord

RETURNED = Path(__file__).parents[1] / "samples" / "returned" / "来件"
CAME = sorted(
    (path for path in RETURNED.rglob("*") if path.is_file()), key=lambda path: path.name
)


@pytest.fixture
def items() -> list[Item]:
    """Files of all kinds, one with other files of its own in it."""
    return [item_of(path, str(path.relative_to(RETURNED))) for path in CAME]


def one_by_one(items: Sequence[Item]) -> list[FileRecord]:
    """The records, each file taken in alone."""
    return [record for item in items for record in take_in(item, LIMITS, None)]


def test_together_files_come_to_the_same(items: list[Item]) -> None:
    """Forms, archives, what is refused and what is passed over, in their order."""
    alone = one_by_one(items)
    assert {record.kind for record in alone} >= {"form", "archive", "refused"}
    assert take_all_in(items, LIMITS, None) == alone
    assert take_all_in(items[::-1], LIMITS, None)[-1] == alone[0]


def test_ten_are_examined_together_and_large_ones_alone(
    items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many a batch has, so many are in memory."""
    sizes: list[int] = []

    def noted(snapshots: Sequence[Any], profile: Any) -> Any:
        sizes.append(len(snapshots))
        return examine_each(snapshots, profile)

    monkeypatch.setattr(together, "examine_each", noted)
    alone = take_all_in(items, LIMITS, None)
    assert set(sizes[:-1]) == {together.TOGETHER}
    sizes.clear()
    monkeypatch.setattr(together, "_TOGETHER_BYTES", 1000)
    assert take_all_in(items, LIMITS, None) == alone
    assert set(sizes[:-1]) == {1}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("不应有"), FileCode.INTERNAL),
        (MemoryError(), FileCode.TOO_MUCH_MEMORY),
        (type("PanicException", (BaseException,), {})("at src/lib.rs"), FileCode.CRASHED),
    ],
)
def test_what_fails_in_company_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: FileCode
) -> None:
    """The others are read as if it had not been there."""
    monkeypatch.delenv("XLTOOLS_DEBUG", raising=False)
    read = examine.read_form

    def failing(snapshot: Any, found: Any) -> Any:
        if snapshot.properties.get("bad"):
            raise error
        return read(snapshot, found)

    load_bytes = take.load_bytes

    def loading(data: bytes, path: Path, **how: Any) -> Any:
        workbook = load_bytes(data, path, **how)
        if path.name != "3.xlsx":
            return workbook
        properties = workbook.snapshot.properties | {"bad": "yes"}
        return replace(workbook, snapshot=replace(workbook.snapshot, properties=properties))

    monkeypatch.setattr(take, "load_bytes", loading)
    monkeypatch.setattr(examine, "read_form", failing)
    paths = [tmp_path / f"{number}.xlsx" for number in range(5)]
    for path in paths:
        path.write_bytes(FORM.read_bytes())
    records = take_all_in([item_of(path) for path in paths], LIMITS, None)
    assert [record.code for record in records] == ["", "", "", code.number, ""]
    assert [len(record.forms) for record in records] == [1, 1, 1, 0, 1]


def test_who_interrupts_means_the_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C is no fault of a file, and nothing is done again alone."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(examine, "read_form", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take_all_in([item_of(FORM), item_of(FORM)], LIMITS, None)


def test_a_judge_that_fails_costs_only_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again, each form is judged by itself."""
    monkeypatch.delenv("XLTOOLS_DEBUG", raising=False)
    judged: list[str] = []

    def judge(came: Sequence[Came]) -> list[list[Finding]]:
        names = "".join(str(opened.path) for opened, _ in came)
        judged.append(names)
        if "乙" in names:
            raise ValueError
        return [[Code.FORM_EMPTY.at(None, "指标")] for _ in came]

    records = take_all_in([item_of(FORM, name) for name in "甲乙丙"], LIMITS, judge)
    assert judged == ["甲乙丙", "甲", "乙", "丙"]
    assert [record.kind for record in records] == ["form", "refused", "form"]
    assert [len(form.findings) for record in records for form in record.forms] == [1, 1]


def test_a_profile_that_is_none_is_told_of_each_form() -> None:
    """As it is of one."""
    records = take_all_in([item_of(FORM), item_of(FORM)], LIMITS, None, "没有这个表样")
    assert records == 2 * take_in(item_of(FORM), LIMITS, None, "没有这个表样")
    assert "没有这个表样" in records[0].reason


def test_an_archive_that_is_too_much_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Though some of its members had already been examined."""
    path = tmp_path / "包.zip"
    form = FORM.read_bytes()
    path.write_bytes(zipped({f"{number}.xlsx": form for number in range(60)}))
    limits = replace(LIMITS, archive_megabytes=1)
    assert 50 * len(form) > MEGABYTE > 2 * together.TOGETHER * len(form)
    (refused, other) = take_all_in([item_of(path), item_of(FORM)], limits, None)
    assert (refused.kind, other.kind) == ("refused", "form")


def test_each_of_many_snapshots_is_answered_as_alone() -> None:
    """Two forms in one workbook and none in another among them; checked or only read."""
    paths = [path for path in CAME if path.suffix == ".xlsx" and "~$" not in path.name][::3]
    snapshots = [load(path, unread=UNREAD).snapshot for path in paths if _is_whole(path)]
    snapshots.insert(3, replace(snapshots[0], sheets=()))
    for snapshot, answer in zip(snapshots, examine_each(snapshots), strict=True):
        if isinstance(answer, FormError):
            with pytest.raises(FormError, match=str(answer)[:10]):
                examine_all(snapshot)
        else:
            assert repr(examine_all(snapshot)) == repr(answer)
    for snapshot, read in zip(snapshots, read_each(snapshots), strict=True):
        assert repr(read_each([snapshot])) == repr([read])
    assert isinstance(examine_each(snapshots)[3], FormError)
    assert isinstance(read_each(snapshots)[3], FormError)


def _is_whole(path: Path) -> bool:
    try:
        load(path, unread=UNREAD)
    except XltoolsError:
        return False
    return True


def test_a_batch_is_judged_by_one_profile(tmp_path: Path) -> None:
    """Changed in its midst, the profile is another only for the next."""
    path = tmp_path / "我县.toml"
    text = (PROFILES / "national-2020.toml").read_text("utf-8")
    path.write_text(text, "utf-8")
    with steady_profiles():
        before = load_profile(path)
        path.write_text(text.replace('region = "全国"', 'region = "我县"'), "utf-8")
        assert load_profile(path) is before
    assert (before.region, load_profile(path).region) == ("全国", "我县")
