"""偏差原因分析及改进措施: is there one, is it this indicator's, does it help (checks 16–20)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.check.scores import points_behind
from xltools.codes import Code
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Indicator, IndicatorScore
from xltools.patterns import Pattern
from xltools.widths import one_width

_NONE = Pattern(r"(?:无|没有|暂无|不存在|否|不适用|见报告|详见报告)(?:偏差|原因|情况)*[。.]?")
_CLAUSES = Pattern(r"[。；;，,\n]")
_CAUSE_FIRST = Pattern(r"^(?:主要)?(?:是)?(?:因|由于|受|原因|鉴于|考虑到)")
_BAD_NEWS = Pattern(r"未|没有|没能|不足|不够|不到位|不及时|较晚|滞后|延误|缓慢|影响")
_MEASURE = Pattern(
    r"措施|下一步|今后|明年|下一年|下年|将(进一步|继续|加|于|在|通过|对|把)|加强|加快|加大|完善|改进|整改|优化|健全|提高|提升|督促|督办|责成|推进|调整|落实|确保|强化|建立|补充|安排|抓紧|计划于?|拟|争取|力争|(月底?|年底?|季度|日)前"
    r"|已经?(?:全部|全面|及时|重新|完成|组织|进行|予以)*(?:更换|更新|替换|整改|纠正|改正|修复|修缮|维修|返修|修订|修改|补(?![贴助偿])|处理|处置|解决|追回|退回|收回|上缴|约谈|问责|追责|督促|催办|催缴|协调|联系|重新|启动|收缴|清退|核实|采取)"
)
_STOPS = Pattern(r"[。；;\n]")
_BEHIND_US = Pattern(
    r"已|了|曾|当年|上年|去年|往年|年内|年初|年中|期间|导致|致使|造成|所致|引起|因|由于|原因|受.{1,12}影响|存在|属于|剩余|结余|不|无|没|未|难|缺|少"
    r"|(?<!^)(?:增[加多长]|减[少小]|降低)|下降|上[升涨]|下[滑跌]|偏[低高少多大弱慢]|较[多大低少高难长弱慢](?!的)|涨价|[过太]高|[过太]低|推迟|延[期误迟后]|取消|暂停|停[工产电水]|封闭"
    r"|外流|外出|流失|离|复杂|分散|老化|陈旧|损坏|故障|紧张|疫情|天气|超|只|仅"
)
"""Of a sentence that tells how things were or went."""
_ACTION = Pattern(
    r"^(?!.*[不没未难缺])(?:并|再|现|由此|同时)?(?:按(?!期|时|计划)|每[年季月周日半]|逐[月季村户一]|定期|改[为由用成]|明确|统一|分批|提前|增[设派配]|委托|组织|开展|编制|细化|严格|规范|实行|推行|核定|修订|更换|维修)"
)
"""Of a clause that says what is done about it, without a subject."""
_CAUSE = Pattern(
    r"因|由于|原因|导致|致使|造成|鉴于|受.{0,12}影响|超出(预期|计划)|目标(值)?(定得|设(定|置))?(过|偏)低|新增|增加|增长|追加|扩大|调整|政策|需求|上级|疫情"
)
_DELAY = Pattern(r"(?<!未)(?<!无)(?<!没有)(?:延续|延期|跨年|推迟|顺延|延迟|延至|结转下年|滞后)")
_FAILURE = Pattern(
    r"(?<!不存在)(?<!没有)(?<!无)(?:未(?:完成|达到|能|按|及时)|滞后|延期|推迟|延续至|跨年|顺延|不及时|不到位|尚未|进度缓慢|只完成)|没有(?:完成|达到)"
)


def lost_points(row: IndicatorScore) -> Decimal | None:
    """Points not earned, as typed or by the rule, whichever is more; None if none."""
    points, score, typed = points_behind(row), row.score, row.indicator.typed_score.value
    if score is None or (typed is not None and typed < score):
        score = typed
    if points is None or score is None or row.indicator.shared_score:
        return None
    return points - score if score < points else None


def lost_points_are_explained(context: Context) -> Iterator[Finding]:
    """Lost points need a reason (16; 10号文第十一条), and 无 is none (19).

    A form without a column for reasons has a box for them, or asks for none.
    """
    if not context.is_scored:
        return
    notes = context.has("deviation_note")
    boxes = [each for key, each in context.texts() if key == "deviation_analysis"]
    for row in context.scores.indicators:
        if row.score is not None and row.score == row.points == row.indicator.typed_score.value:
            continue  # as nearly always
        lost = lost_points(row)
        note = row.indicator.deviation_note if notes else next(iter(boxes), None)
        if lost is None or note is None:
            continue
        other = row.indicator.extras.get("measure_note")
        if note.text is None and not (other and other.text):
            points = points_behind(row) or Decimal(0)
            yield Code.LOST_WITHOUT_REASON.at(
                note.place, note.label, lost=show(lost), said=_score_said(row, points - lost),
                points=show(points), trace=row.trace.rstrip("。"),
            )  # fmt: skip
        elif note.text and _NONE.fullmatch(note.text):
            yield Code.REASON_SAYS_NONE.at(
                note.place, note.label, lost=show(lost), note=note.text
            )


def _score_said(row: IndicatorScore, score: Decimal) -> str:
    """得分 9; where a higher one was typed, that too."""
    typed = row.indicator.typed_score.value
    if typed is not None and typed > score:
        return f"得分按规则应为 {show(score)}（填 {show(typed)}）"
    return f"得分 {show(score)}"


def over_completion_is_explained(context: Context) -> Iterator[Finding]:
    """From the policy's threshold (130 %) on, a reason is needed, not the number again (17)."""
    policy = context.policy.over_completion
    if not context.has("deviation_note"):
        return
    for row in context.measured():
        indicator, rate = row.indicator, row.completion_rate
        pair = context.aligned(indicator)
        if row.ceiling or rate is None or pair is None or pair[0].upper is not None:
            continue  # within a range, or above its end, which is a ceiling
        target, actual = pair[0].value, pair[1].value
        if target is None or actual is None or not policy.needs_reason(actual, target):
            continue
        note = indicator.deviation_note
        if note.text is None or _NONE.fullmatch(note.text):
            why = "没有说明原因"
        elif _restates(indicator):
            why = f"说明“{note.text}”只重复了完成数，没有写原因"
        else:
            continue
        yield Code.OVER_WITHOUT_REASON.at(
            note.place, note.label, rate=percent(rate), threshold=percent(policy.threshold),
            why=why,
        )  # fmt: skip


