"""`xltools doctor`: what works on this computer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from xltools import __version__
from xltools.addin import State, status, this_computer
from xltools.ribbon.about import lines_of
from xltools.ribbon.selftest import ADDINS, Check, Status, exit_status, self_test, verdict


def run_doctor(args: argparse.Namespace) -> int:
    """Print every check; status 0 all works, 1 something one can do without is missing, 2 else."""
    checks = [*_checks()]
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


def _checks() -> Iterator[Check]:
    """The self-test; of the buttons not what was noted down, but how they stand."""
    for check in self_test():
        if check.key == ADDINS:
            yield from map(_of_program, status(this_computer()))
        else:
            yield check


def _of_program(state: State) -> Check:
    """Buttons that do not work are a function lost; none at all are a matter of taste."""
    if state.is_installed:
        said = f"已安装（{state.version}）"
    else:
        said = "没有安装按钮" if state.found else "没有找到这个程序"
    result: Status = "limited" if state.missing else "works" if state.works else "told"
    advice = "".join((*state.missing, *state.hints))
    return Check(f"addin-{state.host}", f"{state.program}的按钮", result, said, advice)


def _document(check: Check) -> dict[str, str | None]:
    return {
        "key": check.key,
        "title": check.title,
        "status": check.status,
        "said": check.said,
        "advice": check.advice or None,
    }
