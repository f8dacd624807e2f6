"""`xltools check`."""

from __future__ import annotations

import argparse
import sys

from xltools.cli.documents import check_document, one_or_list, print_json
from xltools.cli.tables import finding_lines, tally
from xltools.errors import XltoolsError
from xltools.hosts.file import annotated, open_form, save_beside
from xltools.profile import load_profile


def run_check(args: argparse.Namespace) -> int:
    """Print the findings of each file; one file that cannot be read does not stop the others."""
    profile = load_profile(args.profile) if args.profile else None
    documents, status = [], 0
    for path in args.files:
        try:
            opened = open_form(path, profile)
            copy = save_beside(opened, annotated(opened), "问题清单") if args.annotate else None
        except XltoolsError as error:
            print(f"xltools：{error}", file=sys.stderr)
            status = 2
            continue
        status = max(status, int(opened.examined.has_errors))
        if args.json:
            documents.append(check_document(str(path), opened.examined))
            continue
        findings = opened.examined.findings
        print(f"{path}（{opened.examined.profile.title}）：{tally(findings)}")
        for line in finding_lines(findings):
            print(line)
        if copy is not None:
            print(f"已另存：{copy}")
    if args.json and documents:
        print_json(one_or_list(documents))
    return status
