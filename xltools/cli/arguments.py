"""The commands and their options, with help in Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from xltools import __version__

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


def _later(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Import a command only when it runs: `check` must not pay for Word."""

    def run(args: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"xltools.cli.{module}"), function)(args)
        return status

    return run


def build_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The command line: with one wanted command, or with all of them for help and errors.

    argparse takes half a millisecond to set up a command, and one run uses one.
    """
    parser = ChineseParser(
        prog="xltools", description="项目支出绩效自评表：校验、计分、回填、生成自评报告。"
    )
    parser.add_argument(
        "--version", action="version", version=f"xltools {__version__}", help="显示版本"
    )
    parser.set_defaults(run=_no_action(parser))
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=ChineseParser)
    for name, add in COMMANDS.items():
        if wanted in (None, name) or wanted not in COMMANDS:
            add(commands)
    return parser


def _no_action(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        parser.print_help()
        return 2

    return run


Commands = argparse._SubParsersAction


def _new(commands: Commands[ChineseParser]) -> None:
    new = commands.add_parser("new", help="生成空白自评表", description="生成一份空白自评表。")
    new.add_argument(
        "profile", metavar="表样", help="表样编号（见 xltools profile list）或 .toml 文件"
    )
    new.add_argument(
        "-o", "--output", type=Path, metavar="文件", help="输出文件，默认为当前文件夹"
    )
    new.add_argument("--rows", type=int, metavar="N", help="每个二级指标的空行数")
    _force(new)
    new.set_defaults(run=_later("new", "run_new"))


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="文件", help="自评表 .xlsx")
    command.add_argument("--profile", metavar="表样", help="指定表样，不自动识别")


def _force(command: argparse.ArgumentParser) -> None:
    command.add_argument("--force", action="store_true", help="输出文件已存在时覆盖")


def _check(commands: Commands[ChineseParser]) -> None:
    check = commands.add_parser(
        "check",
        help="校验，列出问题",
        description="校验自评表，列出每个问题的单元格和处理办法。",
    )
    _files(check)
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.add_argument("--annotate", action="store_true", help="另存一份写好《问题清单》的副本")
    check.set_defaults(run=_later("check", "run_check"))


def _score(commands: Commands[ChineseParser]) -> None:
    score = commands.add_parser(
        "score",
        help="计算完成率、得分、总分、等级",
        description="计算并回填完成率、得分、总分、等级和《问题清单》；其余内容一字不动。",
    )
    _files(score)
    where = score.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="输出文件（多个表时为文件夹）；默认在原文件旁另存副本",
    )
    where.add_argument("--in-place", action="store_true", help="写回原文件，并留一份备份")
    _force(score)
    score.add_argument("--json", action="store_true", help="输出 JSON")
    score.set_defaults(run=_later("score", "run_score"))


def _report(commands: Commands[ChineseParser]) -> None:
    report = commands.add_parser(
        "report",
        help="生成 Word 自评报告",
        description="用表中的同一份数据生成 Word 自评报告：一个项目一份，或全单位各项目合成一份（看报告模板）。",
    )
    report.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="自评表，或放自评表的文件夹"
    )
    report.add_argument("--profile", metavar="表样", help="指定表样，不自动识别")
    report.add_argument(
        "-o",
        "--output",
        metavar="文件",
        help="输出 .docx（有几份报告时为文件夹，没有就新建），默认在原文件旁",
    )
    report.add_argument(
        "--template",
        type=Path,
        metavar="模板",
        help="用哪个报告模板：模板名，或放 report.toml 的文件夹",
    )
    _force(report)
    report.add_argument("--pdf", action="store_true", help="同时生成 PDF（需要 LibreOffice）")
    report.add_argument(
        "--check-template",
        metavar="模板",
        help="不生成报告，只检查报告模板（模板名或文件夹），列出全部问题",
    )
    report.set_defaults(run=_later("report", "run_report"))


def _audit(commands: Commands[ChineseParser]) -> None:
    audit = commands.add_parser(
        "audit",
        help="审核别人写的自评报告",
        description="审核自评报告：与自评表不符、前后矛盾、不可能成立的话，逐条指出在哪一句。"
        "报告、自评表、文件夹可以一起写，按内容区分，自动对应；只写自评表时，审核它旁边的报告。",
    )
    audit.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="文件",
        help="报告 .docx .txt .md，自评表，文件夹",
    )
    audit.add_argument("--profile", metavar="表样", help="指定自评表的表样，不自动识别")
    audit.add_argument(
        "--template", type=Path, metavar="模板", help="报告是用哪个模板生成的：模板名或文件夹"
    )
    audit.add_argument("--json", action="store_true", help="输出 JSON")
    audit.add_argument(
        "--annotate", action="store_true", help="另存一份把问题写成批注的副本（.docx）"
    )
    audit.add_argument(
        "-o",
        "--output",
        metavar="文件",
        help="批注副本的文件名（多份报告时为文件夹，没有就新建），默认在原文件旁",
    )
    _force(audit)
    audit.set_defaults(run=_later("audit", "run_audit"))


def _summary(commands: Commands[ChineseParser]) -> None:
    summary = commands.add_parser(
        "summary",
        help="汇总一个单位的自评表，生成评分表",
        description="汇总一个单位各项目的自评表：生成评分表和问题清单，核对各表之间的重复、照抄和合计。",
    )
    summary.add_argument(
        "files", nargs="+", type=Path, metavar="文件", help="自评表，或放自评表的文件夹"
    )
    summary.add_argument("--profile", metavar="表样", help="指定表样，不自动识别")
    summary.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="输出 .xlsx，默认为文件夹里的 评分表.xlsx",
    )
    _force(summary)
    summary.add_argument(
        "--budget",
        metavar="金额",
        help="单位的预算合计（万元），或预算项目清单文件（有项目名称、预算数两栏）",
    )
    summary.add_argument("--outturn", metavar="金额", help="单位的执行数合计（万元）")
    summary.add_argument("--json", action="store_true", help="输出 JSON")
    summary.set_defaults(run=_later("summary", "run_summary"))


def _explain(commands: Commands[ChineseParser]) -> None:
    explain = commands.add_parser(
        "explain",
        help="说明一个指标怎样读、怎样算",
        description="逐步说明一个指标的目标值、实际值怎样读，得分怎样算。",
    )
    explain.add_argument("target", nargs="?", metavar="目标值", help="如 ≥95%%、130、及时")
    explain.add_argument("actual", nargs="?", metavar="实际值", help="如 97%%、221个")
    explain.add_argument(
        "--points", metavar="N", help="分值，默认 100；预算执行率默认按评分办法"
    )
    which = explain.add_mutually_exclusive_group()
    which.add_argument(
        "--profile", metavar="表样", default="national-2020", help="按哪个表样的评分办法"
    )
    which.add_argument(
        "--policy", metavar="办法", help="按哪个评分办法，如 hubei-20-80，或 .toml 文件"
    )
    explain.add_argument(
        "--subcategory", metavar="二级指标", help="如 成本指标（只写数字的目标按上限理解）"
    )
    explain.add_argument(
        "--name", metavar="指标名称", default="", help="单位、方向可能写在名称里"
    )
    explain.add_argument(
        "--nature", metavar="符号", help="单独成栏的指标性质，如 ≥、定性；小于号要加引号"
    )
    explain.add_argument("--unit", metavar="单位", help="单独成栏的度量单位，如 万元、%%")
    explain.add_argument(
        "--rule", metavar="赋分规则", default="", help="表上写的指标赋分规则，如 直接赋分"
    )
    explain.add_argument("--typed-score", metavar="N", help="评价人填的得分")
    explain.add_argument("--year", type=int, metavar="年度", help="没写年份的日期按哪一年理解")
    explain.add_argument(
        "--budget", metavar="金额", help="全年预算数（万元）；不写目标值时，算预算执行率"
    )
    explain.add_argument("--outturn", metavar="金额", help="全年执行数（万元）")
    explain.add_argument("--received", metavar="金额", help="资金到位数（万元）")
    explain.add_argument("--original-budget", metavar="金额", help="年初预算数（万元）")
    explain.add_argument("--json", action="store_true", help="输出 JSON")
    explain.set_defaults(run=_later("explain", "run_explain"))


def _profile(commands: Commands[ChineseParser]) -> None:
    profile = commands.add_parser(
        "profile", help="查看、新写、检查表样", description="各地的表样和评分办法都是数据。"
    )
    profile.set_defaults(run=_no_action(profile))
    actions = profile.add_subparsers(title="命令", metavar="命令", parser_class=ChineseParser)
    listing = actions.add_parser("list", help="列出现有表样")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(run=_later("profile", "run_list"))
    show = actions.add_parser("show", help="打印一个表样的评分办法，供审定签字")
    which = show.add_mutually_exclusive_group(required=True)
    which.add_argument("profile", nargs="?", metavar="表样")
    which.add_argument("--policy", metavar="办法", help="只打印评分办法，如 hubei-20-80")
    show.add_argument("--json", action="store_true", help="输出 JSON")
    show.set_defaults(run=_later("profile", "run_show"))
    told = actions.add_parser("which", help="认一认工作簿里是哪种表样，有多大把握")
    told.add_argument("files", nargs="+", type=Path, metavar="自评表")
    told.add_argument("--json", action="store_true", help="输出 JSON")
    told.set_defaults(run=_later("which", "run_which"), profile=None)
    check = actions.add_parser("check", help="检查自己写的表样文件，指出哪一行、怎样改")
    check.add_argument("profile", metavar="文件")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.set_defaults(run=_later("profile", "run_check"))
    new = actions.add_parser(
        "new",
        help="写一个新地区的表样文件",
        description="写一个继承现有表样的 .toml 文件，可改的都以注释列出。",
    )
    new.add_argument("file", type=Path, metavar="文件", help="要写的 .toml 文件")
    new.add_argument(
        "--from",
        dest="base",
        required=True,
        metavar="表样",
        help="继承哪个表样（编号或 .toml）",
    )
    new.add_argument("--id", metavar="编号", help="表样编号，默认为文件名")
    new.add_argument("--title", metavar="名称", help="表样名称")
    new.add_argument("--region", metavar="地区", help="地区，如 安徽省某县")
    new.add_argument("--full", action="store_true", help="写出全部内容，不继承")
    _force(new)
    new.set_defaults(run=_later("profile", "run_new"))


COMMANDS = {
    "new": _new,
    "check": _check,
    "score": _score,
    "report": _report,
    "audit": _audit,
    "summary": _summary,
    "explain": _explain,
    "profile": _profile,
}
