"""Amounts of money in prose: what each is (budget, received, spent, left …), in 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Measured
from xltools.audit.claims.numbers import Number, numbers_in
from xltools.audit.claims.places import clause_start, sentence_span, year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

Role: TypeAlias = Literal[
    "budget", "original", "received", "outturn", "item", "balance", "carried", "source", "unit",
    "other",
]  # fmt: skip
"""What an amount is: 全年预算, 年初预算, 到位, 执行, one item of what was spent, 结余, 上年结转, one source
of the money, a unit cost, not known."""

SCALE = {
    "亿元": Decimal(10000), "千万元": Decimal(1000), "百万元": Decimal(100), "万元": Decimal(1),
    "千元": Decimal("0.1"), "元": Decimal("0.0001"),
}  # fmt: skip
_UNIT = Pattern(
    r"(?:人民币)?(亿元|千万元|百万元|万元|千元|元(?![旦月年件]))(?P<per>/|每|一[人个])?"
)
_ABOUT = Pattern(r"(?:约|近|大约|超过?|逾|不足|不低于|不高于|≤|≥|<|>)$")
_ABOUT_BEHIND = Pattern(r"(?:左右|以上|以内|以下|余|多)")

_ROLES: tuple[tuple[Role, Pattern], ...] = (
    ("unit", Pattern(
        r"单价|单位成本|人均|均价|标准|每[\u4e00-\u9fff]{1,4}(?:补助|生活|补贴)?|"
        r"单[本块个台套次件辆]|起点|限额|罚款"
    )),
    ("carried", Pattern(r"(?:上年|上年度|去年|往年|以前年度)(?:结余|结转)|结转(?:资金|上年)")),
    ("balance", Pattern(r"年末结转|结转下年|结转[至到]|结余|剩余|未使用|未执行|未支[出付]|尚未|余额|结存|节约")),
    ("item", Pattern(r"用于(?:支付)?[\u4e00-\u9fff]{2}")),
    ("outturn", Pattern(
        r"实际(?:支付|支出|使用|执行|完成)|(?<!预算)支[付出](?!预算)|执行(?!情况)|已?使用(?!效)|列支|花费|拨付|报销|"
        r"完成投资|用于|支用|资金使用"
    )),
    ("received", Pattern(r"到位|收到|实际下达|下达|拨入|拨款到|到账|实际拨款")),
    ("original", Pattern(r"年初(?:部门)?预算|年初批复|年初安排|年初")),
    ("source", Pattern(
        r"(?:中央|自治区|省|市|县|区|州|地区|乡镇|本级|上级|财政|自筹|单位|其他|专项|一般公共|政府性基金)[^,。;]{0,8}"
        r"(?:资金|拨款|补助|财力|配套|预算|债券|收入|安排)"
    )),
    ("budget", Pattern(
        r"预算|批复|安排|总投资|投资额|资金总额|年度资金|项目资金|专项资金|总金额|经费|总额|资金"
    )),
)  # fmt: skip
_NEVER_OUTTURN = Pattern(r"(?:支出|执行|支付)预算|预算支出|安排支出|用于安排|支出安排")
_BEHIND = Pattern(r"(?:资金)?(?:已|均|全部|全额|足额)*(到位|下达|支付|支出|执行)")
"""858.50万元全部到位: what an amount is may stand behind it."""
_PARTS = Pattern(r"其中[::]?|分别[为是]|包括|即")


class Amount(Measured, frozen=True):
    """An amount: `value` in 万元, `ulp` what its last printed digit is worth in 万元.

    `label` are the words of its clause before it. `about`: 约…, …以上, …左右. `part`: it stands
    behind 其中. `year` that its sentence names, None if none.
    """

    role: Role
    label: str
    about: bool = False
    part: bool = False
    year: int | None = None


def find_amounts(report: Report) -> tuple[Amount, ...]:
    """Return the amounts of the prose in order; those of tables are found as tables."""
    return tuple(each for line in report.prose for each in amounts_in(line))


def amounts_in(line: Line) -> Iterator[Amount]:
    """Yield the amounts of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "预算1.5万元，实际支付12,000元，结余0.3万元。")
    >>> [(str(each.value), each.role) for each in amounts_in(line)]
    [('1.5', 'budget'), ('1.2000', 'outturn'), ('0.3', 'balance')]
    """
    before = 0
    for number in numbers_in(line):
        unit = _UNIT.match(line.text, number.end)
        if unit is None:
            continue
        yield _amount(line, number, unit[1], before, per=unit["per"] is not None)
        before = unit.end(1)


def _amount(line: Line, number: Number, unit: str, before: int, *, per: bool) -> Amount:
    text, scale = line.text, SCALE[unit]
    end = number.end + text[number.end :].index(unit) + len(unit)
    start = max(clause_start(text, number.start), before)
    label = text[start : number.start]
    if not _says_what(label):
        label = text[clause_start(text, max(start - 1, 0)) : number.start]
    lead, _, rest = label.rpartition(":")
    label = rest if _says_what(rest) else lead
    first, _ = sentence_span(line, number.start)
    role: Role = "unit" if per else role_of(label)
    behind = _BEHIND.match(text, end)
    if behind is not None and not _says_what(text[start : number.start]):
        role = "received" if behind[1] in ("到位", "下达") else "outturn"
    return Amount(
        line, number.start, end, number.value * scale, scale.scaleb(-number.places),
        role, label.strip(",，、"),
        bool(_ABOUT.search(text[: number.start][-4:]) or _ABOUT_BEHIND.match(text, end)),
        _PARTS.search(text[first : number.start]) is not None,
        year_before(line, number.start),
    )  # fmt: skip


def _says_what(label: str) -> bool:
    """False for 为, 共计 and the like, which leave the name to the clause before."""
    return _FILLER.fullmatch(label) is None


_FILLER = Pattern(r"[,，、:]*(?:共计|合计|总计|共|约|计|为|是|达到?|即|分别|[了的])*[:]?")


def role_of(label: str) -> Role:
    """Return what the words before an amount make it.

    >>> role_of("2018年实际收到预算资金"), role_of("其中财政资金"), role_of("本年支出预算")
    ('received', 'source', 'budget')
    """
    if _NEVER_OUTTURN.search(label):
        return "budget"
    for role, pattern in _ROLES:
        if pattern.search(label):
            return role
    return "other"
