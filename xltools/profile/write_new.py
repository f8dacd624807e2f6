"""A county's profile to begin with: a short file over a base, or the whole of it.

What can be changed stands there as comments with the base's own values, so that an officer
takes away a `#` and types over what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from xltools.profile.key_words import COLUMN_WORDS, said
from xltools.profile.policy_spec import ExecutionPolicy, OverCompletion, ScoringPolicy
from xltools.profile.relabel import RELABELS, Table, labels_of
from xltools.profile.toml_writer import toml_pair, toml_table, toml_value


class Start(Struct, frozen=True):
    """What a new profile says of itself; `base` is an id, or a path to a TOML file."""

    base: str
    file: str
    id: str
    title: str
    region: str
    source: str = ""


def short_profile(content: Table, start: Start) -> str:
    """A file that extends `start.base`, whose whole content is given."""
    lines = [
        f"# {start.title}",
        f"# 没有写到的都与 {start.base} 相同。以 # 开头的行是说明，不起作用；要改哪一行，去掉行首的“# ”再改。",
        "# 文字放在英文双引号里；键（等号左边）不要改。改完依次运行：",
        f"#   xltools profile check {start.file}    指出哪一行不对、怎样改",
        f"#   xltools new {start.file}              生成空白表",
        "",
        *toml_pair("extends", start.base),
        *_identity(start),
        "",
        "# 不要的部分：版面的一块、一张附表、一个字段或一栏",
        '# without = ["form.objective", "group", "spending"]',
        "",
        *_labels(content),
        *_form(content),
        *_policy(content),
        *_texts(content),
    ]
    return "\n".join(lines).rstrip() + "\n"


def full_profile(content: Table, start: Start) -> str:
    """The whole form and policy, extending nothing: for changes that go deep."""
    own = {key: value for key, value in content.items() if key not in _HEAD}
    lines = [
        f"# {start.title}",
        f"# 由 {start.base} 写出全部内容。改完运行 xltools profile check {start.file}。",
        "",
        *_identity(start),
        *toml_table(own, notes=_NOTES),
    ]
    return "\n".join(lines).rstrip() + "\n"


_HEAD = ("id", "title", "region", "version", "source")

_NOTES = {
    "report": "自评报告的模板",
    "policy": "评分办法",
    "policy.category_points": "各一级指标的分值，合计等于满分",
    "policy.execution": "预算执行率",
    "policy.over_completion": "超额完成：threshold 是目标的倍数",
    "policy.bands": "定性指标的分档，占分值的比例，从高到低首尾相接",
    "policy.grades": "等级的下限（百分制，含本数）",
    "form": "自评表：widths 是各列的宽度（字符），下面每一行的 span 合计都等于列数",
    "form.widths": "各列的宽度（字符）",
    "form.fields": "要填的单格",
    "form.head": "表头各行，从左到右；没有标签也没有字段的一格留空",
    "form.funding": "项目资金",
    "form.objective": "年度总体目标",
    "form.indicators": "绩效指标",
    "form.indicators.columns": "各栏，从左到右",
    "form.indicators.categories": "一级指标和它的二级指标，rows 是空行数",
    "form.tail": "表尾",
    "texts": "报告文本",
    "group": "评价组",
    "spending": "支出明细",
}


def _identity(start: Start) -> Iterator[str]:
    for key, value, note in (
        ("id", start.id, "编号，与别的表样不同"),
        ("title", start.title, "表样名称"),
        ("region", start.region, "地区"),
        ("version", "1", "改了已发下去的表，加 1"),
        ("source", start.source or "（请写依据的文件名称、文号）", "依据"),
    ):
        yield f"{key} = {toml_value(value)}  # {note}"


def _labels(content: Table) -> Iterator[str]:
    yield "# ── 一、改表上印的字：写表上实际印的字。原来的字，读表时仍然认得。"
    for table, title in (
        ("fields", "表头、总体目标中要填的各格"),
        ("measures", "项目资金的各栏"),
        ("sources", "项目资金的各行"),
        ("columns", "绩效指标的各栏"),
        ("categories", "一级指标"),
        ("subcategories", "二级指标"),
    ):
        found = labels_of(content, table)
        if found and table in RELABELS:
            yield f"[relabel.{table}]  # {title}"
            yield from (f"# {key} = {toml_value(label)}" for key, label in found.items())
    yield ""


def _form(content: Table) -> Iterator[str]:
    form = content.get("form", {})
    yield "# ── 二、各栏的顺序、增加或减少一栏：从左到右写全各栏；每一栏占 span 列（不写是 1 列），"
    yield "#    左侧标题与各栏合计应等于 widths 的个数。可用的栏："
    words = [f"{key} {word}" for key, word in COLUMN_WORDS.items()]
    for begin in range(0, len(words), 6):
        yield "#    " + "，".join(words[begin : begin + 6])
    yield "[form]"
    for key in ("sheet", "title", "widths", "notes"):
        if key in form:
            yield from _silent(toml_pair(key, form[key]))
    yield "# 要填的单格，和表头各行的各格（标签或字段，各占 span 列）；增减一格时两处都写全"
    for key in ("fields", "head"):
        yield from _silent(toml_pair(key, form.get(key, [])))
    yield ""
    yield "[form.indicators]"
    yield from _silent(toml_pair("columns", form.get("indicators", {}).get("columns", [])))
    yield ""
    yield "# ── 三、一级、二级指标：增减时写全各段。rows 是空行数，synonyms 是别的叫法。"
    categories = form.get("indicators", {}).get("categories", [])
    yield from _silent(_blocks("form.indicators.categories", categories))
    yield ""


def _policy(content: Table) -> Iterator[str]:
    policy = content.get("policy", {})
    execution, over = policy.get("execution", {}), policy.get("over_completion", {})
    yield "# ── 四、评分办法：只写不同的项；category_points 要写全，合计等于满分。"
    yield "[policy]"
    yield from _silent(_pairs(policy, ("name", "source", "total_points")))
    yield f"# at_most = {toml_value(policy.get('at_most', 'excess'))}  # {_options('at_most')}"
    yield f"# late = {toml_value(policy.get('late', 'zero'))}  # {_options('late')}"
    yield from _silent(_pairs(policy, ("grades", "category_points")))
    yield ""
    yield "[policy.execution]  # 预算执行率：分值；低于多少须说明原因"
    for key in ("points", "reason_below"):
        yield f"# {key} = {toml_value(execution.get(key, getattr(ExecutionPolicy(), key)))}"
    yield ""
    yield "[policy.over_completion]  # 超额完成：threshold 是目标的倍数"
    yield f"# mode = {toml_value(over.get('mode', 'reason'))}  # {_options('mode', OverCompletion)}"
    yield f"# threshold = {toml_value(over.get('threshold', OverCompletion().threshold))}"
    yield ""


def _texts(content: Table) -> Iterator[str]:
    texts = content.get("texts", [])
    if texts:
        yield "# ── 五、自评报告里由人写的各段文字：改标题写在这里；增减时写全各段 [[texts]]。"
        yield "[relabel.texts]"
        found = labels_of(content, "texts")
        yield from (f"# {key} = {toml_value(label)}" for key, label in found.items())
        yield ""
        yield from _silent(_blocks("texts", texts))


_SUBJECTS = {"at_most": "越低越好的指标超过目标时", "late": "逾期", "mode": "超额完成"}


def _options(key: str, record: type[Struct] = ScoringPolicy) -> str:
    """What may be written there: 越低越好的指标超过目标时：excess 按超出的比例扣分，inverse …"""
    values = get_args(get_type_hints(record)[key])
    return f"{_SUBJECTS[key]}：" + "，".join(f"{value} {said(value)}" for value in values)


def _pairs(table: Table, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        if key in table:
            yield from toml_pair(key, table[key])


def _blocks(path: str, items: list[Any]) -> Iterator[str]:
    for item in items:
        yield f"[[{path}]]"
        yield from toml_table(item, path, item=True)


def _silent(lines: Iterator[str]) -> Iterator[str]:
    """The same lines as comments."""
    return (f"# {line}" if line else "" for line in lines)
