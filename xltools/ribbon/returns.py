"""What a bureau's buttons do with the heap that came back from many units: as `xltools collect`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from xltools.bureau.collect import Collected
from xltools.bureau.collect import collect as take_in
from xltools.bureau.history import standings
from xltools.bureau.index import SentBackUnit
from xltools.bureau.lost import refused_files
from xltools.bureau.places import LEDGER, find_places, find_rosters
from xltools.bureau.request import Request
from xltools.bureau.send_back import Order, send_back
from xltools.bureau.user import user_name
from xltools.errors import Stopped
from xltools.hosts.folders import RETURNED
from xltools.ledger.book import open_ledger
from xltools.ledger.states import MISSING
from xltools.ribbon.desk import Answer, Desk, Progress, some


def collect(desk: Desk, folder: Path, target: Path) -> Answer:
    """Take in what came and write the summary; what a clerk wrote into the old one is read back."""
    rosters = find_rosters([folder])
    places = find_places([folder], target, str(folder / LEDGER), force=True)
    try:
        made = take_in(Request(places, user_name(), tuple(rosters)), _Shown(desk.progress))
    except Stopped:
        return Answer("已停止。读完的都已记入台账，再点一次会接着做。", "warning")
    counts = made.counts
    told = (
        f"共 {counts.files} 个文件：收下 {counts.accepted}，收下但有问题 {counts.findings}，"
        f"没有收 {counts.refused}，重复 {counts.duplicate}，不理会 {counts.ignored}"
    )
    if rosters:
        told += f"；{counts.projects} 个项目，未报送 {counts.missing}"
    bad = counts.findings or counts.refused or counts.missing or made.read_back.conflicts
    return Answer(
        f"{told}；已生成 {target.name}",
        "warning" if bad else "done",
        (f"已生成：{target}", *some([*_read_back(made), *_missing(made), *_refused(made)])),
        files=(target,),
    )


def remarks(desk: Desk, folder: Path) -> Answer:
    """Write what goes back to each unit, by the folder's ledger."""
    order = Order(day=date.today(), who=user_name())
    with open_ledger(folder / LEDGER, create=False) as ledger:
        made = send_back(ledger, folder, order, progress=_Shown(desk.progress))
    written = [each for each in made.units if each.target]
    failed = [each for each in made.units if each.failed]
    parts = [f"{len(made.units)} 个单位有要退回的" if made.units else ""]
    parts += [f"{made.sound} 个单位没有" if made.sound else ""]
    parts += [f"{len(failed)} 个没有写成" if failed else ""]
    told = "，".join(filter(None, parts)) or "台账里没有单位"
    if written:
        told += f"；已写 {len(written)} 个单位的退回意见，在“{RETURNED}”文件夹里"
    lines = [line for each in made.units for line in _unit(each)]
    lines += [f"不知是哪个单位的：{each.path}：{each.reason}" for each in made.strays]
    files = tuple(each.target for each in made.units if each.target)
    return Answer(
        f"{'已停止：' if made.stopped else ''}{told}",
        "warning" if made.stopped or made.units else "done",
        some(lines),
        files=(folder / RETURNED, *((made.index,) if made.index else ()), *files)
        if files
        else (),
    )


class _Shown:
    """A run's progress on a host's bar; who does not want to wait is told by Stopped."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage, self._done, self._total = "", 0, 0

    def stage(self, name: str) -> None:
        self._stage = name
        self._show()

    def files(self, total: int) -> None:
        self._total = total
        self._show()

    def read(self, done: int) -> None:
        self._done = done
        self._show()

    def _show(self) -> None:
        if not self._progress(self._done, max(self._total, self._done), self._stage):
            raise Stopped("已停止。")


def _read_back(made: Collected) -> Iterator[str]:
    """What the clerk wrote into the summary before."""
    if made.read_back.changes:
        yield f"已读回汇总表里填写的状态、意见：{len(made.read_back.changes)} 个项目"
    for each in made.read_back.conflicts:
        yield f"没有读回 {each.change.place} {each.change.shown}：{each.why}"


def _missing(made: Collected) -> Iterator[str]:
    with open_ledger(made.places.ledger, create=False) as ledger, ledger.read() as connection:
        for each in standings(connection, states=(MISSING,)):
            yield f"未报送：{each.unit} {each.shown}"


def _refused(made: Collected) -> Iterator[str]:
    with open_ledger(made.places.ledger, create=False) as ledger, ledger.read() as connection:
        for path, reason in refused_files(connection):
            yield f"没有收：{path}：{reason}"


def _unit(each: SentBackUnit) -> Iterator[str]:
    counts = (
        (each.forms, "份需要修改"), (each.refused, "个文件没有接收"),
        (each.awaited, "个项目需要报送"),
    )  # fmt: skip
    said = "，".join(f"{count} {what}" for count, what in counts if count)
    name = f"，{each.target.name}" if each.target else ""
    yield f"{each.unit}：{'；'.join(filter(None, (said, each.found)))}{name}"
    for trouble in filter(None, (each.failed, *each.troubles)):
        yield f"　　{trouble}"
