"""An indicator in a clerk's words: 保障职工44人，与目标一致; 满意度92%，高于目标2个百分点.

What is not known has no words (None), and a template prints （待补充） there; a number has its unit
once, whether the cell, the name's brackets or the other side of the pair gave it.
"""

from __future__ import annotations

from collections.abc import Sequence

from xltools.decimals import plain
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.report.counting import counted_thing
from xltools.report.results import Measured, is_measured
from xltools.report.text import MISSING, one_line, punctuated
from xltools.score.words import same_words
from xltools.value import write_value
from xltools.value.text import clean
from xltools.value.units import canonical, is_known, unit_in_name

_ENDS = "。．.；;，,、：: \u3000"
_MARKS = Pattern(r"^[★☆*\s]+|^指标?\d+\s*[:：.、]\s*|^其中[:：]")
_LAST_BRACKET = Pattern(r"[（(]([^（()）]*)[)）]\s*$")
_BRACKETS = Pattern(r"[(（]([^()（）]*[\u4e00-\u9fff%％‰℃][^()（）]*)[)）]")
_BARE_PERCENT = Pattern(r"(?<=[\u4e00-\u9fff])[%％]$")
_PLAIN = Pattern(r"[≥≤<>=≈]?[\d,]+(?:\.\d+)?[^\d\s()~,;]{0,8}")
_UNIT_IN_BRACKETS = Pattern(r"(?<=\d)\(([^()]+)\)$")
_TWICE = Pattern(r"(?<=\d)(?P<unit>[^\d\s]{1,4})(?P=unit)$")
_ASCII_SIGNS = ((">=", "≥"), ("=>", "≥"), ("<=", "≤"), ("=<", "≤"), ("＝", "="))

_SIGN_WORDS = {"≥": "不低于", ">": "高于", "≤": "不超过", "<": "低于", "=": "", "≈": "约"}

_VERBS = (
    "提升", "提高", "维护", "保障", "促进", "增强", "改善", "推动", "推进", "确保", "完善", "降低", "减少", "满足",
    "优化", "加强", "扩大", "带动", "发挥", "助力", "规范", "落实", "营造", "丰富", "服务", "支持", "实现", "建立",
    "健全", "缓解", "解决", "防止", "预防", "杜绝", "巩固", "激发", "引导", "树立", "培养", "强化", "深化", "增加",
)  # fmt: skip
"""What an aim begins with: 提升公共服务水平."""
_CHANGES = (
    "提升",
    "提高",
    "增强",
    "改善",
    "优化",
    "完善",
    "降低",
    "减少",
    "增加",
    "加强",
    "扩大",
    "巩固",
    "缓解",
)
"""Of these the aim's object can be the subject: 公共服务水平有效提升."""
_NOUNS = (
    "情况",
    "程度",
    "效果",
    "结果",
    "影响",
    "方式",
    "状况",
    "时间",
    "时限",
    "期限",
    "进度",
    "任务",
    "作用",
)
_RATES = ("率", "度", "比例", "占比", "比重", "指数")
_PREDICATE = Pattern(
    r"^(?:有所|有效|明显|稳步|不断|持续|显著|进一步|得到|基本|及时|全面|逐步|逐年|大幅|较|更加|日益|良好|稳定|正常|"
    r"提[高升]|增[强长加]|改善|下降|降低|减少|达标|合格|到位|优良|完好|健全|完善|规范|安全)"
)


# --- names and values


def title_of(name: str | None) -> str | None:
    """Return an indicator's name without the unit in its brackets and without list marks.

    >>> title_of("保障职工人数（人）"), title_of("党建工作人员的满意度%"), title_of("维修(护)费（万元）")
    ('保障职工人数', '党建工作人员的满意度', '维修（护）费')
    """
    if not name:
        return None
    text = punctuated(_MARKS.sub("", one_line(name)))
    bracket = _LAST_BRACKET.search(text)
    if bracket and unit_in_name(clean(f"量({bracket[1]})")):
        text = text[: bracket.start()]
    return _BRACKETS.sub(r"（\1）", text.rstrip("%％ ")) or one_line(name)


