"""`xltools report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools.cli.tables import tally
from xltools.hosts.file import check_target, free_name, is_folder, open_form
from xltools.package import save_new
from xltools.profile import load_profile


def run_report(args: argparse.Namespace) -> int:
    """Write the Word report, and the PDF if asked for."""
    from xltools.report import convert_to_pdf, write_report

    profile = load_profile(args.profile, args.file.parent) if args.profile else None
    opened = open_form(args.file, profile)
    one = opened.examined
    target: Path | None = args.output
    if target is None or is_folder(target):
        target = free_name(opened.path, "自评报告", ".docx", target)
    check_target(target, ".docx", force=args.force)
    pdf = target.with_suffix(".pdf")
    if args.pdf:
        check_target(pdf, ".pdf", force=args.force)
    save_new(target, write_report(one.evaluation, one.scores, one.profile))
    print(f"已生成：{target}（在 Word 中右键目录选“更新域”，即显示页码）")
    print(f"自评表：{tally(one.findings)}。报告中缺的内容标为“（待补充）”。")
    if args.pdf:
        convert_to_pdf(target, pdf)
        print(f"已生成：{pdf}")
    return int(one.has_errors)
