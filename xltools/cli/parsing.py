"""argparse that speaks Chinese, and the options several commands share."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (\S+): expected at least one argument", r"\1 后面至少要写一个值"),
    (
        r"argument \S+: invalid choice: (\S+) \(choose from (.*)\)",
        r"没有 \1 这个选择，可用：\2",
    ),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1 的值 \2 不对"),
    (r"one of the arguments (.*) is required", r"缺少参数：\1"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 与 \2 不能同时用"),
)


# argparse asks gettext for its English words, and gettext looks for catalogues on disk, two
# dozen times a start; what a user sees of them is put into Chinese below.
argparse._ = lambda text: text  # type: ignore[attr-defined]

HELP_WIDTH = 100


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A fixed width: asking for the terminal's imports shutil and three compressors."""
    return argparse.HelpFormatter(prog, width=HELP_WIDTH)


class ChineseParser(argparse.ArgumentParser):
    """argparse that speaks Chinese to the user."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(add_help=False, formatter_class=_formatter, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        """One line, and exit status 2."""
        for pattern, chinese in _ERRORS:
            message = re.sub(pattern, chinese, message)
        print(f"xltools：{message}。用 {self.prog} --help 看用法。", file=sys.stderr)
        sys.exit(2)

    def format_help(self) -> str:
        """Argparse hard-codes the word usage."""
        return super().format_help().replace("usage: ", "用法：", 1)


def later(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Import a command only when it runs: `check` must not pay for Word."""

    def run(args: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"xltools.cli.{module}"), function)(args)
        return status

    return run


def no_action(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """A command that wants one of its own commands prints its help."""

    def run(_: argparse.Namespace) -> int:
        parser.print_help()
        return 2

    return run


Commands = argparse._SubParsersAction


def files(command: argparse.ArgumentParser) -> None:
    """The forms a command reads, and their profile."""
    command.add_argument("files", nargs="+", type=Path, metavar="文件", help="自评表 .xlsx")
    command.add_argument("--profile", metavar="表样", help="指定表样，不自动识别")


def force(command: argparse.ArgumentParser) -> None:
    """May an output replace a file that is there?"""
    command.add_argument("--force", action="store_true", help="输出文件已存在时覆盖")
