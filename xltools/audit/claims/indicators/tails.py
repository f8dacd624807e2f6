"""What stands behind a target in its sentence: counts, the figure, the verdict.

目标值≥95%，评查446件，合格437件，合格率97.98%，完成目标: the figure is the one of the target's kind.
"""

from __future__ import annotations

from msgspec import Struct

from xltools.audit.claims.indicators.record import Said
from xltools.audit.report import Line
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import align, parse_value

NOT_REACHED = Pattern(
    r"未(?:能|全部|完全|全面)?(?:按[期时]|如期)?(?:完成|达到|达|实现|达成|建成|完工|启动|实施|开工)|没有?(?:能)?(?:按[期时]|如期)?(?:完成|达到|实现|达标)"
    r"|(?:低于|少于|晚于|高于|超过|超出)(?:了)?(?:年初|预期|预定|计划|设定|年度|既定|绩效|控制|的)*目标值?(?!\d)|未达标|不达标|不足|逾期|延期|滞后|推迟|延误|超期|顺延|拖延"
    r"|扣(?:了)?\d|扣分|酌情扣|差\d|偏离|偏差|按比例|(?<=[,;])(?:因|由于|受)(?=[\u4e00-\u9fff]{2})"
)
"""Words by which a report owns up to a miss, or a delay."""
LATE = Pattern(
    r"逾期|延期|推迟|滞后|延误|超期|顺延|拖延|跨年|未(?:能)?(?:按[期时]|如期|及时)|没有?能?(?:按[期时]|如期)|晚于|(?:比|较)[^,。;]{0,12}晚|晚了?\d|延后|延迟|延长工期|不及时"
)
"""Words by which it owns up to a delay."""
_DENIED = Pattern(r"(?:无|不存在|没有|未发生|避免|杜绝|防止)[^,。;]{0,6}$")
_CALLED = Pattern(
    r"(?:已经?|均|全部|圆满|顺利|超额|按[期时]|如期|基本)*(?:完成|达到|实现|达成)(?:了)?(?:年初|预期|绩效|年度|既定|设定|设置|设立|计划|预定|阶段|的)*(?:目标|指标值?|任务|要求)(?!率|值?(?:[≥≤\d:]|为|是)|的?\d|[^,。;]{0,3}%)"
    r"|(?:按[期时]|如期|提前)(?:全部|全面)?(?:完成|完工|建成|竣工|交付|投入使用|投用)|(?<![未不没能否])达标(?!率)|(?:得|计)满分|不扣分|符合(?:目标|预期|要求)|控制在(?:绩效|年度|预期|成本)*目标(?:范围|值)?(?:之内|以内|内)"
    r"|(?:目标|任务|指标)+值?(?:已经?|均|全部|如期|圆满|顺利)+(?:完成|实现|达成|达到)|(?:(?<=[,，])|(?<=^))(?:已|全部)*完成$"
)
_HEDGED = Pattern(r"(?:未|没有?|没能|不|难以|部分|尚未|能|应|须|需|要求|确保|力争)$")
_PERCENT = Pattern(r"\d+(?:\.\d+)?%")
_DATED = Pattern(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:前|之前)?(?:全部|全面|正式|顺利|按[期时]|如期|已|均|基本)*(?:完成|完工|建成|竣工|交付|投入使用|投用|到位|发放完?|实施完)"
)
_OTHER = Pattern(
    r"(?:完成|执行|得分|支付|支出|到位|回收|收回|有效|应答)率|完成比例|提高|提升|增长|增加|增幅|下降|降低|减少|上升|较|比(?!例|率|重)|占|目标|扣|高于|低于|超过|超出|不低于|不高于|不少于|≥|≤|其中|上年|去年|权重|分值|每|以上$"
)
_NUMBER = Pattern(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_UNIT = Pattern(r"[^\d,，。;:()、]{1,6}")
_DONE = Pattern(
    r"实际|完成|共|达|为|全年|累计|已|开展|举办|建成|新建|发放|支出|支付|收到|管理|平均|办结|救助|=|:"
)


class Tail(Struct, frozen=True, gc=False):
    """Where it is called reached (positions of the line's text; None: nowhere), and whether a
    miss is owned up to.
    """

    called: tuple[int, int] | None
    owned: bool


def read_tail(line: Line, start: int, end: int) -> Tail:
    """Read the verdict in a part of a line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "目标值≥5200人，实际5037人，未完成目标；目标≤8%，流失率9.27%，完成目标")
    >>> read_tail(line, 0, 21)
    Tail(called=None, owned=True)
    >>> line.text[slice(*read_tail(line, 22, len(line.text)).called)]
    '完成目标'
    """
    text = line.text[start:end]
    called = None
    for found in _CALLED.finditer(text):
        if not _HEDGED.search(text[: found.start()]):
            called = (start + found.start(), start + found.end())
    owned = any(
        not _DENIED.search(text[: found.start()]) for found in NOT_REACHED.finditer(text)
    )
    return Tail(called, owned)


def fitting(line: Line, target: Said, actual: Said | None, end: int, name: str) -> Said | None:
    """The result of the target's kind in the sentence; what was read already if it fits.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "目标值100%，实际4个工程中3个按期完工，实际75.00%")
    >>> target = Said(line, 3, 7, parse_value("100%"))
    >>> fitting(line, target, None, len(line.text), "完工率").words
    '75.00%'
    """
    wanted = target.value
    if actual is not None and _fits(wanted, actual.value):
        return actual
    if wanted.kind == "date":
        span = _date(line, target.end, end)
    elif wanted.unit in ("%", "‰"):
        span = _percent(line, target.end, end)
    elif wanted.is_numeric and actual is None:
        span = _count(line, target, end)
    else:
        span = None
    if span is None:
        return actual
    return Said(line, *span, parse_value(line.text[slice(*span)], role="actual", name=name))


def _fits(target: TypedValue, actual: TypedValue) -> bool:
    if target.kind == "date":
        return actual.kind == "date"
    if target.is_numeric and target.unit in ("%", "‰"):
        return actual.is_numeric and (actual.unit is None or align(target, actual) is not None)
    return True


def _percent(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """The last percentage that is no completion rate, growth, share or bound."""
    found = [
        each.span()
        for each in _PERCENT.finditer(line.text, start, end)
        if not _OTHER.search(_label(line.text, start, each.start()))
    ]
    return found[-1] if found else None


def _date(line: Line, start: int, end: int) -> tuple[int, int] | None:
    found = _DATED.search(line.text[start:end])
    return (start + found.start(), start + found.end()) if found else None


def _count(line: Line, target: Said, end: int) -> tuple[int, int] | None:
    """The only number in the target's unit, where its clause says that it was done."""
    spans = []
    for found in _NUMBER.finditer(line.text, target.end, end):
        unit = _UNIT.match(line.text, found.end())
        label = _label(line.text, target.end, found.start())
        if unit is None or _OTHER.search(label):
            continue
        wanted = target.value.unit or ""
        if wanted and unit[0].startswith(wanted):
            spans.append((found.start(), found.end() + len(wanted), label))
    if len(spans) != 1 or not _DONE.search(spans[0][2]):
        return None
    return spans[0][:2]


def _label(text: str, first: int, at: int) -> str:
    """The words of the clause before a number."""
    begin = max(text.rfind(mark, first, at) for mark in ",，;；:、(") + 1
    return text[max(begin, first) : at]
