"""Which amounts and rates speak of the one project of a report, and not of a part of it."""

from __future__ import annotations

from xltools.audit.claims.money.amounts import Amount, amounts_in, find_amounts
from xltools.audit.claims.money.counts import find_project_counts
from xltools.audit.claims.money.tables import find_funding, find_project_tables
from xltools.audit.claims.places import sentence_span
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_SUBJECT = (
    r"(?:.*?项目(?:经费|资金)?|.*[::]|本|该|我[单部局办校院镇乡]位?)?"
    r"(?:截[至止]\S*?(?:底|末|日|月)|[至到]\S{2,10}?(?:底|末|日)|20\d\d年(?:度)?|于?(?:当|本|全)年(?:度)?|年度|共计?|合计|已经?|实际|最终|申请|"
    r"财政|总|部门|单位|资金|项目|经费|本|的|\d+月)*"
)
_WHOLE: dict[str, Pattern] = {
    "budget": Pattern(
        rf"^{_SUBJECT}(?:全年|调整后)?(?:预算|批复|安排|投资)(?:批复|安排|下达)?(?:投资)?(?:总?金额|总?额|数|资金|经费|总数)?"
        r"(?:为|是|共|约|:|合计|共计)*$"
        rf"|^(?:20\d\d年(?:度)?)?(?:本|该)?项目(?:总)?(?:资金|经费)(?:总额|总数)?(?:为|是|共|共计|:)*$|^{_SUBJECT}(?:资金)?总(?:额|数|投资)(?:为|是|共|:)*$"
    ),
    "received": Pattern(
        rf"^(?:[^,。;:]{{0,8}}(?:财政局|上级))?{_SUBJECT}(?:收到|到位|下达)(?:预算|项目|专项|补助)*(?:资金|经费|金额|数)?(?:为|是|共|约|:|了)*$"
    ),
    "outturn": Pattern(
        rf"^{_SUBJECT}(?:预算)?(?:支付|支出|执行|使用|拨付)(?:总?金额|资金|数|总?额|预算|经费)*(?:为|是|共|约|:|了|合计)*$"
    ),
    "balance": Pattern(rf"^{_SUBJECT}(?:结余|剩余|未使用|未执行|未支[付出])(?:资金|金额|数|额)?(?:为|是|共|约|:|了)*$"),
}  # fmt: skip
_LISTED = Pattern(r"^(?:\(?\d{1,2}\)?[.、)]|[①-⑩])")
_PURPOSE = Pattern(r"(?:资金|经费)?(?:支持|用于|给予|补助|购买|建设)")
"""安排252万元支持新筹集公租房: one of several things that money was given for."""
_OF_MONEY = Pattern(r"率|资金|执行|预算|到位|支出|投入")
"""A numbered paragraph about the money of the project (2.资金执行情况。…), not about one item."""
_OTHER = Pattern(
    r"累计|概算|20\d\d(?:年)?[-至到]20\d\d年|[两二三四五]年(?:来|内|计划)|分[两二三四]年|计划[两二三四五]年"
    r"|指标[”\"]?[(（:,]|指标值|预期|目标值|≤|≥|不超过|不高于|控制在"
)
"""A sentence about several years, or about one indicator and its target."""
_PARTIAL = Pattern(
    r"其中|分别|子项目|分项|二级项目|第[一二三四]笔|[一二三四]是|批次|首付|尾款|月份|季度"
)


def is_of_one_project(report: Report) -> bool:
    """True unless the report lists several projects with their money, in a table, lines or chapters."""
    listed = {
        found["name"] for line in report.prose if (found := _LISTED_PROJECT.match(line.text))
    }
    if len(listed) > 1 or find_project_tables(report):
        return False
    return not _has_chapters_on_projects(report)


def _has_chapters_on_projects(report: Report) -> bool:
    """True for （一）甲经费 （二）乙经费 in a report that says how many projects it tells of."""
    if not find_project_counts(report):
        return False
    for chapter in (each for outer in report.chapters for each in outer.walk()):
        titles = [part.heading.title for part in chapter.parts]
        if len([each for each in titles if _NAMED_PROJECT.match(each)]) > 1:
            return True
    return False


_NAMED_PROJECT = Pattern(
    r"(?!(?:项目|本|资金|财政|专项|预算|其他|年度|上级|中央|省级|市级|县级|区级|自治区|配套|[级的])*(?:项目|经费|资金|补贴)$)"
    r"[^,。;:]{3,}(?:项目|经费|专项资金|补助资金|补贴)(?:\(.*\))?$"
)
_LISTED_PROJECT = Pattern(
    r"^(?:\(?\d{1,2}\)?[.、)]|[-·①-⑩])?(?P<name>[^,。;:]{3,36}?)项目(?:经费)?:(?:\d[\d.,]*万?元|[^,。;]{0,6}(?:预算|安排|资金))"
)
"""3.居家养老服务项目：预算金额150万元…; 公益性公墓建设项目：210万元."""


def find_stated(report: Report) -> tuple[Amount, ...]:
    """Return the amounts that speak of the whole of the only project; none if there are several."""
    if not is_of_one_project(report):
        return ()
    cells = [each for line in _told_in_cells(report) for each in amounts_in(line)]
    told = "".join(line.text for line in report.lines)
    found = [
        each
        for each in (*find_amounts(report), *cells)
        if is_whole(each) and _is_of_the_report(each, told)
    ]
    for each in find_funding(report):
        if each.whole and each.role in _WHOLE:
            cell = each.figure
            found.append(
                Amount(
                    cell.line, cell.start, cell.end, cell.value, cell.ulp, each.role, each.label
                )
            )
    return tuple(sorted(found, key=lambda each: (each.line.index, each.start)))


_NAMED = Pattern(r"(?P<name>[^,。;:、()]{3,30})项目(?:经费|资金)?(?!.*项目)")


def _is_of_the_report(amount: Amount, told: str) -> bool:
    """False for 某某休闲农庄建设项目到位资金…: one of several, named here and hardly anywhere else."""
    named = _NAMED.search(amount.label)
    if named is None or _OWN.search(named["name"]):
        return True
    return told.count(named["name"]) >= 3


_OWN = Pattern(r"下达|安排|收到|到位|批复|本|该|此|上述|我[单部局办校院镇乡县区市]|全年|年度")


def _told_in_cells(report: Report) -> list[Line]:
    """Cells that hold a sentence: 全年使用资金19.27万元。"""
    return [line for line in report.lines if line.kind == "cell" and len(line.text) >= 8]


def is_whole(amount: Amount) -> bool:
    """True for 本项目实际支出…, false for 支付设备款… and for the parts behind 其中.

    >>> from xltools.audit.report import make_line
    >>> [is_whole(each) for each in amounts_in(make_line(0, "本项目实际支付1万元，设备支出2万元"))]
    [True, False]
    """
    pattern = _WHOLE.get(amount.role)
    if pattern is None or amount.about:
        return False
    before = amount.line.text[: amount.start]
    sentence = before[max(before.rfind("。"), before.rfind(";")) + 1 :]
    if _LISTED.match(amount.line.text) and not _OF_MONEY.search(amount.line.text[:14]):
        return False
    start, end = sentence_span(amount.line, amount.start)
    if _OTHER.search(amount.line.text[start:end]) or _PURPOSE.match(
        amount.line.text, amount.end
    ):
        return False
    if _PARTIAL.search(sentence) and not _RESUMES.search(amount.label):
        return False
    return pattern.search(amount.label) is not None


_RESUMES = Pattern(r"^(?:实际支[付出]|截[至止]|全年执行|20\d\d年(?:度)?实际)")
