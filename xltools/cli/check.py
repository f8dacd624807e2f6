"""`xltools check`."""

from __future__ import annotations

import argparse
from typing import Any

from xltools.cli.files import for_each_form
from xltools.cli.tables import finding_lines, tally
from xltools.hosts.file import Opened, annotated, save_beside, unlisted


def run_check(args: argparse.Namespace) -> int:
    """Print the findings of each file."""
    documents: list[dict[str, Any]] = []

    def check(opened: Opened) -> None:
        if args.json:
            from xltools.cli.documents import check_document

            documents.extend(check_document(str(opened.path), form) for form in opened.forms)
        else:
            for form in opened.forms:
                where = f"，{form.evaluation.sheet}" if len(opened.forms) > 1 else ""
                print(f"{opened.path}（{form.profile.title}{where}）：{tally(form.findings)}")
                for line in finding_lines(form.findings):
                    print(line)
        if args.annotate:
            data = annotated(opened)
            copy = save_beside(opened, data, "问题清单")
            if not args.json:
                print(f"已另存：{copy}{unlisted(opened, data)}")

    status = for_each_form(args, check)
    if args.json:
        from xltools.cli.documents import print_documents

        print_documents(args, documents)
    return status
