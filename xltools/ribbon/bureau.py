"""收集文件夹, 打开汇总, 生成退回意见: what a bureau does with a folder of forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xltools.bureau.places import LEDGER
from xltools.collect import Issue
from xltools.errors import FileError, Stopped, XltoolsError
from xltools.findings import Severity
from xltools.hosts import summary
from xltools.hosts.file import Opened
from xltools.hosts.folders import RETURNED, find_files, without_copies
from xltools.hosts.letters import send_back
from xltools.hosts.summary import DEFAULT_NAME, is_summary
from xltools.package import save_new
from xltools.ribbon.desk import Answer, Desk, some
from xltools.ribbon.heap import are_of_several_units, has_archives, is_heap, summary_of
from xltools.state import recall, remember

_LAST = "summary"


def collect(desk: Desk) -> Answer:
    """Put the folder's forms together: a unit's own in its 评分表, those of many units in a 汇总.

    The one is what `xltools summary` does, the other what `xltools collect` does.
    """
    folder = _folder(desk)
    if is_heap(folder):
        return _collect_heap(desk, folder)
    target = _target(folder)
    try:
        found = find_files([folder], {target.resolve()})
    except FileError:
        if has_archives(folder):
            return _collect_heap(desk, folder)
        raise
    files, copies = without_copies(found.files)
    read = summary.read_forms(files, progress=desk.progress, enough=are_of_several_units)
    if are_of_several_units(read.projects) or (not read.projects and has_archives(folder)):
        return _collect_heap(desk, folder)
    made = summary.collect(read)
    save_new(target, made.content)
    remember(_LAST, str(target.resolve()))
    count = len({project.file for project in read.projects})
    refused = f"，{len(read.unread)} 个文件读不了" if read.unread else ""
    projects = "" if count == len(read.projects) else f"（{len(read.projects)} 个项目）"
    has_errors = any(each.severity is Severity.ERROR for each in made.issues)
    return Answer(
        f"已读 {count} 份自评表{projects}{refused}；{_counted(made.issues)}；已生成 {target.name}",
        "warning" if has_errors or read.unread else "done",
        _told(made, target, [*_left_out(copies), *_apart(found.returned)]),
        files=(target,),
    )


def _collect_heap(desk: Desk, folder: Path) -> Answer:
    from xltools.ribbon import returns  # a unit's own folder wants no database

    target = summary_of(folder)
    answer = returns.collect(desk, folder, target)
    if answer.files:
        remember(_LAST, str(target.resolve()))
    return answer


def open(desk: Desk) -> Answer:
    """Show the 汇总 or 评分表 that was made last, by whichever program."""
    last = recall(_LAST)
    if last is None:
        raise FileError("还没有生成过汇总表或评分表，请先点“收集文件夹”。")
    path = Path(last)
    if not path.is_file():
        raise FileError(f"上次生成的表已经不在原处：{path}。请重新点“收集文件夹”。")
    return Answer(f"打开 {path.name}（{path.parent}）", files=(path,), opens=True)


def remarks(desk: Desk) -> Answer:
    """Write what goes back: by the ledger for each unit, without one for each form with errors."""
    folder = _folder(desk)
    if (folder / LEDGER).is_file():
        from xltools.ribbon import returns

        return returns.remarks(desk, folder)
    files, copies = without_copies(find_files([folder], {_target(folder).resolve()}).files)
    run = _Run(folder, summary.shown_names(files))
    try:
        for path, opened in summary.opened_forms(files, progress=desk.progress):
            if isinstance(opened, XltoolsError):
                if not is_summary(path):
                    run.refused.append(str(opened))
            elif opened.has_errors:
                run.returned(path, opened)
            else:
                run.sound += 1
    except Stopped:
        run.stopped = True
    return run.answer(_left_out(copies))


class _Run:
    """What became of the forms so far."""

    def __init__(self, folder: Path, shown: dict[Path, str]) -> None:
        self.folder, self.shown = folder, shown
        self.day = date.today()
        self.letters: list[Path] = []
        self.lines: list[str] = []
        self.refused: list[str] = []
        self.sound = 0
        self.stopped = False

    def returned(self, path: Path, opened: Opened) -> None:
        """Write one; a place that cannot be written to is told and stops nothing."""
        try:
            sent = send_back(opened, self.folder, self.day)
        except XltoolsError as error:
            self.refused.append(f"{self.shown[path]}：{error}")
            return
        self.letters.append(sent.letter)
        errors = sum(each.is_error for each in opened.findings)
        self.lines.append(f"{self.shown[path]}：{errors} 处错误，{sent.letter.parent.name}")
        if sent.trouble:
            self.lines.append(f"　　没有带问题清单的副本：{sent.trouble}")

    def answer(self, skipped: Sequence[str]) -> Answer:
        parts = [f"{len(self.letters)} 份有错误" if self.letters else ""]
        parts += [f"{self.sound} 份没有错误" if self.sound else ""]
        parts += [f"{len(self.refused)} 份没有处理" if self.refused else ""]
        told = "，".join(filter(None, parts)) or "没有读到自评表"
        place = self.folder / RETURNED
        if self.letters:
            told += f"；已写 {len(self.letters)} 份退回意见，在“{RETURNED}”文件夹里"
        lines = [*self.refused, *self.lines, *skipped]
        return Answer(
            f"{'已停止：' if self.stopped else ''}{told}",
            "warning" if self.stopped or self.letters or self.refused else "done",
            some(lines),
            files=(place, *self.letters) if self.letters else (),
        )


def _folder(desk: Desk) -> Path:
    """The folder that was chosen; of a file the one it lies in.

    Raises:
        FileError: it is gone.
    """
    assert desk.chosen is not None  # `click` sees to it
    chosen = desk.chosen if desk.chosen.is_dir() else desk.chosen.parent
    if not chosen.is_dir():
        raise FileError(f"没有这个文件夹：{desk.chosen}")
    return chosen


def _target(folder: Path) -> Path:
    """评分表.xlsx, or with a number where that is somebody else's; a former one of ours gives way."""
    name = Path(DEFAULT_NAME)
    for number in range(1, 1000):
        tail = "" if number == 1 else f"({number})"
        target = folder / f"{name.stem}{tail}{name.suffix}"
        if not target.exists() or is_summary(target):
            return target
    raise FileError(f"“{folder}”里名叫“{name.stem}”的文件太多，请先清理。")


