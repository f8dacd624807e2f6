"""Is each indicator in its place, and can it be measured? (checks 30, 46, 48)"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import (
    Context,
    Rule,
    holds_several,
    says,
    stem,
    target_words,
)
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Indicator, TypedValue
from xltools.remembered import of_short_texts

_RATES = ("%", "‰", "比例", "百分点", "个百分点")
_TIME_UNITS = (
    "秒",
    "分钟",
    "小时",
    "天",
    "日",
    "周",
    "星期",
    "工作日",
    "月",
    "季度",
    "年",
    "时",
    "分",
)
_IN_TIME = ("及时", "按时", "准时", "按期", "如期", "时效", "时限")
_GOOD = ("合格", "达标", "优良", "优秀", "准确", "完好", "正确", "质量")
_ABOUT_TIME = (
    "时", "期", "进度", "频", "天", "日", "年", "月", "季", "周", "早", "快", "速", "完成", "到位", "响应",
    "每",
)  # fmt: skip
_COUNTS = (
    "数量",
    "人数",
    "个数",
    "户数",
    "次数",
    "台数",
    "套数",
    "面积",
    "里程",
    "长度",
    "份数",
    "场次",
)
_FAULTS = (
    "不合格", "差错", "返工", "事故", "投诉", "缺陷", "故障", "违规", "违纪", "退回", "错误", "损坏", "问题",
    "超标", "失误", "遗漏", "发生",
)  # fmt: skip


def quantities_are_counted(context: Context) -> Iterator[Finding]:
    """数量指标 say how much, not which share (30)."""
    for row in context.measured():
        indicator = row.indicator
        if indicator.subcategory != "quantity" or _unit(indicator) not in _RATES:
            continue
        if indicator.target_value.is_numeric:
            yield Code.RATE_AS_QUANTITY.at(
                indicator.name.place, indicator.name.label,
                name=indicator.name.text, target=target_words(indicator),
            )  # fmt: skip


def quality_and_time_apart(context: Context) -> Iterator[Finding]:
    """及时率 is no quality, 合格率 no timeliness, and a count is neither (30)."""
    for row in context.measured():
        indicator = row.indicator
        meant = None
        if indicator.subcategory == "quality":
            meant = _not_quality(indicator)
        elif indicator.subcategory == "timeliness":
            meant = _not_timeliness(indicator)
        if meant:
            yield Code.KIND_MISPLACED.at(
                indicator.name.place, indicator.name.label,
                name=indicator.name.text, found=indicator.level2.text or "", meant=meant,
            )  # fmt: skip


def _not_quality(indicator: Indicator) -> str | None:
    name = stem(indicator.name.text)
    if says(name, _IN_TIME) and not says(name, _GOOD):
        return "时效"
    counted = name.endswith(_COUNTS) and indicator.target_value.is_numeric
    return "数量" if counted and not says(name, _FAULTS) else None


def _not_timeliness(indicator: Indicator) -> str | None:
    name, unit = stem(indicator.name.text), _unit(indicator)
    if name.endswith("率") and says(name, _GOOD) and not says(name, _IN_TIME):
        return "质量"
    if not indicator.target_value.is_numeric or says(name, _ABOUT_TIME):
        return None
    if name.endswith(_COUNTS) or (unit and not _is_time(unit) and unit not in _RATES):
        return "数量"
    return None


def _unit(indicator: Indicator) -> str | None:
    return indicator.target_value.unit or indicator.actual_value.unit


def _is_time(unit: str) -> bool:
    top, _, below = unit.partition("/")
    return any(part.removeprefix("个") in _TIME_UNITS for part in (top, *below.split("·")))


_HOMES = (
    ("满意度", "满意度指标", ("satisfaction",)),
    ("经济效益", "效益指标", ("outcome",)),
    ("社会效益", "效益指标", ("outcome",)),
    ("生态效益", "效益指标", ("outcome",)),
    ("环境效益", "效益指标", ("outcome",)),
    ("可持续影响", "效益指标", ("outcome",)),
    ("经济成本", "成本指标", ("cost",)),
    ("社会成本", "成本指标", ("cost",)),
    ("环境成本", "成本指标", ("cost",)),
    ("成本", "产出指标或成本指标", ("output", "cost")),
    ("数量", "产出指标", ("output",)),
    ("质量", "产出指标", ("output",)),
    ("时效", "产出指标", ("output",)),
)
"""二级指标 and the 一级指标 it belongs to by 10号文 and 101号文; the first word found decides."""


def levels_fit(context: Context) -> Iterator[Finding]:
    """二级指标 stand under their own 一级指标 (46).

    Only between the four known 一级指标; a form that has no 满意度 of its own puts it where it
    likes, and so does one whose profile offers the 二级指标 there.
    """
    blocks = {block.key: block for block in context.profile.form.indicators.categories}
    seen = set()
    looked = set()
    for row in context.measured():
        indicator = row.indicator
        # rows under one merged cell are looked at once
        where = (indicator.level1.text, id(indicator.level2), indicator.category)
        if where in looked:
            continue
        looked.add(where)
        level1, level2 = _solid(indicator.level1.text), _solid(indicator.level2.text)
        category = _category(level1) or indicator.category
        if not level1 or not level2 or category is None or indicator.level2.place in seen:
            continue
        for word, home, right in _HOMES:
            if word not in level2:
                continue
            apart = word not in ("满意度",) or "satisfaction" in blocks
            known = [sub.label for block in blocks.values() if block.key == category
                     for sub in block.subcategories]  # fmt: skip
            if category not in right and apart and not any(word in label for label in known):
                seen.add(indicator.level2.place)
                yield Code.LEVELS_MISMATCH.at(
                    indicator.level2.place, indicator.level2.label,
                    level1=level1, level2=level2, home=home,
                )  # fmt: skip
            break


def _solid(text: str | None) -> str:
    """A label without the spaces and line ends that break it."""
    return "".join(text.split()) if text else ""


def _category(level1: str | None) -> str | None:
    """The 一级指标 as printed: the reader may have settled for the one that fits the 二级指标."""
    return _printed_category(level1 or "")


@of_short_texts(512)
def _printed_category(level1: str) -> str | None:
    text = stem(level1).removeprefix("项目").removeprefix("绩效")
    for word, key in (("产出", "output"), ("效益", "outcome"), ("效果", "outcome"),
                      ("满意度", "satisfaction"), ("成本", "cost")):  # fmt: skip
        if text.startswith(word):
            return key
    return None


_SATISFIED = (
    "满意", "认可", "好评", "评价", "投诉", "信访", "反馈", "获得感", "幸福感", "安全感", "支持", "口碑",
    "感受", "测评", "信任", "认同", "差评", "意见", "受访", "调查", "称赞", "表扬",
)  # fmt: skip
_NO_OPINION = (
    "事故", "事件", "案件", "覆盖率", "完成率", "合格率", "达标率", "到位率", "及时率", "发放率", "知晓率",
    "增长率", "人数", "户数", "数量", "次数", "金额", "成本", "面积", "受益", "使用率", "执行率",
)  # fmt: skip


def satisfaction_asks_people(context: Context) -> Iterator[Finding]:
    """满意度指标 tell what people think: no accidents, counts or rates of work done (46)."""
    heads: dict[int, str | None] = {}
    for row in context.measured():
        indicator, head = row.indicator, row.indicator.level1
        if id(head) not in heads:  # one for many rows
            heads[id(head)] = _category(head.text)
        printed = heads[id(head)]
        if "satisfaction" not in (printed or indicator.category, printed):
            continue
        name = stem(indicator.name.text)
        if not name:
            continue
        told = says(name, _SATISFIED) or says(indicator.target.text, ("满意", "认可"))
        if not told and says(name, _NO_OPINION):
            yield Code.NOT_SATISFACTION.at(
                indicator.name.place, indicator.name.label,
                name=indicator.name.text, level1=indicator.level1.text or "满意度指标",
            )  # fmt: skip


def satisfaction_stands_apart(context: Context) -> Iterator[Finding]:
    """群众满意度 among the benefits belongs under 满意度指标, where the form has that (46)."""
    blocks = {block.key for block in context.profile.form.indicators.categories}
    if "satisfaction" not in blocks:
        return
    for row in context.measured():
        indicator = row.indicator
        if indicator.category not in ("output", "outcome"):
            continue
        if not stem(indicator.name.text).endswith(("满意度", "满意率")):
            continue
        of_duty = says(indicator.level2.text, ("履职",))  # the frame of 财预〔2013〕53号
        levels = f"{indicator.level1.text}{indicator.level2.text}"
        if "满意" not in levels and not of_duty:
            yield Code.LEVELS_MISMATCH.at(
                indicator.name.place, indicator.name.label, level2=indicator.name.text,
                level1=indicator.level2.text or indicator.level1.text or "", home="满意度指标",
            )  # fmt: skip


_DOES = (
    "指导", "开展", "组织", "推进", "推动", "加强", "实施", "负责", "统筹", "协助", "配合", "参与", "服务",
    "支持", "落实", "贯彻", "执行", "进行", "编制", "制定", "做好", "抓好", "用于", "安排", "维护", "开发",
)  # fmt: skip
_DEGREES = (
    "有效", "明显", "显著", "提高", "提升", "改善", "增强", "增加", "促进", "保障", "稳定", "良", "优", "合格",
    "通过", "达", "完成", "及时", "按时", "按期", "到位", "健全", "完善", "符合", "合规", "规范", "安全", "无",
    "不", "零", "满意", "较", "高", "低", "强", "好", "全", "长期", "持续", "逐步", "确保", "保证", "正常",
    "严格", "减少", "降低", "扩大", "充分", "实现", "可", "准确", "落实到位", "增长", "缓解", "满足", "顺利",
    "积极", "大幅", "一定", "基本", "进一步", "建成", "解决", "消除", "避免", "畅通",
)  # fmt: skip


def targets_can_be_measured(context: Context) -> Iterator[Finding]:
    """A target in words names a result: not its own name, a scale, or a mere task (48)."""
    for row in context.worded():
        indicator = row.indicator
        target, entry = indicator.target_value, indicator.target
        if target.kind != "qualitative" or target.is_numeric or not entry.text:
            continue
        words = stem(entry.text)
        echo = words == stem(indicator.actual.text)
        if "scale" in target.marks:
            said = "，实际也照抄" if echo else ""
            yield Code.TARGET_IS_SCALE.at(
                entry.place, entry.label, target=entry.text, echo=said
            )
        elif len(words) > 3 and words == stem(indicator.name.text):
            yield Code.TARGET_IS_NAME.at(entry.place, entry.label, target=entry.text)
        elif _is_mere_task(target, words) and not holds_several(indicator):
            yield Code.TARGET_UNMEASURABLE.at(entry.place, entry.label, target=entry.text)
        elif echo and len(words) >= _LONG and not holds_several(indicator):
            place, label = indicator.actual.place, indicator.actual.label
            yield Code.TARGET_ECHOED.at(place, label, actual=indicator.actual.text)


_LONG = 8
"""From so many characters on, equal words in target and result are a copy and no finding:
有效, 及时 and 显著提升 are the usual answers."""


def _is_mere_task(target: TypedValue, words: str) -> bool:
    if any(mark in target.marks for mark in ("budget", "band1", "number_in_text", "festival")):
        return False
    has_digit = any(character.isdigit() for character in words)
    return words.startswith(_DOES) and not has_digit and not says(words, _DEGREES)


RULES: tuple[Rule, ...] = (
    quantities_are_counted,
    quality_and_time_apart,
    levels_fit,
    satisfaction_asks_people,
    satisfaction_stands_apart,
    targets_can_be_measured,
)
