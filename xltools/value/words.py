"""Words: blanks, leftovers of the form, the three bands, scales, the budget."""

from __future__ import annotations

from xltools.patterns import Pattern
from xltools.remembered import of_short_texts
from xltools.value.text import clean

_BLANK = Pattern(r"[\s/\\~\-_—–…。.,、*·:;X×x]*")
_LONGEST_FILLER = 12
_BLANK_WORDS = frozenset(
    ("无", "暂无", "不适用", "无此项", "无此指标", "空", "N/A", "n/a", "NA", "None")
)
_LEFTOVER = Pattern(
    r"\(?(?:[≥≤<>=]|不低于|不少于|不超过)?(?:\*{2,}|[xX]{2,}|_{2,}|…+|\.{3,})[^0-9]{0,6}"
    r"|\(?(?:限|不超过)?[0-9]+字(?:以内|左右|以下|之内)?\)?"
    r"|\(?请(?:在此)?(?:填写|填列|输入|选择|按照?|根据|简要|说明|结合|参照).*"
    r"|\(?(?:填写说明|填报说明|示例|例如|例:|此处填|注:).*"
)
_LEFTOVER_INSIDE = Pattern(r"\(请(?:填写|输入|选择|按)|\([0-9]+字(?:以内|左右)\)|\*{2,}|_{3,}")
_AIM = r"(?:了)?(?:年度|预期|预定|既定|年初|当年|设定|总体|绩效)*(?:指标|目标)(?:值)?"
_DO = "(?:达成|达到|实现|完成)"
_WELL = "(?:已经?|全部|全面|均已?|都已?|如期|按期|按时|较好地?|圆满|顺利|很好地?|基本)*"
_BANDS = (
    ("band3", Pattern(
        rf"(?:尚?未|未能|没有|尚未能?)(?:全部|完全|按期|按时|如期)?{_DO}(?:{_AIM}.*)?|{_DO}{_AIM}(?:的)?程度(?:较|很)?低"
    )),
    ("band2", Pattern(rf"部分{_DO}(?:{_AIM}.*)?")),
    ("band1", Pattern(rf"{_WELL}(?:达成|{_DO}{_AIM})(?:[,，且并]?(?:要求|情况|效果|成效)?(?:显著|明显|较好|良好|很好|好))?")),
)  # fmt: skip
"""Terms of 财预〔2020〕10号 and 〔2021〕101号. What follows them is listed and not left open:
完成目标情况较差 begins like the first band and is the third."""

_SCALES = Pattern(
    r"好坏|[优良中低差/、]{3,}|优秀?[/、]良好?[/、].*|[是有对]?/[否无错]|是/否|是否|有无|好/坏"
    r"|高/?中/?低|□[^☑√■]*|(?:是|否)□.*"
)
_BUDGET = Pattern(
    r"(?:成本|支出|费用|金额|总额|资金)?(?:≤|[不未]超(?:过|出|支)?|小于等于|控制在|在)(?:年度|年初|全年|批复|项目|财政|下达)*(?:的)?"
    r"预算(?:数|额|金额|资金|总额|安排|指标|批复数)?(?:范围)?(?:之内|以内|内)?"
)


_NUMBERED = Pattern(r"指标[0-9]+:?|无此项")


def is_filler(text: str) -> bool:
    """True if a cell holds only signs or the form's own 指标1：, and so says nothing.

    >>> [is_filler(text) for text in ("/", "……", "指标1：", "无", "及时")]
    [True, True, True, False, False]
    """
    if len(text) > _LONGEST_FILLER:
        return False
    first = text[:1]
    if "一" <= first <= "鿿":
        if first not in "指无":  # 指标1：, 无此项
            return False
    elif "0" <= first <= "9" or first in ("≥", "≤"):
        return False
    cleaned = clean(text)
    return bool(_BLANK.fullmatch(cleaned) or _NUMBERED.fullmatch(cleaned))


@of_short_texts(4096)
def says_nothing(text: str) -> bool:
    """True for a filler, and for 无 and the like.

    >>> [says_nothing(text) for text in ("/", "无", "N/A", "××县交通局")]
    [True, True, True, False]
    """
    return is_filler(text) or clean(text) in _BLANK_WORDS


def blank_marks(text: str) -> tuple[str, ...] | None:
    """Marks of a cleaned text that says nothing; None if it says something.

    >>> blank_marks("/"), blank_marks("……"), blank_marks("≥**人"), blank_marks("及时")
    ((), ('placeholder',), ('placeholder',), None)
    """
    if len(text) > 200:
        return None
    if _BLANK.fullmatch(text):
        left = "*" in text or "…" in text or "..." in text or "x" in text.lower()
        return ("placeholder",) if left else ()
    if text in _BLANK_WORDS:
        return ()
    return ("placeholder",) if _LEFTOVER.fullmatch(text) else None


def band(text: str) -> str | None:
    """Which of the three bands of 财预〔2020〕10号 the words name; None for other words.

    >>> band("达成年度指标"), band("部分达成年度指标并具有一定效果"), band("未达成年度指标且效果较差")
    ('band1', 'band2', 'band3')
    >>> band("未完成"), band("达到目标的要求不高")
    ('band3', None)
    >>> band("基本达成目标"), band("部分实现目标"), band("实现目标程度较低"), band("完成目标情况较差")
    ('band1', 'band2', 'band3', None)
    """
    for mark, pattern in _BANDS:
        if pattern.fullmatch(text):
            return mark
    return None


def is_budget(text: str) -> bool:
    """Whether the text sets the budget as the ceiling: 不超过预算."""
    return "预算" in text and _BUDGET.fullmatch(text) is not None


def word_marks(text: str) -> tuple[str, ...]:
    """Marks of a qualitative text.

    >>> word_marks("达成预期指标"), word_marks("优良中低差"), word_marks("及时")
    (('band1',), ('scale',), ())
    """
    marks = []
    named = band(text)
    if named:
        marks.append(named)
    if _SCALES.fullmatch(text):
        marks.append("scale")
    if _LEFTOVER_INSIDE.search(text):
        marks.append("placeholder")
    return tuple(marks)
