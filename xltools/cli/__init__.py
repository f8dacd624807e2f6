"""The command line: arguments in, text and exit status out; every decision is elsewhere.

Exit status: 0 nothing wrong, 1 findings of severity error, 2 could not do the job.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence

from xltools.cli.arguments import build_parser
from xltools.cli.outside import end_politely, give_up_output, open_streams, told_of_saving
from xltools.cli.terminal import harmless_streams
from xltools.errors import FileError, XltoolsError, reason

COULD_NOT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a user never sees a traceback."""
    try:
        open_streams()
        with harmless_streams(), told_of_saving():
            return _run(argv)
    except KeyboardInterrupt:  # before it began, or after it was done
        return COULD_NOT


def _run(argv: Sequence[str] | None) -> int:
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        args = build_parser(words[0] if words else None).parse_args(words)
        status = int(args.run(args))
        sys.stdout.flush()  # a full disk shows here and not in the interpreter's last breath
        return status
    except FileError as error:  # one line, also where a file's name is two
        _say(f"xltools：{' '.join(str(error).splitlines())}")
    except XltoolsError as error:
        _say(f"xltools：{error}")
    except KeyboardInterrupt:
        _say("xltools：已中断，没有写入未完成的文件。")
    except BrokenPipeError:  # `xltools check … | head`: the reader has seen enough
        give_up_output()
    except OSError as error:  # the results could not be printed: files raise XltoolsError
        give_up_output()
        _say(f"xltools：结果没有输出完（{reason(error)}）；请检查磁盘空间和输出的去向。")
    except MemoryError:
        _say("xltools：内存不足，请关闭其他程序后再试。")
    except Exception as error:  # the last net: one line for the user, the rest on request
        if os.environ.get("XLTOOLS_DEBUG"):
            raise
        _say(
            f"xltools：程序内部出错（{type(error).__name__}：{error}）。"
            "请把这一行和出错的文件发给维护者。"
        )
    return COULD_NOT


def entry_point() -> None:
    """The console script."""
    end_politely()
    gc.disable()  # while modules are imported it finds nothing; `for_each_form` turns it on again
    status = main()
    gc.freeze()  # else the interpreter's last collection walks all modules: a fifth of a report
    sys.exit(status)


def _say(line: str) -> None:
    """One line for the user; if even that cannot be written, the exit status has to do."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr)