def _counted(issues: Sequence[Issue]) -> str:
    """3 项错误，5 项提醒 as the list of the 评分表 counts them."""
    kinds = [each.severity for each in issues]
    parts = [f"{n} 项{kind.value}" for kind in Severity if (n := kinds.count(kind))]
    return "，".join(parts) or "没有发现问题"


def _left_out(copies: Sequence[tuple[Path, str]]) -> list[str]:
    return [f"跳过副本：{path.name}（已有 {name}）" for path, name in copies]


def _apart(returned: Sequence[Path]) -> list[str]:
    return [f"没有读退回的副本：{path}" for path in returned]


def _told(made: summary.Collected, target: Path, skipped: Sequence[str]) -> tuple[str, ...]:
    """Files that were not read, what concerns several forms, then form by form."""
    lines = [*(f"读不了：{each.why}" for each in made.read.unread), *skipped]
    lines += [
        f"{each.file or '全部项目'}：{each.finding.message}{each.finding.advice}"
        for each in made.told
    ]
    for project in made.project_set.projects:
        names = (project.name, project.shown)
        own = [
            each for each in made.issues if each.file == project.file and each.project in names
        ]
        lines.append(f"{project.file}（{project.shown}）：{_counted(own)}")
    lines += [f"跳过以前生成的表：{name}" for name in made.read.skipped]
    return (f"已生成：{target}", *some(lines))
