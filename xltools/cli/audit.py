"""`xltools audit`: what is wrong in reports that people wrote."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from xltools.audit.remark import Remark
from xltools.cli.outputs import Output, output_of
from xltools.cli.remarks import remark_lines, remark_tally
from xltools.errors import FileError, SaveError, XltoolsError
from xltools.hosts.audit import Judged, check_given, judge, report_beside, save_annotated
from xltools.hosts.file import is_folder
from xltools.hosts.pairing import Pair, pair, without_report
from xltools.hosts.returned import FormFile, Returned, gather


def run_audit(args: argparse.Namespace) -> int:
    """Pair reports and forms, audit each report, print; one bad file never stops the others."""
    found = gather(args.files, args.profile)
    _beside(found)
    output = output_of(args.output, several=len(found.reports) > 1 or found.has_folder)
    if len(found.reports) > 1 and output.is_file:
        raise SaveError(f"有 {len(found.reports)} 份报告，-o 后面请写一个文件夹：{args.output}")
    if args.template is not None:
        check_given(args.template, found.forms)
    for _, why in found.refused:
        _complain(why)
    if not found.reports:
        _tell_left_aside(args, found)
        if found.refused:
            return 2
        raise FileError(_nothing(args.files))
    run = _Run(args, output, status=2 if found.refused else 0)
    pairs = pair(found)
    for each in pairs:
        run.audit(each)
    _tell(run, found, pairs)
    return run.status


class _Run(Struct):
    """One command: how it goes about, and what became of the reports so far."""

    args: argparse.Namespace
    output: Output
    status: int = 0
    done: list[Judged] = []
    documents: list[dict[str, Any]] = []
    used: list[Path] = []
    told: set[str] = set()

    def audit(self, each: Pair) -> None:
        """Audit one report, annotate and print it."""
        judged = _judge(each, self.args)
        if judged is None:
            self.status = 2
            return
        if judged.trouble and judged.trouble not in self.told:
            self.told.add(judged.trouble)
            _complain(judged.trouble)
            self.status = 2
        copy = self._annotate(judged)
        if self.args.json:
            self.documents.append(document(judged, copy))
        else:
            print("\n" * bool(self.done) + "\n".join(_lines(judged, each, copy)))
        self.done.append(judged)
        self.status = max(self.status, int(judged.has_errors))

    def _annotate(self, judged: Judged) -> str:
        """The annotated copy's path; "" if nobody asked, and where there can be none."""
        if not self.args.annotate and self.args.output is None:
            return ""
        name = judged.file.path.name
        if not judged.is_word:
            why = f"“{name}”是纯文本，不能加批注；问题见屏幕所列。"
            if judged.file.path in self.args.files:  # of a folder it is nobody's wish
                self.status = 2
                _complain(why)
            else:
                print(why, file=sys.stderr)
            return ""
        try:
            copy = save_annotated(
                judged, self.output.ready(), force=self.args.force, used=self.used
            )
        except XltoolsError as error:
            self.status = 2
            _complain(str(error))
            return ""
        self.used.append(copy)
        return str(copy)


def _complain(why: str) -> None:
    print(f"xltools：{why}", file=sys.stderr)


def _nothing(named: Sequence[Path]) -> str:
    """Why nothing was audited, with the folders that were looked into."""
    folders = "、".join(f"“{path}”" for path in named if is_folder(path))
    where = f"{folders}里没有找到报告" if folders else "没有找到报告"
    return f"{where}，请写明 .docx、.txt 或 .md 文件，或放报告的文件夹。"


def _judge(each: Pair, args: argparse.Namespace) -> Judged | None:
    """One report; a fault of ours in it is told and does not stop the others."""
    try:
        return judge(each.report, each.forms, each.why, args.template)
    except XltoolsError as error:
        print(f"xltools：{error}", file=sys.stderr)
    except Exception as error:
        if os.environ.get("XLTOOLS_DEBUG"):
            raise
        print(
            f"xltools：审核“{each.report.path.name}”时程序内部出错（{type(error).__name__}：{error}）。"
            "请把这一行和该文件发给维护者。",
            file=sys.stderr,
        )
    return None