def label_of(name: str | None) -> str | None:
    """Return an indicator's name with Chinese brackets around what is not Latin, list marks left out.

    >>> label_of("总成本（万元)"), label_of("满意度%"), label_of("★维修(护)费"), label_of("PM2.5浓度(AQI)")
    ('总成本（万元）', '满意度（%）', '维修（护）费', 'PM2.5浓度(AQI)')
    """
    if not name:
        return None
    text = _BRACKETS.sub(r"（\1）", punctuated(_MARKS.sub("", one_line(name))))
    return _BARE_PERCENT.sub("（%）", text)


def signs(text: str | None) -> str | None:
    """Return a typed target with one sign where two were typed: >=95% is ≥95%.

    >>> signs(">=95%"), signs("大于等于95%"), signs(None)
    ('≥95%', '大于等于95%', None)
    """
    for old, new in _ASCII_SIGNS:
        text = text.replace(old, new) if text else text
    return text


def value_words(
    text: str | None, value: TypedValue, unit: str | None, *, split: bool = False
) -> str | None:
    """Return a target or a result as a sentence says it; None for a blank.

    `unit` is what a number without one is in; `split`: sign, value and unit stand in columns of
    their own, and only `value` has all three.

    >>> from xltools.value import parse_value
    >>> say = lambda text, unit=None: value_words(text, parse_value(text), unit)
    >>> say(">=95%"), say("＝18（辆）"), say("221", "个"), say("大于等于95%"), say("44人人")
    ('≥95%', '=18辆', '221个', '大于等于95%', '44人')
    """
    if value.kind == "none" or not text:
        return None
    typed = punctuated(one_line(text)).rstrip(_ENDS)
    if value.kind in ("qualitative", "date", "unreadable") or value.value is None:
        return typed
    if split:
        return _with_months(
            write_value(value) if value.unit else f"{write_value(value)}{unit or ''}"
        )
    folded = clean(typed)
    folded = _UNIT_IN_BRACKETS.sub(r"\1", folded)
    folded = _TWICE.sub(r"\g<unit>", folded)
    lacks = value.unit is None or "unit_implied" in value.marks
    if lacks and folded[-1:].isdigit():
        return _with_months(folded + (unit or value.unit or ""))
    if "number_in_text" in value.marks and _PLAIN.match(folded):
        return _with_months(write_value(value))
    return folded if _PLAIN.fullmatch(folded) else typed


def _with_months(words: str) -> str:
    """12月 counted is 12个月: the month of December is another thing."""
    return words.replace("(月)", "个月")


def unit_of(name: str | None, own: TypedValue, other: TypedValue) -> str | None:
    """The unit of a number that has none in its cell: the other side's, or the name's."""
    given = own.unit or other.unit or unit_in_name(clean(name or ""))
    return canonical(given) if given and is_known(canonical(given)) else given


# --- sentences


def achieved(title: str | None, words: str | None, target: TypedValue, actual: TypedValue,
             found: Measured) -> str | None:  # fmt: skip
    """Return name and result as one clause; None while one of them is missing.

    >>> from xltools.value import parse_value
    >>> def say(name, text, target="5人"):
    ...     value = parse_value(text, role="actual")
    ...     return achieved(name, text, parse_value(target), value, Measured("number", "reached"))
    >>> say("保障职工人数", "44人"), say("制作宣传手册数量", "50本"), say("合规率", "100%"), say("满意指数", "95")
    ('保障职工44人', '制作宣传手册50本', '合规率100%', '满意指数95')
    """
    if not title or not words or not is_measured(actual):
        return None
    if actual.kind == "qualitative" or target.kind == "qualitative":
        return _achieved_in_words(title, words, found)
    if actual.kind == "date":
        return f"{title}为{words}"
    return f"{counted_thing(title, actual.unit)}{words}"


def _achieved_in_words(title: str, words: str, found: Measured) -> str:
    if found.degree is not None:
        return f"{title}{words}" if title.endswith(_RATES) else f"{title}的完成程度为{words}"
    verb = next((each for each in _CHANGES if title.startswith(each) and each in words), None)
    if verb and found.result == "reached":
        return f"{title.removeprefix(verb)}{words}"
    if title.startswith(_VERBS):
        return f"“{title}”指标实际为“{words}”"
    if title.endswith(_NOUNS) or not _PREDICATE.search(words):
        return f"{title}为“{words}”"
    return f"{title}{words}"


