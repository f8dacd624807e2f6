"""Units: one spelling each, what converts into what, and what an indicator's name says."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xltools.decimals import plain
from xltools.patterns import Pattern


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


_SCALES = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
           "千万": 10_000_000, "亿": 100_000_000}  # fmt: skip

# dimension → units with their size in the smallest step that keeps all of them exact
_MEASURES: dict[str, dict[str, Decimal | int]] = {
    "money": {"元": 1},
    "ratio": {"比例": 1, "成": Decimal("0.1"), "%": Decimal("0.01"), "‰": Decimal("0.001")},
    "percentage point": {"个百分点": 1, "百分点": 1},
    # a third of a square metre, because 1 亩 = 2000/3 m²
    "area": {"平方米": 3, "平米": 3, "平方": 3, "亩": 2000, "公顷": 30_000,
             "平方公里": 3_000_000, "平方千米": 3_000_000},
    "time": {"秒": 1, "分钟": 60, "min": 60, "小时": 3600, "h": 3600, "天": 86_400, "日": 86_400,
             "周": 604_800, "星期": 604_800},
    "working day": {"个工作日": 1, "工作日": 1},
    "month": {"月": 1, "个月": 1, "季度": 3, "个季度": 3, "年": 12},
    "length": {"毫米": 1, "mm": 1, "厘米": 10, "cm": 10, "米": 1000, "延米": 1000, "m": 1000, "公里": 1_000_000,
               "千米": 1_000_000, "km": 1_000_000, "KM": 1_000_000},
    "mass": {"克": 1, "斤": 500, "千克": 1000, "公斤": 1000, "kg": 1000, "吨": 1_000_000},
    "volume": {"立方米": 1, "立方": 1, "方": 1, "升": Decimal("0.001")},
    "people": {"人": 1, "名": 1, "位": 1},
    "visits": {"人次": 1},
    "times": {"次": 1, "场": 1, "场次": 1, "期": 1, "班次": 1},
    "data": {"MB": 1, "GB": 1024, "TB": 1024 * 1024, "M": 1, "G": 1024, "T": 1024 * 1024},
}  # fmt: skip

# counted one by one: 个 may stand for any of them, but 种 is not 本
_THINGS = word_set(
    "个 家 所 项 件 台 套 只 头 条 座 处 块 部 本 份 辆 架 株 棵 种 类 篇 幅 间 支 张 把 "
    "艘 匹 副 双 根 枚 颗 粒 盏 口 眼 片 幢 栋 套件 册 例 起 宗 笔 批 批次 站 点 村 镇 乡 "
    "社区 学校 单位 企业 机构 品种 节 门 课 届 轮 款 樘 组 队 支队 团 班 列 扇 面 床 盒 "
    "箱 瓶 袋 包 桶 车 趟 岗 户 户次 个次 台次 件次 车次 辆次 例次 项次 家次 床日 羽 尾 "
    "丛 穴 窝 蔸"
)
_OTHER = word_set(
    "分 倍 倍数 元 学时 课时 字 页 度 千瓦 千瓦时 度电 兆 兆瓦 毫升 ℃ dB 分贝 岁 代 学年 "
    "人年 人月 人天 学期 偏差 差错 失误 事故 投诉 缺陷 违规 违纪 标准煤 mg/L"
)  # fmt: skip

_SIZES = {
    unit: (dimension, Decimal(size))
    for dimension, units in _MEASURES.items()
    for unit, size in units.items()
}
_SPELLINGS = {
    "百分比": "%",
    "百分率": "%",
    "百分": "%",
    "千分比": "‰",
    "千分率": "‰",
    "人·次": "人次",
    "人*次": "人次",
    "比例%": "%",
    "比率%": "%",
    "比率": "比例",
}
# words that mean one thing in any case: Km, KG; Mb is a megabit and MB a megabyte
_ANY_CASE = {word: word for word in word_set("km kg mm cm min")} | {
    "ml": "毫升",
    "kw": "千瓦",
    "kwh": "千瓦时",
}
_SMALL = {"tb": "TB", "gb": "GB"}
# what divides an amount and is not counted by itself: 元/生, 次/季
_ONLY_BELOW = word_set("生 师 季 年度 半年 期次 校 县 市 区 标段")
_BELOW = {
    "日": "天",
    "名": "人",
    "位": "人",
    "生": "人",
    "季": "季度",
    "年度": "年",
    "h": "小时",
}
_SQUARES = (("km平方", "平方公里"), ("m平方", "平方米"), ("m立方", "立方米"))
# words that begin like a unit and are none: 3部门 are not three 部
_NO_UNITS = tuple(
    word_set(
        "部门 家庭 项目 年级 年度 单元 名单 名次 台账 课题 班级 组织 队伍 面积 种类 方案 方面 方式 期间 期限 "
        "批复 次数 次元 人均 人口 人士 人员 点钟 点半 天然 天候 日期 日常 月份 月底 月末 周期 周边 米粉 吨位 分之 "
        "元旦 元月 级 条件 条例 头号 处理 处置 处罚 本地 本级 本年 本次 件套 口径 口号 节约 节能 节水 门诊 "
        "面向 面对 场所 场地 场景 位置 株连 片区 站位 镇区 支出 支付 把握 根据 类型 类别 成本 成果 成效 "
        "成立 成员 成活 成熟 成品 成人 成交 期末 期初 期满 轮岗 轮换 组成 例行 例会 起始 起草 批准 宗旨 "
        "岗位 户籍 户外 包括 包含 车间 车辆 双方 双向 双重 对象 对比 只要 只有 亩产 斤两 度过 级别"
    )
)
_AMOUNTS = {scale: scale + "元" for scale in ("万", "亿", "十万", "百万", "千万")}
_PERCENT_TWICE = Pattern(r"%(?:%|百分比|百分率|百分点)+|百分比%")
_BETWEEN = Pattern(r"[*、.·,]|/每?|每")


@lru_cache(maxsize=512)
def canonical(unit: str) -> str:
    """Return one spelling of a unit as people write it.

    >>> canonical("元/人*月"), canonical("元/人、天"), canonical("百分比"), canonical("(次/年)")
    ('元/人·月', '元/人·天', '%', '次/年')
    >>> canonical("万"), canonical("万/月"), canonical("元每人每月"), canonical("%%")
    ('万元', '万元/月', '元/人·月', '%')
    """
    unit = unit.strip()
    if unit.startswith("(") and unit.endswith(")") and unit.count("(") == 1:
        unit = unit[1:-1]
    if "%" in unit:
        unit = _PERCENT_TWICE.sub("%", unit)
    if "m平方" in unit or "m立方" in unit:
        for spelled, word in _SQUARES:
            unit = unit.replace(spelled, word)
    unit = _one_case(_SPELLINGS.get(unit, unit))
    if unit in _SIZES:
        return unit
    top, *below = [part.strip("()") for part in _BETWEEN.split(unit) if part.strip("()")] or [
        ""
    ]
    top = _one_case(_AMOUNTS.get(top, top))
    return f"{top}/{'·'.join(below)}" if below else top


def _one_case(unit: str) -> str:
    """Km and KM are km; 千克 and the like stay."""
    if not unit.isascii() or unit in _SIZES:
        return unit
    return _ANY_CASE.get(unit.lower()) or _SMALL.get(unit, unit)


@lru_cache(maxsize=512)
def is_known(unit: str) -> bool:
    """Whether every part of a canonical unit is a word we know to be a unit.

    >>> is_known("万亩"), is_known("元/人·月"), is_known("达成")
    (True, True, False)
    """
    if unit in _OTHER:
        return True
    top, _, below = unit.partition("/")
    return _known_word(top) and all(
        _known_word(word) or word in _ONLY_BELOW for word in below.split("·") if below
    )


def _known_word(word: str) -> bool:
    if word in _SIZES or word in _THINGS or word in _OTHER:
        return True
    rest = _scale(word)[1]
    return rest != word and (rest in _SIZES or rest in _THINGS or rest in _OTHER)


@lru_cache(maxsize=512)
def known_prefix(text: str) -> str | None:
    """Return the longest known unit that the text begins with: 部 of 部宣传片.

    >>> known_prefix("部宣传片"), known_prefix("万人次参加"), known_prefix("宣传")
    ('部', '万人次', None)
    """
    if text[:1].isascii() or text.startswith(_NO_UNITS):
        return None  # the m of mm
    for length in range(min(5, len(text)), 0, -1):
        if _known_word(text[:length]):
            return text[:length]
    return None


def _scale(unit: str) -> tuple[int, str]:
    for length in (2, 1):
        scale = _SCALES.get(unit[:length])
        if scale and len(unit) > length:
            return scale, unit[length:]
    return 1, unit


def scale_of(unit: str) -> int | None:
    """How many of the smaller unit one of this is; 1 for 元, None for what has no scale.

    >>> scale_of("万元"), scale_of("万亩"), scale_of("元/亩"), scale_of("%"), scale_of("人")
    (10000, 10000, 1, None, None)
    """
    top = canonical(unit).partition("/")[0]
    scale, rest = _scale(top)
    if scale > 1:
        return scale if _known_word(rest) else None
    return 1 if top == "元" else None


@lru_cache(maxsize=512)
def _resolve(unit: str) -> tuple[str, Decimal]:
    """Return (dimension, size); a unit we do not know is a dimension of its own."""
    unit = canonical(unit)
    if unit in _SIZES:
        return _SIZES[unit]
    top, _, below = unit.partition("/")
    if below:
        dimension, size = _resolve(top)
        per = "·".join(sorted(_BELOW.get(each, each) for each in below.split("·")))
        return f"{dimension}/{per}", size
    scale, rest = _scale(unit)
    if scale > 1 and _known_word(rest):
        dimension, size = _resolve(rest)
        return dimension, size * scale
    return unit, Decimal(1)


def same_dimension(a: str | None, b: str | None) -> bool:
    """Whether values in these units can be compared; a missing unit fits any.

    >>> same_dimension("万元", "元"), same_dimension("人", "%"), same_dimension("个", "家")
    (True, False, True)
    """
    if a is None or b is None or a == b:
        return True
    first, second = _resolve(a)[0], _resolve(b)[0]
    return first == second or _counted(first, second)


def _counted(first: str, second: str) -> bool:
    return (first == "个" and second in _THINGS) or (second == "个" and first in _THINGS)


def convert(value: Decimal, unit: str | None, to: str | None) -> Decimal | None:
    """Return the value in another unit, None if it cannot be converted.

    Two missing units are the same unit; one missing unit is not guessed.

    >>> convert(Decimal("120"), "元", "万元"), convert(Decimal("0.97"), "比例", "%")
    (Decimal('0.012'), Decimal('97'))
    >>> convert(Decimal(1), "人", "%"), convert(Decimal("1.2"), "万亩", "亩")
    (None, Decimal('12000'))
    """
    if unit == to:
        return value
    if unit is None or to is None or not same_dimension(unit, to):
        return None
    factor, divisor = _resolve(unit)[1], _resolve(to)[1]
    if factor == divisor:
        return value
    return _tidy(value * factor / divisor)


def _tidy(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros, as people write it."""
    return Decimal(plain(value))


_IN_BRACKETS = Pattern(r"\(([^()]*)\)")
_BEFORE_UNIT = Pattern(
    r"(?:单位|计量单位)?:?(?:大于等于|小于等于|不低于|不少于|[≥≤<>=])?[*xX…_0-9.]*"
)


@lru_cache(maxsize=256)
def unit_in_name(name: str) -> str | None:
    """Return the unit that stands in an indicator's (cleaned) name; None if there is none.

    >>> unit_in_name("系统平台故障解决率(%)"), unit_in_name("公猪舍(≥**平方米)"), unit_in_name("满意度(含学生)")
    ('%', '平方米', None)
    """
    for inner in reversed(_IN_BRACKETS.findall(name)):
        start = _BEFORE_UNIT.match(inner)
        unit = canonical(inner[start.end() :] if start else inner)
        if unit and is_known(unit):
            return unit
    return "%" if name.endswith("%") else None
