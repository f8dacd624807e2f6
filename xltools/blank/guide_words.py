"""What the guide says about one form: only what this form prints is spoken of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles
from xltools.blank.head_block import is_typed
from xltools.blank.indicator_cells import is_label
from xltools.profile import AssessmentForm, Column, Profile
from xltools.profile.words import label_of

_EXAMPLES = (
    ("≥", "95", "%", "不低于（达到或超过即完成）", "96.5%"),
    ("=", "8", "次", "等于", "8次"),
    ("≤", "12.5", "万元", "不超过（成本、投诉率等）", "12.3万元"),
    ("", "80%-90%", "", "在一个区间内", "85%"),
    ("", "{year}年9月30日前", "", "在某日以前完成", "{year}年9月12日"),
    (
        "定性",
        "有效提升",
        "",
        "定性，用文字说明",
        "从下拉列表中选，最好写明程度，如 部分达成（70%）",
    ),
)
"""Sign, value, unit, meaning, actual result."""


_PLANNED = frozenset(
    {
        "name", "nature", "target", "unit", "points", "weight_percent",
        "explanation", "basis", "last_year", "scoring_rule",
    }
)  # fmt: skip
"""Columns filled in from the approved budget; the others wait for the results."""
_ACHIEVED = frozenset({"actual", "status", "evidence", "measure_note", "converted_score"})


class Abilities(Struct, frozen=True):
    """What a form speaks of: a column of points, scores of any kind, a grade, reasons."""

    points: bool
    scores: bool
    grades: bool
    reasons: bool
    review: bool


def abilities(profile: Profile) -> Abilities:
    """Return what a form prints, wherever it stands, and what its policy scores."""
    form, scored = profile.form, profile.policy.scored
    tables = (form.indicators.columns, *(block.columns for block in form.assessments))
    columns = {column.key for table in tables for column in table}
    fields = {field.key for field in form.fields}
    measures = {measure.key for measure in form.funding.measures}
    return Abilities(
        points="points" in columns,
        scores=scored and bool("score" in columns | measures or "total_score" in fields),
        grades=scored and (bool(form.tail.grade_label) or "grade" in fields),
        reasons="deviation_note" in columns,
        review="review_score" in columns or "review_total" in fields,
    )


def legend(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield colour, its name and its meaning."""
    has = abilities(profile)
    yield styles.YELLOW, "浅黄", "需要填写的单元格。点中后有填写提示。"
    computed = "、".join(_computed(profile))
    if computed:
        yield styles.BLUE, "浅蓝", f"由系统计算的单元格（{computed}），不用填写。"
    lost = "，或者扣了分没有写原因" if has.scores and has.points and has.reasons else ""
    yield styles.ORANGE, "橙色", f"必填的还空着{lost}；填好后颜色自动消失。"
    sums = "、分值合计不对" if has.points else ""
    yield styles.RED, "红色", f"数据互相矛盾，如执行数大于预算数{sums}；改正后颜色自动消失。"
    review = "，或者由财政部门复核时填写" if has.review else ""
    yield styles.GREY, "浅灰", f"表头{review}，已锁定，不要改动。"


def _computed(profile: Profile) -> Iterator[str]:
    """Yield the words for what is computed on this form."""
    form, has = profile.form, abilities(profile)
    columns = {column.key for column in form.indicators.columns}
    if any(measure.key == "rate" and measure.computed for measure in form.funding.measures):
        yield "执行率"
    if "rate" in columns:
        yield "完成率"
    scored = has.scores and "score" in columns
    if scored:
        yield "得分"
    in_head = any(field.key == "total_score" for field in form.fields)
    if has.scores and (in_head or (form.tail.total_label and scored)):
        yield "总分"
    if has.grades:
        yield "等级"


