"""The commands asked for now and then, and their options, with help in Chinese."""

from __future__ import annotations

from pathlib import Path

from xltools.cli.parsing import ChineseParser, Commands, force, later, no_action

ACTIONS = (
    "check", "score", "report", "audit", "add", "remove", "clear", "restore",
    "collect", "remarks",
)  # fmt: skip
"""The actions of ribbon/buttons.py that work on a file or a folder; nobody waits for that table."""


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
    explain.set_defaults(run=later("explain", "run_explain"))


def _profile(commands: Commands[ChineseParser]) -> None:
    profile = commands.add_parser(
        "profile", help="查看、新写、检查表样", description="各地的表样和评分办法都是数据。"
    )
    profile.set_defaults(run=no_action(profile))
    actions = profile.add_subparsers(title="命令", metavar="命令", parser_class=ChineseParser)
    listing = actions.add_parser("list", help="列出现有表样")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(run=later("profile", "run_list"))
    show = actions.add_parser("show", help="打印一个表样的评分办法，供审定签字")
    which = show.add_mutually_exclusive_group(required=True)
    which.add_argument("profile", nargs="?", metavar="表样")
    which.add_argument("--policy", metavar="办法", help="只打印评分办法，如 hubei-20-80")
    show.add_argument("--json", action="store_true", help="输出 JSON")
    show.set_defaults(run=later("profile", "run_show"))
    told = actions.add_parser("which", help="认一认工作簿里是哪种表样，有多大把握")
    told.add_argument("files", nargs="+", type=Path, metavar="自评表")
    told.add_argument("--json", action="store_true", help="输出 JSON")
    told.set_defaults(run=later("which", "run_which"), profile=None)
    check = actions.add_parser("check", help="检查自己写的表样文件，指出哪一行、怎样改")
    check.add_argument("profile", metavar="文件")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.set_defaults(run=later("profile", "run_check"))
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
    force(new)
    new.set_defaults(run=later("profile", "run_new"))


def _press(commands: Commands[ChineseParser]) -> None:
    press = commands.add_parser(
        "press",
        help="不开表格软件，对存好的文件做按钮做的事",
        description="对存好的自评表做功能区按钮做的事，写回原文件并留备份。"
        "动作：check 校验，score 计算得分，report 生成报告，audit 核对报告，add 增加指标，"
        "remove 删除指标，clear 清除结果，restore 恢复格式，collect 收集文件夹，"
        "remarks 生成退回意见。",
    )
    press.add_argument("action", metavar="动作", choices=ACTIONS, help="见上")
    press.add_argument(
        "file", type=Path, metavar="文件", help="自评表；收集、退回意见时为文件夹"
    )
    where = press.add_mutually_exclusive_group()
    where.add_argument("--row", type=int, metavar="N", help="选中第 N 行（增加、删除指标）")
    where.add_argument("--cell", metavar="单元格", help="选中一个单元格，如 E12、自评表!E12")
    press.add_argument("--yes", action="store_true", help="要确认的都回答“是”")
    press.add_argument("--report", type=Path, metavar="报告", help="要核对的报告")
    press.add_argument("--json", action="store_true", help="输出 JSON")
    press.set_defaults(run=later("press", "run_press"))


def _doctor(commands: Commands[ChineseParser]) -> None:
    doctor = commands.add_parser(
        "doctor",
        help="检查这台电脑上哪些功能可用",
        description="自检：样例计分、生成报告，以及程序库、LibreOffice、字体、日志文件夹。"
        "退出状态：0 全部可用，1 有可选功能受限，2 主要功能不能用。",
    )
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    doctor.set_defaults(run=later("doctor", "run_doctor"))


def _addin(commands: Commands[ChineseParser]) -> None:
    addin = commands.add_parser(
        "addin",
        help="把按钮装进 Excel、LibreOffice、WPS，或卸载",
        description="为当前用户安装“绩效自评”按钮，不需要管理员权限，不改动别的加载项。",
    )
    addin.set_defaults(run=no_action(addin))
    actions = addin.add_subparsers(title="命令", metavar="命令", parser_class=ChineseParser)
    for name, said in (
        ("install", "安装或更新；不指定程序时装进找到的全部程序"),
        ("uninstall", "卸载，只删除安装时放进去的文件"),
        ("status", "各程序是否找到、是否装好、还缺什么；有装好的而且不缺什么，退出状态为 0"),
    ):
        action = actions.add_parser(name, help=said, description=f"{said}。")
        for program in ("Excel", "LibreOffice", "WPS"):
            action.add_argument(
                f"--{program.lower()}", action="store_true", help=f"只管 {program}"
            )
        action.add_argument(
            "--desktop",
            action="store_true",
            help="右键菜单（打开方式、发送到），装不了加载项时用",
        )
        action.add_argument("--json", action="store_true", help="输出 JSON")
        action.set_defaults(run=later("addin", f"run_{name}"))


MORE_COMMANDS = {
    "explain": _explain,
    "profile": _profile,
    "addin": _addin,
    "doctor": _doctor,
    "press": _press,
}
