"""The commands of every day and their options, with help in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools import __version__
from xltools.cli.desk_arguments import DESK_COMMANDS
from xltools.cli.more_arguments import MORE_COMMANDS
from xltools.cli.parsing import ChineseParser, Commands, files, force, later, no_action
from xltools.cli.return_arguments import RETURN_COMMANDS


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
    parser.set_defaults(run=no_action(parser))
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=ChineseParser)
    for name, add in COMMANDS.items():
        if wanted in (None, name) or wanted not in COMMANDS:
            add(commands)
    return parser


def _new(commands: Commands[ChineseParser]) -> None:
    new = commands.add_parser(
        "new",
        help="生成空白自评表，或按项目清单成批生成",
        description="生成一份空白自评表；或按项目清单，为每个项目生成一份填好项目、预算、指标的自评表。",
    )
    new.add_argument(
        "profile", metavar="表样", help="表样编号（见 xltools profile list）或 .toml 文件"
    )
    new.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="输出文件，默认为当前文件夹；有 --projects 时为文件夹，没有就新建",
    )
    lists = new.add_mutually_exclusive_group()
    lists.add_argument(
        "--projects", type=Path, metavar="清单", help="项目清单：每个项目一份，另有报送名册"
    )
    lists.add_argument(
        "--projects-template", action="store_true", help="生成一份空的项目清单，供填写"
    )
    new.add_argument("--deadline", metavar="日期", help="报送截止日期，写进名册，如 2025-03-31")
    new.add_argument("--rows", type=int, metavar="N", help="每个二级指标的空行数")
    force(new)
    new.set_defaults(run=later("new", "run_new"))


def _check(commands: Commands[ChineseParser]) -> None:
    check = commands.add_parser(
        "check",
        help="校验，列出问题",
        description="校验自评表，列出每个问题的单元格和处理办法。",
    )
    files(check)
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.add_argument("--annotate", action="store_true", help="另存一份写好《问题清单》的副本")
    check.set_defaults(run=later("check", "run_check"))


def _score(commands: Commands[ChineseParser]) -> None:
    score = commands.add_parser(
        "score",
        help="计算完成率、得分、总分、等级",
        description="计算并回填完成率、得分、总分、等级和《问题清单》；其余内容一字不动。",
    )
    files(score)
    where = score.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="输出文件（多个表时为文件夹）；默认在原文件旁另存副本",
    )
    where.add_argument("--in-place", action="store_true", help="写回原文件，并留一份备份")
    force(score)
    score.add_argument("--json", action="store_true", help="输出 JSON")
    score.set_defaults(run=later("score", "run_score"))


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
    force(report)
    report.add_argument("--pdf", action="store_true", help="同时生成 PDF（需要 LibreOffice）")
    report.add_argument(
        "--check-template",
        metavar="模板",
        help="不生成报告，只检查报告模板（模板名或文件夹），列出全部问题",
    )
    report.set_defaults(run=later("report", "run_report"))


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
    force(audit)
    audit.set_defaults(run=later("audit", "run_audit"))


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
    force(summary)
    summary.add_argument(
        "--budget",
        metavar="金额",
        help="单位的预算合计（万元），或预算项目清单文件（有项目名称、预算数两栏）",
    )
    summary.add_argument("--outturn", metavar="金额", help="单位的执行数合计（万元）")
    summary.add_argument("--json", action="store_true", help="输出 JSON")
    summary.set_defaults(run=later("summary", "run_summary"))


COMMANDS = {
    "new": _new,
    "check": _check,
    "score": _score,
    "report": _report,
    "audit": _audit,
    "summary": _summary,
    **DESK_COMMANDS,
    **RETURN_COMMANDS,
    **MORE_COMMANDS,
}
