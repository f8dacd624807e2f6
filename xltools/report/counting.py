"""What a number counts, out of the name of its indicator: 保障职工 of 保障职工人数, 44人."""

from __future__ import annotations

_LENGTHS = ("公里", "千米", "米", "延米", "km")
_AREAS = ("平方米", "平方公里", "亩", "万亩", "公顷", "万平方米")
_COUNTED = (
    ("人数", ("人", "名", "位", "个", "人次")), ("人次数", ("人次",)), ("人次", ("人次",)),
    ("次数", ("次", "场次", "场", "回", "期")), ("场次", ("场次", "场", "次")),
    ("批次", ("批次", "批", "次")), ("月数", ("月", "个月")), ("天数", ("天", "日")),
    ("个数", ("个",)), ("台数", ("台", "套")), ("套数", ("套",)), ("件数", ("件",)),
    ("家数", ("家",)), ("块数", ("块",)), ("辆数", ("辆",)), ("份数", ("份",)), ("篇数", ("篇",)),
    ("期数", ("期",)), ("长度", _LENGTHS), ("里程", _LENGTHS), ("面积", _AREAS), ("数量", ()), ("数", ()),
)  # fmt: skip
"""Words at the end of a name that the unit says again; () is any unit that counts."""
_MEASURED = ("长度", "里程", "面积")
_BUILDS = (
    "安装", "新建", "修建", "扩建", "改建", "改造", "铺设", "建设", "治理", "维修", "维护", "养护", "硬化", "种植",
    "绿化", "清理", "整治", "疏浚", "修复", "更换", "敷设", "拆除", "打造", "完成",
)  # fmt: skip
"""What was built is measured by itself: 安装波形护栏88.2公里; 道路长度 keeps its 长度."""
_NOT_COUNTED = ("指数", "系数", "倍数", "基数", "参数", "分数", "岁数", "度数", "对数", "小数")


def counted_thing(title: str, unit: str | None) -> str:
    """Return the name without the word that the unit says again, where the rest can stand alone.

    >>> counted_thing("保障职工人数", "人"), counted_thing("合格率", "%"), counted_thing("道路硬化长度", "公里")
    ('保障职工', '合格率', '道路硬化长度')
    >>> counted_thing("安装波形护栏长度", "公里"), counted_thing("总成本", "万元"), counted_thing("满意指数", "分")
    ('安装波形护栏', '总成本', '满意指数')
    """
    if unit is None or unit in ("%", "‰") or "元" in unit or title.endswith(_NOT_COUNTED):
        return title
    unit = unit.partition("/")[0]  # 5次/年 are 次
    for word, units in _COUNTED:
        if title.endswith(word):
            rest = title.removesuffix(word)
            fits = unit in units if units else unit != "分"
            if word in _MEASURED and not rest.startswith(_BUILDS):
                return title
            return rest if fits and len(rest) >= 2 else title
    return title
