"""An indicator's name: its unit in brackets, what identifies it, and which names mean the same."""

from __future__ import annotations

from functools import lru_cache

from xltools.patterns import Pattern
from xltools.value.units import canonical, is_known

_BRACKETS = Pattern(r"\([^()]*\)")
_MARKS = Pattern(r"[“”\"'‘’《》、,.。:;\s%]")
_NUMBERED = Pattern(
    r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.](?!\d)|[①-⑳]|[一二三四五六七八九]是|第[一二三四五六七八九十]+[,、]|其中[:,]?|三级指标[0-9]*[:,]?"
    r"|指标[0-9]{1,2}[:、.]?)+"
)
_MARKED = Pattern(r"^[★☆*●]*(?:指标\d{1,2}[:、.])?[★☆*●]*")
_TAIL = Pattern(r"(?:完成)?(?:指标|情况)$")
_VERBS = Pattern(
    r"^(?:支付|购买|购置|采购|开展|组织|完成|实施|保障|发放|新建|建设|制作|举办|年度|全年|本年|项目)+"
)
_COUNTERS = Pattern(
    r"(?:总|累计)?(?:人次|人数|户数|次数|批次|月数|天数|个数|台数|套数|份数|场次|数量|总量|数|缴费|个月)$"
)


def tidy(name: str) -> str:
    """A name without its numbering, quotation marks, and the word 指标 behind it.

    >>> tidy("(1)“互联网党建示范点(家)”指标:"), tidy("1.培训人数")
    ('互联网党建示范点(家)', '培训人数')
    """
    name = _NUMBERED.sub("", name.strip(",，:、;的")).strip("“”\"'")
    return name.removesuffix("指标").strip("“”\"',:、;的") or name


def without_unit(name: str) -> str:
    """A name as messages print it: without ★ and the unit in its brackets; other remarks stay.

    >>> without_unit("保障职工人数(人)"), without_unit("满意度(学生)"), without_unit("★指标1:公猪舍(≥**平方米)")
    ('保障职工人数', '满意度(学生)', '公猪舍')
    """
    name = _MARKED.sub("", name)
    for inner in _BRACKETS.findall(name):
        if is_known(canonical(inner[1:-1])) or "**" in inner:
            name = name.replace(inner, "")
    return name.removesuffix("%")


@lru_cache(maxsize=1024)
def key_of(name: str) -> str:
    """What tells names apart: 购买办公费批次(次/年) is 购买办公费批次."""
    return _MARKS.sub("", without_unit(name)).removesuffix("指标")


@lru_cache(maxsize=1024)
def core_of(name: str) -> str:
    """What is left of a name without verbs before it and counters behind it."""
    bare = _TAIL.sub("", _MARKS.sub("", _BRACKETS.sub("", name)))
    core = _VERBS.sub("", bare)
    for _ in range(2):
        core = _COUNTERS.sub("", core) or core
    return core or bare


def alike(a: str, b: str) -> bool:
    """True if two names may well mean one indicator; generous, for it keeps remarks away.

    >>> alike("购买办公费批次(次/年)", "购买办公费"), alike("支付水费月数", "水费缴费")
    (True, True)
    >>> alike("资金使用合规率(%)", "任务完成时间"), alike("提升员工办公效率", "提升公共服务水平")
    (False, False)
    """
    first, second = core_of(a), core_of(b)
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if short in long and len(short) >= 2:
        return True
    return likeness(first, second) >= 0.5


def likeness(a: str, b: str) -> float:
    """Share of common pairs of characters, 0 to 1."""
    first = {a[n : n + 2] for n in range(len(a) - 1)}
    second = {b[n : n + 2] for n in range(len(b) - 1)}
    if not first or not second:
        return float(a == b)
    return 2 * len(first & second) / (len(first) + len(second))
