"""`xltools doctor`: what works on this computer."""

from __future__ import annotations

import argparse

from xltools import __version__
from xltools.ribbon.about import lines_of
from xltools.ribbon.selftest import Check, exit_status, self_test, verdict


def run_doctor(args: argparse.Namespace) -> int:
    """Print every check; status 0 all works, 1 something one can do without is missing, 2 else."""
    checks = self_test()
    if args.json:
        from xltools.cli.documents import print_json

        print_json(
            {
                "version": __version__,
                "status": exit_status(checks),
                "checks": [_document(each) for each in checks],
            }
        )
    else:
        print(f"xltools {__version__}：{verdict(checks)}\n")
        for each in checks:
            print("\n".join(lines_of(each)))
    return exit_status(checks)


def _document(check: Check) -> dict[str, str | None]:
    return {
        "key": check.key,
        "title": check.title,
        "status": check.status,
        "said": check.said,
        "advice": check.advice or None,
    }
