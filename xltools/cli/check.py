"""`xltools check`."""

from __future__ import annotations

import argparse
from typing import Any

from xltools.cli.files import for_each_form
from xltools.cli.tables import finding_lines, tally
from xltools.hosts.file import Opened, annotated, save_beside


def run_check(args: argparse.Namespace) -> int:
    """Print the findings of each file."""
    documents: list[dict[str, Any]] = []

    def check(opened: Opened) -> None:
        copy = save_beside(opened, annotated(opened), "问题清单") if args.annotate else None
        if args.json:
            from xltools.cli.documents import check_document

            documents.append(check_document(str(opened.path), opened.examined))
            return
        findings = opened.examined.findings
        print(f"{opened.path}（{opened.examined.profile.title}）：{tally(findings)}")
        for line in finding_lines(findings):
            print(line)
        if copy is not None:
            print(f"已另存：{copy}")

    status = for_each_form(args, check)
    if args.json:
        from xltools.cli.documents import print_documents

        print_documents(args, documents)
    return status
