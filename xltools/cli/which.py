"""`xltools profile which`: whose form a workbook holds, and how surely."""

from __future__ import annotations

import argparse
from typing import Any

from xltools.cli.files import for_each_form
from xltools.decimals import percent
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened

_BY = {"identity": "按表样标识认出", "named": "由 --profile 指定", "labels": "按表头文字认出"}
_SHOWN = 12


def run_which(args: argparse.Namespace) -> int:
    """Print the profile of each form, how like it is, the runner-up and the labels that told."""
    documents: list[dict[str, Any]] = []

    def tell(opened: Opened) -> None:
        for form in opened.forms:
            if args.json:
                from xltools.cli.documents import recognition_document

                documents.append(recognition_document(str(opened.path), form))
            else:
                print(f"{opened.path}，{_where(form)}")
                for line in _lines(form):
                    print(f"  {line}")

    status = for_each_form(args, tell)
    if args.json:
        from xltools.cli.documents import print_documents

        print_documents(args, documents)
    return 2 if status == 2 else 0


def _where(form: Examined) -> str:
    rows = form.evaluation.area
    at = f"第 {rows[0]}—{rows[1]} 行" if rows else ""
    return f"工作表“{form.evaluation.sheet}”{at}"


def _lines(form: Examined) -> list[str]:
    seen = form.recognition
    lines = [f"表样：{seen.profile.title}（{seen.profile.id}），{_BY[seen.by]}"]
    if seen.likeness is None:
        return lines
    doubt = "" if seen.is_sure else "，没有十分把握，请核对"
    lines.append(f"相似度：{percent(seen.likeness, 1)}{doubt}")
    if seen.nearest != seen.profile.id:
        lines.append(f"最像：{seen.title}（{seen.nearest}）")
    if seen.runner_up is not None and seen.runner_up_likeness is not None:
        likeness = percent(seen.runner_up_likeness, 1)
        lines.append(f"其次：{seen.runner_up_title}（{seen.runner_up}），{likeness}")
    labels = [f"{each.label} {each.place.a1}" for each in seen.anchors[:_SHOWN]]
    more = len(seen.anchors) - _SHOWN
    rest = f" 等 {len(seen.anchors)} 处" if more > 0 else ""
    lines.append(f"依据：{'、'.join(labels)}{rest}")
    return lines
