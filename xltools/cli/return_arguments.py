"""The commands of what goes back to the units, with help in Chinese."""

from __future__ import annotations

from pathlib import Path

from xltools.cli.parsing import ChineseParser, Commands, later

_LEDGER = "台账 .db、它所在的文件夹，或数据库地址 postgresql://…"


def _sendback(commands: Commands[ChineseParser]) -> None:
    sendback = commands.add_parser(
        "sendback",
        help="退回：每个单位一个压缩包，内有退回意见书和带问题清单的副本",
        description="按台账给每个有问题的单位写一份退回意见书（问题、没有接收的文件、没有报送的项目），"
        "连同带《问题清单》和批注的副本装进一个压缩包，并把退回的项目记入台账。报来的原件不动。",
    )
    sendback.add_argument("ledger", metavar="台账", help=_LEDGER)
    sendback.add_argument(
        "-o", "--output", type=Path, metavar="文件夹",
        help="写在这个文件夹的“退回意见”里，默认为台账所在的文件夹",
    )  # fmt: skip
    sendback.add_argument(
        "--unit", action="append", metavar="单位", help="只退这个单位，可写几次"
    )
    sendback.add_argument("--hints", action="store_true", help="提示级的问题也写进去")
    sendback.add_argument("--no-state", action="store_true", help="不把“退回”记入台账")
    sendback.add_argument("--dry-run", action="store_true", help="只列出要退给谁，什么也不写")
    sendback.add_argument("--json", action="store_true", help="输出 JSON")
    sendback.set_defaults(run=later("sendback", "run_sendback"))


def _state(commands: Commands[ChineseParser]) -> None:
    state = commands.add_parser(
        "state",
        help="看、改项目的状态和意见，或从汇总表读回",
        description="列出台账里各项目的状态和意见；改一个项目的状态；看它的经过；"
        "或把审核人在汇总表“状态”“意见”两栏里写的读回台账。台账只增不改，改错了再改一次。",
    )
    state.add_argument("ledger", metavar="台账", help=_LEDGER)
    state.add_argument(
        "--project",
        metavar="项目",
        help="项目编号、名称或标识；不写 --state、--remark 时看它的经过",
    )
    state.add_argument(
        "--state", metavar="状态", help="改为：退回、通过、排除；写 已收 则收回以前的决定"
    )
    state.add_argument("--why", metavar="原因", help="为什么改")
    state.add_argument("--remark", metavar="意见", help="审核意见，会写进退回意见书")
    state.add_argument(
        "--from", dest="summary", type=Path, metavar="汇总表",
        help="读回汇总表里填写的状态和意见；有一处不对就一处也不读回",
    )  # fmt: skip
    state.add_argument("--unit", action="append", metavar="单位", help="只列这个单位，可写几次")
    state.add_argument("--only", action="append", metavar="状态", help="只列这种状态，可写几次")
    state.add_argument("--json", action="store_true", help="输出 JSON")
    state.set_defaults(run=later("state", "run_state"))


RETURN_COMMANDS = {
    "sendback": _sendback,
    "state": _state,
}
