"""`xltools addin install`, `uninstall`, `status`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from xltools.addin import HOSTS, Outcome, State, install, status, this_computer, uninstall
from xltools.cli.documents import print_json

DONE, NOTHING, COULD_NOT = 0, 1, 2


def run_install(args: argparse.Namespace) -> int:
    """Put the buttons in; status 2 if a program did not take them, or none was found."""
    return _report(
        install(this_computer(), _wanted(args)), args, empty="没有找到可安装的程序。"
    )


def run_uninstall(args: argparse.Namespace) -> int:
    """Take the buttons out; status 2 if they are still in a program."""
    return _report(uninstall(this_computer(), _wanted(args)), args)


def run_status(args: argparse.Namespace) -> int:
    """Tell how things stand; status 1 if something installed does not work, or nothing is."""
    states = status(this_computer(), _wanted(args))
    if args.json:
        print_json([_document(state) for state in states])
    else:
        print("\n".join(line for state in states for line in _lines(state)))
    sound = any(state.works for state in states) and not any(state.missing for state in states)
    return DONE if sound else NOTHING


def _wanted(args: argparse.Namespace) -> list[str]:
    return [key for key in HOSTS if getattr(args, key)]


def _report(outcomes: Sequence[Outcome], args: argparse.Namespace, *, empty: str = "") -> int:
    nothing = bool(empty) and not any(each.done for each in outcomes)
    if args.json:
        print_json(
            [
                {"program": each.host, "done": each.done, "message": each.message}
                for each in outcomes
            ]
        )
    else:
        print("\n".join(each.message for each in outcomes))
        if nothing and not any(each.failed for each in outcomes):
            print(empty)
    return COULD_NOT if nothing or any(each.failed for each in outcomes) else DONE


def _document(state: State) -> dict[str, object]:
    return {
        "program": state.host,
        "name": state.program,
        "found": state.found,
        "installed": state.is_installed,
        "version": state.version,
        "works": state.works,
        "missing": list(state.missing),
        "hints": list(state.hints),
    }


def _lines(state: State) -> list[str]:
    """A program in a line, what is missing and worth knowing below it."""
    if state.is_installed:
        said = f"已安装（{state.version}）" + ("" if state.found else "，但没有找到这个程序")
    else:
        said = "没有安装按钮" if state.found else "没有找到这个程序"
    mark = "✓" if state.works else "✗" if state.missing else "·"
    return [
        f"{mark} {state.program}：{said}",
        *(f"　　→ {each}" for each in (*state.missing, *state.hints)),
    ]