def steps(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield who does what, in order."""
    form, has = profile.form, abilities(profile)
    sheet = f"“{form.sheet}”"
    typed = [field for field in form.fields if is_typed(profile, field)]
    head = "、".join(field.label for field in typed if field.kind != "long_text")
    goals = "、".join(field.label for field in typed if field.kind == "long_text")
    also = f"；再填{goals}" if goals else ""
    yield "项目负责人", f"在{sheet}填{head}{also}。"
    money = "、".join(_typed_measures(profile))
    spending = f"，并在“{profile.spending.sheet}”逐笔列出支出" if profile.spending else ""
    yield "财务人员", f"在{sheet}填{money}（单位：{form.funding.unit}）{spending}。"
    for block in form.assessments:
        yield "项目负责人", f"按“{block.side}”各项填{_asked(block)}。"
    columns = form.indicators.columns
    targets = _listed(column for column in columns if column.key in _PLANNED)
    own = _ACHIEVED if profile.policy.scored else _ACHIEVED | {"score"}
    results = _listed(column for column in columns if column.key in own)
    yield "项目负责人", f"按年初批复的绩效目标填{targets}，再填{results}。"
    button, results = ("计算得分", "填写浅蓝色的单元格，并") if has.scores else ("校验", "")
    yield (
        "单位联系人",
        f"点“{button}”，系统{results}在“{anchors.ISSUES_SHEET}”列出问题。",
    )
    yield "项目负责人", _handling(profile)
    group = f"“{profile.group.sheet}”" if profile.group else ""
    texts = f"“{anchors.TEXTS_SHEET}”" if profile.texts else ""
    both = "和".join(part for part in (group, texts) if part)
    if both:
        yield "评价组", f"填{both}；点“生成报告”得到自评报告（Word）。"
    yield "单位负责人", "审核自评表和报告，按要求报送主管部门和财政部门。"


def _typed_measures(profile: Profile) -> Iterator[str]:
    form = profile.form.funding
    if form.orientation == "one_row":
        yield from (source.label.removesuffix(f"（{form.unit}）") for source in form.sources)
    own = "revised_budget" if form.orientation == "one_row" else ""
    for measure in form.measures:
        if not measure.computed and not measure.only_total and measure.key != own:
            yield measure.label.removesuffix(f"（{form.unit}）")


def _asked(block: AssessmentForm) -> str:
    """What staff fill in for judged items: all but what the blank prints already."""
    given = {"name", "review_score"}
    given |= {"points"} if all(item.points is not None for item in block.items) else set()
    given |= {"explanation"} if any(item.explanation for item in block.items) else set()
    return _listed(column for column in block.columns if column.key not in given)


def _listed(columns: Iterable[Column]) -> str:
    """The labels of columns as a person would list them: 甲、乙和丙."""
    labels = dict.fromkeys(spoken(c) for c in columns if not is_label(c) and c.key != "rate")
    *first, last = labels or [""]
    joint = "、" if any("和" in label for label in labels) else "和"
    return joint.join(part for part in ("、".join(first), last) if part)


def spoken(column: Column) -> str:
    """What one calls a column; 符号, 值 and 单位 under a common heading are called by that."""
    apart = column.key in ("nature", "target", "unit")
    return column.group if apart and column.group else column.label


def values_chapter(profile: Profile) -> str:
    """The title over the examples: 指标值和实际完成值怎么写."""
    columns = {column.key: spoken(column) for column in profile.form.indicators.columns}
    names = (columns.get("target", "指标值"), columns.get("actual", "实际完成值"))
    return "和".join(dict.fromkeys(names)) + "怎么写"


def _handling(profile: Profile) -> str:
    has, note = abilities(profile), label_of(profile, "deviation_note")
    again = "再评分一次" if has.scores else "再检查一次"
    if not has.reasons:
        return f"逐条处理问题，{again}。"
    who = "扣了分的、大幅超额完成的" if has.scores else "没有完成的、大幅超额完成的"
    return f"逐条处理问题；{who}，在“{note}”写明原因和措施，{again}。"


def sheets(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield each sheet that staff see with what it is for."""
    has = abilities(profile)
    parts = ["项目基本情况", "资金"]
    parts += ["绩效目标和指标完成情况"] if profile.form.objective else ["指标完成情况"]
    results = [word for word, there in (("总分", has.scores), ("等级", has.grades)) if there]
    if results:
        parts.append("和".join(results))
    yield profile.form.sheet, f"主表：{'、'.join(parts)}。"
    if profile.texts:
        yield anchors.TEXTS_SHEET, "自评报告各章节的文字，一栏一段。"
    for table in (profile.group, profile.spending):
        if table:
            words = f"{table.title}。{table.hint.rstrip('。')}。"
            yield table.sheet, words.replace("。。", "。")
    yield anchors.ISSUES_SHEET, "检查出的问题、所在单元格和处理办法，由系统填写。"


def examples(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield targets as they are written on this form, each with its meaning and its actual."""
    columns = {column.key: column.label for column in profile.form.indicators.columns}
    actual = label_of(profile, "actual")
    year = profile.id.rpartition("-")[2]
    year = year if year.isdigit() else "2020"
    for nature, value, unit, meaning, result in _EXAMPLES:
        told = f"{meaning}。"
        apart = [
            f"{columns[key]}写“{part}”"
            for key, part in (("nature", nature), ("target", value), ("unit", unit))
            if key in columns and part
        ]
        if "nature" in columns or "unit" in columns:
            told += "，".join(apart).format(year=year) + "；"
        sign = "" if nature == "定性" else nature
        yield (
            f"{sign}{value}{unit}".format(year=year),
            f"{told}{actual}写：{result.format(year=year)}",
        )


def hints(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield each column that the profile explains."""
    for column in profile.form.indicators.columns:
        if column.hint:
            yield f"“{column.label}”栏", f"{column.hint.rstrip('。')}。"
