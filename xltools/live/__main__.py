"""`python -m xltools.live ACTION …`: what a button of a spreadsheet program starts.

    python -m xltools.live score --pipe NAME [--uid UID | --url ADDRESS]     LibreOffice
    python -m xltools.live score --hwnd NUMBER [--book FULLNAME]             Excel

Without --book, XLTOOLS_BOOK in the environment names it.

Status 0: done, or the user was told why not. 1: neither. 3: the program was closed meanwhile.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from time import perf_counter

from xltools.errors import XltoolsError
from xltools.live.dialogs import QUIET, Dialogs, Quiet
from xltools.live.gone import HostGoneError, is_gone
from xltools.live.log import start_log
from xltools.ribbon import Answer

DONE, FAILED, GONE = 0, 1, 3

_log = logging.getLogger("xltools.ribbon")


def main(argv: Sequence[str] | None = None) -> int:
    """One click, from the arguments to the status."""
    began = perf_counter()
    arguments = _parser().parse_args(argv)
    start_log()
    status = FAILED
    try:
        status = _run(arguments)
    except HostGoneError:
        status = GONE
    except Exception as error:  # the last net: there is no console, only the log
        status = GONE if is_gone(error) else FAILED
        if status == FAILED:
            _log.exception("%s", arguments.action)
    _log.info("%s ended %d after %.3f s", arguments.action, status, perf_counter() - began)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m xltools.live", description="按一个功能区按钮"
    )
    parser.add_argument("action", help="按钮，如 score")
    parser.add_argument("--pipe", help="LibreOffice 打开的管道")
    parser.add_argument("--uid", default="", help="点击时的文档（LibreOffice 的 RuntimeUID）")
    parser.add_argument("--url", default="", help="点击时的文档地址")
    parser.add_argument("--hwnd", type=int, help="Excel 的窗口号")
    parser.add_argument("--book", default="", help="点击时的工作簿")
    parser.add_argument("--quiet", action="store_true", help="不显示对话框")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    quiet = arguments.quiet or os.environ.get(QUIET) == "1"
    if arguments.pipe:
        from xltools.live.uno.host import find

        place = find(arguments.pipe, uid=arguments.uid, url=arguments.url)
    elif arguments.hwnd is not None:
        from xltools.live import excel_host

        book = arguments.book or os.environ.get(excel_host.BOOK, "")
        place = excel_host.find(arguments.hwnd, book)
    else:
        _parser().error("--pipe or --hwnd")
    from xltools.live.press import Press

    dialogs: Dialogs = Quiet() if quiet else place.dialogs(arguments.action)
    try:
        Press(place.book, place.beyond, dialogs)(arguments.action)
    except HostGoneError:
        raise
    except XltoolsError as error:
        dialogs.tell(Answer(str(error), "failed"))
    finally:
        dialogs.close()
    return DONE


if __name__ == "__main__":
    ended = main()
    logging.shutdown()
    if sys.stdout is not None:  # under pythonw there is none
        sys.stdout.flush()
    os._exit(
        ended
    )  # at an ordinary end LibreOffice's bridge may crash, and the status be another