def verdict(found: Measured, target: TypedValue, actual: TypedValue) -> str | None:
    """Say how the result stands to its target; None while that is not known.

    >>> from decimal import Decimal
    >>> from xltools.value import parse_value
    >>> found = Measured("number", "exceeded", "at_least", Decimal(2), "%")
    >>> verdict(found, parse_value("≥90%"), parse_value("92%"))
    '高于目标2个百分点'
    """
    if found.result == "unknown":
        return None
    if found.kind == "date":
        return "按期完成" if found.result == "reached" else _late(found)
    if found.kind == "words":
        return _words_verdict(found, target, actual)
    return _number_verdict(found, target)


def _late(found: Measured) -> str:
    return f"比目标期限晚{found.late}天" if found.late else "晚于目标期限"


def _words_verdict(found: Measured, target: TypedValue, actual: TypedValue) -> str:
    if found.result == "reached":
        return "与目标一致" if same_words(target.raw, actual.raw) else "达到目标"
    aim = one_line(target.raw).rstrip(_ENDS)
    return f"未完全达到“{aim}”的目标" if aim else "未完全达到目标"


def _number_verdict(found: Measured, target: TypedValue) -> str:
    by = _difference(found)
    if found.way == "range":
        return "在目标范围之内" if found.result == "reached" else "不在目标范围之内"
    if found.way == "at_most":
        if found.result == "missed":
            return f"超出目标{by}"
        signed = target.comparator not in (None, "=")
        return "与目标一致" if not found.difference and not signed else "控制在目标以内"
    if found.result == "missed":
        lower = "低于目标" if found.unit in ("%", "‰", "分", None) else "比目标少"
        return f"{lower}{by}" if found.difference else "未超过目标"
    if found.result == "exceeded":
        return f"高于目标{by}" if found.unit in ("%", "‰", "分") else f"超过目标{by}"
    return "达到目标" if found.difference else "与目标一致"


def _difference(found: Measured) -> str:
    if found.difference is None:
        return ""
    if found.unit == "%":
        return f"{plain(found.difference)}个百分点"
    unit = "个月" if found.unit == "月" else found.unit or ""
    return f"{plain(found.difference)}{unit}"


def said(words: str | None) -> str | None:
    """Return a target as one says it in running text: 不低于95%, 44人.

    >>> [said(words) for words in ("≥95%", "=44人", "50本以上", "有效提高", None)]
    ['不低于95%', '44人', '50本以上', '有效提高', None]
    """
    if not words:
        return None
    first = _SIGN_WORDS.get(words[0])
    return words if first is None else first + words[1:]


def sentence(title: str | None, target: str | None, actual: str | None, done: str | None,
             stands: str | None) -> str:  # fmt: skip
    """Name, result and how it stands to the target as one clause without a stop.

    A blank, a result that was not measured or one that nothing can be said of shows as 待补充.
    """
    if done and stands:
        return f"{done}，{stands}"
    named = f"“{title}”指标" if title else f"{MISSING}指标"
    wanted = said(target) or MISSING
    if done or actual:
        outcome = stands or f"是否达到目标{MISSING}"
        return f"{named}目标为{wanted}，实际为{actual or MISSING}，{outcome}"
    return f"{named}目标为{wanted}，实际完成值{MISSING}"


def together(told: Sequence[tuple[str | None, str | None, str]]) -> str:
    """Join sentences of indicators, each as (achieved, verdict, sentence), without a stop.

    >>> together([("手册50本", "与目标一致", ""), ("展板1块", "与目标一致", ""), ("率9%", "低于目标1个百分点", "率9%，低于目标1个百分点")])
    '手册50本，展板1块，均与目标一致；率9%，低于目标1个百分点'
    """
    groups: list[tuple[str | None, list[tuple[str | None, str]]]] = []
    for done, stands, sentence_ in told:
        known = stands if done else None
        if groups and known is not None and groups[-1][0] == known:
            groups[-1][1].append((done, sentence_))
        else:
            groups.append((known, [(done, sentence_)]))
    return "；".join(
        f"{'，'.join(done or '' for done, _ in same)}，均{known}"
        if len(same) > 1
        else same[0][1]
        for known, same in groups
    )


def reason_of(note: str | None) -> str | None:
    """A reason as part of a longer sentence: one line, no mark at its end; None when blank.

    >>> reason_of("因电力迁杆延误。下一步：3月底前完成。"), reason_of(" ")
    ('因电力迁杆延误。下一步：3月底前完成', None)
    """
    return punctuated(one_line(note or "")).rstrip(_ENDS) or None
