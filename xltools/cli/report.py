"""`xltools report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools.cli.tables import tally
from xltools.errors import SaveError
from xltools.hosts.file import open_form
from xltools.package import save_new
from xltools.profile import load_profile


def run_report(args: argparse.Namespace) -> int:
    """Write the Word report, and the PDF if asked for."""
    from xltools.report import convert_to_pdf, write_report

    profile = load_profile(args.profile) if args.profile else None
    opened = open_form(args.file, profile)
    one = opened.examined
    target: Path = args.output or opened.path.with_name(f"{opened.path.stem}-自评报告.docx")
    if target.suffix.lower() != ".docx":
        raise SaveError(f"报告的输出文件应以 .docx 结尾：{target}")
    save_new(target, write_report(one.evaluation, one.scores, one.profile))
    print(f"已生成：{target}")
    print(f"表中{tally(one.findings)}；报告中缺的内容标为“（待补充）”。")
    if args.pdf:
        pdf = target.with_suffix(".pdf")
        convert_to_pdf(target, pdf)
        print(f"已生成：{pdf}")
    return int(one.has_errors)
