"""The command line: arguments in, text and exit status out; every decision is elsewhere.

Exit status: 0 nothing wrong, 1 findings of severity error, 2 could not do the job.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from xltools.cli.arguments import build_parser
from xltools.errors import XltoolsError

COULD_NOT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a user never sees a traceback."""
    _prepare_streams()
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        args = build_parser(words[0] if words else None).parse_args(words)
        return int(args.run(args))
    except XltoolsError as error:
        print(f"xltools：{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("xltools：已中断，没有写入未完成的文件。", file=sys.stderr)
    except BrokenPipeError:  # `xltools check … | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except MemoryError:
        print("xltools：内存不足，请关闭其他程序后再试。", file=sys.stderr)
    except Exception as error:  # the last net: one line for the user, the rest on request
        if os.environ.get("XLTOOLS_DEBUG"):
            raise
        print(
            f"xltools：程序内部出错（{type(error).__name__}：{error}），文件没有改动。"
            "请把这一行和出错的文件发给维护者。",
            file=sys.stderr,
        )
    return COULD_NOT


def entry_point() -> None:
    """The console script."""
    sys.exit(main())


def _prepare_streams() -> None:
    """A GBK console that lacks a character shows ? and does not stop the work."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
