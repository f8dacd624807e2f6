"""The buttons of the tab 绩效自评: one table, from which every host's ribbon and menu is made.

Excel's customUI, WPS' ribbon.xml, LibreOffice's Addons.xcu and the plain window all read it; a new
button is a row here and an action in `click`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

TAB = "绩效自评"

Needs: TypeAlias = Literal["form", "folder", "nothing"]
"""What a button works on: the open form, a folder that the user chooses, nothing."""


class Button(Struct, frozen=True):
    """One button: `action` is its id everywhere (ASCII), `icon` the stem of its picture.

    `tip` says in one sentence what a click does. A `large` button shows its picture big.
    """

    action: str
    caption: str
    tip: str
    icon: str
    needs: Needs = "form"
    large: bool = False


class Group(Struct, frozen=True):
    """Buttons that stand together under one heading."""

    key: str
    caption: str
    buttons: tuple[Button, ...]


GROUPS: tuple[Group, ...] = (
    Group("fill", "填报", (
        Button("check", "校验", "检查自评表，把问题写进《问题清单》并标在单元格上；数据不变。", "check", large=True),
        Button("score", "计算得分", "计算完成率、得分、总分和等级并填回表中，同时更新《问题清单》。", "score", large=True),
        Button("report", "生成报告", "用表中的数据生成 Word 自评报告，保存在工作簿旁边。", "report", large=True),
        Button("audit", "核对报告", "把改过的自评报告与表中数据逐句核对，问题写成批注。", "audit", large=True),
        Button("add", "增加指标", "在选中的指标下面增加一行，格式、合并单元格和校验都照旧。", "add"),
        Button("remove", "删除指标", "删除选中的指标行；填有内容时先问一句。", "remove"),
        Button("clear", "清除结果", "清除计算出的完成率、得分、总分、等级、《问题清单》和校验标注。", "clear"),
        Button("restore", "恢复格式", "按表样恢复格式、下拉选项、校验和保护；填写的内容一字不动。", "restore"),
    )),
    Group("collect", "汇总", (
        Button("collect", "收集文件夹", "读取文件夹里的全部自评表：本单位的生成评分表；各单位报来的记入台账，对照名册生成汇总表。", "collect", "folder", large=True),
        Button("open", "打开汇总", "打开最近一次生成的汇总表或评分表。", "open", "nothing"),
        Button("remarks", "生成退回意见", "按台账给每个单位写退回意见书，附带问题清单的副本；没有台账时，为有错误的自评表各写一份。", "remarks", "folder"),
    )),
    Group("about", "帮助", (
        Button("help", "帮助", "怎样填报、每个按钮做什么。", "help", "nothing"),
        Button("about", "关于", "版本，并检查这台电脑上哪些功能可用。", "about", "nothing"),
    )),
)  # fmt: skip

BUTTONS: dict[str, Button] = {
    button.action: button for group in GROUPS for button in group.buttons
}
"""Action → its button, in the order of the ribbon."""