def _beside(found: Returned) -> None:
    """A form without any report: the one that lies beside it is meant."""
    if found.reports or found.has_folder:
        return
    for form in found.forms:
        path = report_beside(form.path)
        if path is not None and all(each.path != path for each in found.reports):
            found.reports += gather([path]).reports
    if not found.reports and found.forms:
        alone = found.forms[0].path
        raise FileError(
            f"“{alone.name}”旁边没有找到它的自评报告（{alone.stem}-自评报告.docx）：请写明报告文件。"
        )


def _lines(judged: Judged, paired: Pair, copy: str) -> Iterator[str]:
    """Everything about one report."""
    yield f"{judged.file.path}：{remark_tally(judged.remarks)}（{_against(judged.forms, paired.why)}）"
    yield from remark_lines(judged.remarks)
    if copy:
        yield f"\n已另存：{copy}（问题写成批注）"


def _against(forms: Sequence[FormFile], why: str) -> str:
    if not forms:
        return f"{why}，只看报告本身" if why else "没有自评表，只看报告本身"
    names = list(dict.fromkeys(form.path.name for form in forms))
    shown = "、".join(names[:3]) + (f"等 {len(names)} 份表" if len(names) > 3 else "")
    return f"对照 {shown}" + (f"，按{why}对应" if why else "")


def _tell(run: _Run, found: Returned, pairs: Sequence[Pair]) -> None:
    """What concerns all files: a line a report, forms without report, what was left aside."""
    if run.args.json:
        from xltools.cli.documents import print_json

        one = len(run.documents) == 1 and len(pairs) == 1 and not found.has_folder
        print_json(run.documents[0] if one else run.documents)
        return
    lines = []
    for form in without_report(found, pairs) if found.forms else ():
        project = form.text("project_name") or "未填项目名称"
        lines.append(f"没有找到报告的自评表：{form.path.name}（{project}）")
    if len(run.done) > 1:
        lines.append(f"共 {len(run.done)} 份报告：")
        lines += [f"  {each.file.path.name}：{remark_tally(each.remarks)}" for each in run.done]
    _tell_left_aside(run.args, found)
    if lines:
        print("\n" + "\n".join(lines))


def _tell_left_aside(args: argparse.Namespace, found: Returned) -> None:
    """Name the files of a folder that were not read, each with the reason."""
    if found.skipped and not args.json:
        print()
    for _, why in found.skipped if not args.json else ():
        print(f"跳过：{why}")


# --- JSON


def document(judged: Judged, copy: str = "") -> dict[str, Any]:
    """What `audit --json` says of one report."""
    return {
        "file": str(judged.file.path),
        "forms": [str(form.path) for form in judged.forms],
        "paired_by": judged.why or None,
        "annotated": copy or None,
        "findings": [finding(each) for each in judged.remarks],
    }


def finding(each: Remark) -> dict[str, Any]:
    """One remark; `start` and `end` are characters of the paragraph as it is written."""
    line = each.line
    spot = line.spot
    offsets = line.offsets[each.start : each.end]
    return {
        "code": each.code.number,
        "severity": each.code.severity.key,
        "chapter": line.chapter[-1] if line.chapter else None,
        "chapters": list(line.chapter),
        "paragraph": line.ordinal or None,
        "table": spot.table if spot else None,
        "row": spot.row if spot else None,
        "column": spot.column if spot else None,
        "where": each.where,
        "quote": each.sentence,
        "words": each.words,
        "claim": each.claim or None,
        "evidence": each.against or None,
        "arithmetic": each.arithmetic or None,
        "message": each.message,
        "advice": each.advice,
        "project": each.project or None,
        "line": line.source + 1,
        "start": offsets[0] if offsets else 0,
        "end": offsets[-1] + 1 if offsets else 0,
    }
