"""The commands of the bureau's desk and their options, with help in Chinese."""

from __future__ import annotations

from pathlib import Path

from xltools.cli.parsing import ChineseParser, Commands, force, later


def _collect(commands: Commands[ChineseParser]) -> None:
    collect = commands.add_parser(
        "collect",
        help="收表：读入报回来的全部文件，记台账，生成汇总表",
        description="读入文件夹、压缩包里报回来的自评表，逐个核对、重新计分，对照名册，记入台账，"
        "生成汇总表。随时可以停，再运行时只读新的和改过的。",
    )
    collect.add_argument(
        "folders", nargs="+", type=Path, metavar="文件夹", help="报回来的文件夹、压缩包或文件"
    )
    collect.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="汇总表，默认为第一个文件夹里的 汇总.xlsx",
    )
    collect.add_argument(
        "--roster",
        type=Path,
        action="append",
        metavar="名册",
        help="报送名册，可写几次；默认找文件夹里、旁边、发放文件夹里的 报送名册.xlsx",
    )
    collect.add_argument(
        "--sent", type=Path, metavar="文件夹", help="发出去的表在哪里，默认与名册在一起"
    )
    collect.add_argument(
        "--ledger",
        metavar="台账",
        help="台账文件，或数据库地址 postgresql://…；默认为汇总表旁的 台账.db",
    )
    collect.add_argument(
        "--rules", type=Path, metavar="文件", help="收表规则 .toml，没写的照默认"
    )
    collect.add_argument("--profile", metavar="表样", help="指定表样，不自动识别")
    collect.add_argument(
        "--last-year", metavar="台账", help="上年的台账，用来比较得分、预算和文字"
    )
    collect.add_argument(
        "--no-summary", action="store_true", help="只记台账，不写汇总表（几十万份时用）"
    )
    collect.add_argument("--csv", type=Path, metavar="文件夹", help="另存各表为 CSV")
    collect.add_argument("--parquet", type=Path, metavar="文件夹", help="另存各表为 Parquet")
    spread = collect.add_mutually_exclusive_group()
    spread.add_argument(
        "--jobs", type=int, metavar="N", help="同时用几个进程，默认为处理器个数"
    )
    spread.add_argument(
        "--dask", metavar="地址", help="在 Dask 集群上读，如 tcp://10.0.0.5:8786；local 为本机"
    )
    collect.add_argument("--again", action="store_true", help="读不完的文件（超时等）再读一次")
    collect.add_argument("--json", action="store_true", help="输出 JSON")
    force(collect)
    collect.set_defaults(run=later("collect", "run_collect"))


DESK_COMMANDS = {
    "collect": _collect,
}
