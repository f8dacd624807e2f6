"""Findings about whose form a return is, whether it came in time, and which of several counts."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class MatchCode(Catalogue):
    """D2 whose form it is, D3 what is not taken although it can be read, and lateness."""

    SAME_BYTES = ("D20", H,
        "与“{other}”是同一个文件。", "已按那一份登记，不用处理。")
    SAME_CONTENT = ("D21", H,
        "与“{other}”的内容完全相同。", "已按那一份登记，不用处理。")
    UNEXPECTED = ("D22", W,
        "名册中没有这个项目。", "请核对项目编号、名称和单位；应当报送的，请补进报送名册。")
    NEAR_MISS = ("D23", W,
        "名册中没有这个项目，近似的是 {near}。",
        "请核对；就是这个项目的，请按名册改正单位和项目名称后重报，或由财政部门在名册上改。")
    CODE_DIFFERS = ("D24", W,
        "项目编号写的是“{found}”，名册上是“{listed}”。", "请核对项目编号；名称相同而编号不同的可能是两个项目。")
    NAME_DIFFERS = ("D24", H,
        "项目名称写的是“{found}”，名册上是“{listed}”。", "请核对；名称应与预算批复一字不差。")
    OTHER_PROJECTS_FORM = ("D25", W,
        "填在发给{other}的表上，内容却是{project}的。", "请用发给本项目的表填报；发出的目标、分值可能不是本项目的。")
    NAMELESS = ("D26", W,
        "没有写项目编号和名称，不知道是哪个项目的。", "请补填项目名称和单位后重报。")
    BY_FILE_NAME = ("D27", H,
        "表里的项目名称对不上名册，按文件名中的项目编号认作{project}。", "请核对，并在表里写明项目名称和单位。")
    LISTED_TWICE = ("D28", W,
        "名册中项目编号“{code}”有 {count} 个项目：{projects}。", "请核对名册；一个项目一个编号，才能按编号认出报来的表。")
    NOTHING_CAME = ("D29", W,
        "名册上的 {count} 个项目一个也没有报来。", "请催报。")

    LATE = ("D30", W,
        "报送日期是 {found}，截止日期是 {deadline}，逾期 {days} 天。", "请说明逾期的原因。")
    WRONG_YEAR = ("D31", E,
        "年度是 {found}，应为 {listed}。", "请填报 {listed} 年度的表。")
    OTHER_FORM = ("D32", E,
        "表样是 {found}，发出的是 {listed}。", "请用发出的表填报。")
    WRONG_VERSION = ("D33", E,
        "表样版本是 {found}，发出的是 {listed}。", "请用发出的表填报，不要用以前的表样。")
    EMPTY = ("D34", E,
        "没有填写。", "{count} 个指标的实际完成值都是空的，请填写后重报。")
    OTHER_LAYOUT = ("D35", W,
        "表上没有标识，看上去是 {found} 的表样，发出的是 {listed}。", "请用发出的表填报；就是发出的表的，请核对栏目有没有改动。")