def _restates(indicator: Indicator) -> bool:
    text = one_width(indicator.deviation_note.text or "")
    value = indicator.actual_value.value
    return value is not None and show(value) in text and not _CAUSE.search(text)


def full_score_has_no_cause(context: Context) -> Iterator[Finding]:
    """A full score beside words of failure contradicts itself (18)."""
    for row in context.rows():
        indicator = row.indicator
        points = points_behind(row)
        score = row.score if row.score is not None else indicator.typed_score.value
        note = indicator.deviation_note.text
        if note and points is not None and score == points and _FAILURE.search(note):
            yield Code.FULL_WITH_REASON.at(
                indicator.deviation_note.place, indicator.deviation_note.label, note=note
            )


def delays_cost_timeliness(context: Context) -> Iterator[Finding]:
    """A full 时效 score beside another row's reason that tells of a delay (18).

    A completion day that was written down is evidence; a delay elsewhere is then another
    matter.
    """
    delayed = [
        row.indicator.deviation_note
        for row in context.scores.indicators
        if _DELAY.search(row.indicator.deviation_note.text or "")
    ]
    if not delayed:
        return
    for row in context.measured():
        indicator, typed = row.indicator, row.indicator.typed_score
        score = typed.value if typed.value is not None else row.score
        day = indicator.actual_value.end or indicator.actual_value.start
        if indicator.subcategory != "timeliness" or score is None or (day and day.day):
            continue
        others = [note for note in delayed if note.place != indicator.deviation_note.place]
        if others and score == points_behind(row):
            yield Code.DELAYED_ELSEWHERE.at(
                typed.place, typed.label, score=show(score), place=others[0].place.a1,
                note=others[0].text,
            )  # fmt: skip


def reasons_are_own(context: Context) -> Iterator[Finding]:
    """Two indicators do not fail for the same sentence (19)."""
    same: dict[str, list[Indicator]] = defaultdict(list)
    for row in context.scores.indicators:
        note = row.indicator.deviation_note.text
        if note and not _NONE.fullmatch(note) and len(note) > 4:
            same[re.sub(r"\s+", "", note)].append(row.indicator)
    for first, *copies in same.values():
        seen = {first.deviation_note.place}
        for copy in copies:
            if copy.deviation_note.place in seen:  # one cell merged over several indicators
                continue
            seen.add(copy.deviation_note.place)
            yield Code.REASON_COPIED.at(
                copy.deviation_note.place,
                copy.deviation_note.label,
                other=first.name.text or "",
                place=first.deviation_note.place.a1,
            )


def reasons_come_with_measures(context: Context) -> Iterator[Finding]:
    """A cause without 改进措施 is half an answer (20)."""
    for row in context.scores.indicators:
        note, other = row.indicator.deviation_note, row.indicator.extras.get("measure_note")
        if note.text is None or lost_points(row) is None or _NONE.fullmatch(note.text):
            continue
        if other and other.text:
            continue  # the form has a column of its own for 改进措施
        if not _promises(note.text):
            yield Code.REASON_WITHOUT_MEASURE.at(note.place, note.label, note=note.text)


def _promises(note: str) -> bool:
    """True if some clause says what will be done; the clause of the cause does not count.

    Behind a full stop or a semicolon that is every sentence but one that tells how things were:
    顶层室温偏低；2022年维修屋面.
    """
    for clause in map(str.strip, _CLAUSES.split(note)):
        if _CAUSE_FIRST.search(clause) or _BAD_NEWS.search(clause):
            continue
        if _MEASURE.search(clause) or _ACTION.search(clause):
            return True
    sentences = [each for each in map(str.strip, _STOPS.split(note)) if each]
    return any(len(e) >= 4 and not _BEHIND_US.search(e) for e in sentences[1:])


RULES: tuple[Rule, ...] = (
    lost_points_are_explained,
    over_completion_is_explained,
    full_score_has_no_cause,
    delays_cost_timeliness,
    reasons_are_own,
    reasons_come_with_measures,
)
