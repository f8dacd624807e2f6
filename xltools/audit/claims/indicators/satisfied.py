"""Who is said to be satisfied, and how much: 受益职工满意度达到99%, 网民满意率稳步提升."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.record import At, IndicatorClaim
from xltools.audit.claims.indicators.told import find_claims, find_told
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_SAID = Pattern(
    r"(?P<who>[\u4e00-\u9fff“”]{0,16}?)(?:的)?(?P<word>(?:总体|综合|平均)?满意(?:度|率))(?:指标|情况|%|\(%\))?"
    r"(?:[”,:]|均|已|分别|为|是|达到了?|达|在|提升到|提高到|约|应)*"
    r"(?P<bound>[≥≤>=<]+|大于等于|大于|不低于|高于|超过)?"
    r"(?:(?P<rate>\d{1,3}(?:\.\d+)?)%(?P<above>(?:及?以上|左右))?|(?P<degree>(?:稳步|不断|明显|显著|有效|大幅|持续|有所|进一步)(?:提升|提高|上升)))"
)
_LEADS = Pattern(
    r"^(?:.*(?:经|通过|问卷|调查|访谈|测评|统计|显示|表明|结果|提升了?|提高了?|增强了?|确保|保障|其中|使得?|让|以及|及其|并且|同时|项目|工作(?!人员|者)|综合|"
    r"设立|设定|预期|目标|实现|达到|活动(?!参)|实施|对于|指标|情况|反馈|得到|了))?"
)
_GENERIC = Pattern(
    r"^(?:服务|受益|收益|社会|调查|项目)*(?:对象|公众|人群|人员|群体|者|受众|各方|社会)?(?:等)?$|^使用者$|^用户$"
)
_STAFF = (
    "职工",
    "干部",
    "员工",
    "工作人员",
    "教师",
    "教职工",
    "民警",
    "医护",
    "机关",
    "公务员",
    "单位人员",
)
_PUBLIC = (
    "群众",
    "公众",
    "居民",
    "人民",
    "百姓",
    "市民",
    "村民",
    "社会",
    "农户",
    "农民",
    "牧民",
)


class Satisfaction(Claim, frozen=True):
    """One statement; `rate` in percent (None: words), `bound`: at least so much. `goal`: aimed at."""

    who: str
    rate: Decimal | None
    bound: bool
    goal: bool
    words: str
    source: tuple[int, int] | None = None
    """Table and row of the claim that it is part of; None for a sentence of its own."""

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end


def find_satisfaction(report: Report) -> tuple[Satisfaction, ...]:
    """Return all statements: those of indicators, in prose and tables, and any other."""
    claims = [each for each in find_claims(report) if "满意" in each.name]
    for told in find_told(report):
        claims += [e for e in told.claims.values() if told.table and "满意" in e.name]
    found = [each for claim in claims for each in _of_claim(claim)]
    spans: dict[int, list[tuple[int, int]]] = {}
    for claim in claims:
        spans.setdefault(claim.line.index, []).append((claim.start, claim.end))
    for line in report.prose:
        taken = spans.get(line.index, [])
        for each in _in_line(line):
            if not any(each.start < end and start < each.end for start, end in taken):
                found.append(each)
    return tuple(sorted(found, key=lambda each: (each.line.index, each.start)))


def _of_claim(claim: IndicatorClaim) -> Iterator[Satisfaction]:
    who = who_of(claim.name)
    for said, goal in ((claim.target, True), (claim.actual, False)):
        if said is None or said.value.unit not in ("%", None):
            continue
        bound = said.value.kind in ("at_least", "at_most")
        yield Satisfaction(
            said.line, said.start, said.end, who, said.value.value, bound or goal, goal,
            f"{claim.name}{said.words}", (claim.table, claim.row),
        )  # fmt: skip


def _in_line(line: Line) -> Iterator[Satisfaction]:
    """Yield the statements of a line that is no indicator's.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "工作经费完成了目标，受益职工满意度达到99%。")
    >>> [(each.who, str(each.rate), each.bound) for each in _in_line(line)]
    [('受益职工', '99', False)]
    """
    for found in _SAID.finditer(line.text):
        rate = Decimal(found["rate"]) if found["rate"] else None
        who = who_of(found["who"])
        start = (
            found.start("word") - len(who)
            if line.text[: found.start("word")].endswith(who)
            else found.start("word")
        )
        bound = bool(found["bound"] or found["above"])
        yield Satisfaction(
            line, start, found.end(), who, rate, bound, tells_goals(line),
            line.words(start, found.end()),
        )  # fmt: skip


def who_of(words: str) -> str:
    """The group in the words before 满意度: 经问卷调查项目收益群众 → 收益群众.

    >>> who_of("经问卷调查项目收益群众"), who_of("党建工作人员的满意度%"), who_of("服务对象满意度")
    ('收益群众', '党建工作人员', '服务对象')
    """
    words = words.partition("满意")[0].strip("“”的(),:")
    words = _ABOUT.split(words)[0]
    bare = _LEADS.sub("", words) if words else ""
    if not bare and words.endswith(("工作人员", "项目对象")):
        return words
    return bare or ""


_ABOUT = Pattern(r"对(?!象)")
_PEOPLE = Pattern(
    r"(?:者|人|员|众|民|户|生|师|工|干部|企业|单位|家长|客|军|属|代表|家庭|群体|公众|社会|百姓|机构|部门|主体|司机|家属|商家|商户|业主"
    r"|团队|学校|社区|村|居|医护|专家|委员)(?:们|等|代表|群体)?$"
)


def is_generic(who: str) -> bool:
    """True where nobody in particular is named: 服务对象, 社会公众, nobody, or no people at all."""
    return _GENERIC.fullmatch(who) is not None or _PEOPLE.search(who) is None


def are_others(a: str, b: str) -> bool:
    """True if two groups cannot be the same people.

    >>> are_others("受益职工", "受益群众"), are_others("活动参与者", "网民")
    (True, True)
    >>> are_others("受益农户", "受益群众"), are_others("服务对象", "学生"), are_others("学生", "在校学生")
    (False, False, False)
    """
    if is_generic(a) or is_generic(b):
        return False
    first, second = _bare(a), _bare(b)
    if not first or not second or first in second or second in first:
        return False
    staff = any(w in a for w in _STAFF), any(w in b for w in _STAFF)
    if staff[0] != staff[1]:
        return True
    if staff[0] or any(w in a for w in _PUBLIC) or any(w in b for w in _PUBLIC):
        return False
    return not set(first) & set(second)


_EMPTY = ("受益", "收益", "服务", "对象", "参与", "相关", "广大", "各类", "活动", "项目")


def _bare(who: str) -> str:
    """A group without words that any group may bear."""
    for word in _EMPTY:
        who = who.replace(word, "") or who
    return who
