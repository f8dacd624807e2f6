"""Projects named otherwise: nearly as the list has it, or another where this one is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec.structs import replace

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.money.projects import find_projects, plain_name
from xltools.audit.claims.names.names import (
    ProjectName,
    are_one_project,
    find_project_names,
    named_project,
    says_which,
    without_years,
)
from xltools.audit.claims.names.units import find_own_units
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Misread(Claim, frozen=True):
    """A name that the prose writes, and the list's (or the title's) that differs from it."""

    other: Line
    name: str


_SHORTEST = 6
_APART = frozenset("一二三四五六七八九十甲乙丙丁东西南北中上下大小新老省市县区乡镇村0123456789")


def find_near_projects(report: Report) -> tuple[Misread, ...]:
    """Return names of the list that the prose writes with one other character, never as listed.

    The remark belongs where the name stands more seldom: in the list, if the prose agrees.
    """
    projects = find_projects(report)
    if projects is None:
        return ()
    listed = [row.name for row in projects.listed.rows]
    plain = {plain_name(cell.text) for cell in listed}
    prose = [line for line in report.lines if line.kind in ("body", "heading")]
    found: list[Misread] = []
    for cell in listed:
        core = plain_name(cell.text)
        if len(core) < _SHORTEST or any(core in line.text for line in prose):
            continue
        near = [each for each in _near(core, prose) if each[3] not in plain]
        if len({each[3] for each in near}) != 1:
            continue
        line, start, end, name = near[0]
        at = (cell, 0, len(cell.text), line) if len(near) > 1 else (line, start, end, cell)
        found.append(Misread(*at, name if len(near) > 1 else cell.raw.strip()))
    return tuple(found)


def _near(core: str, lines: list[Line]) -> Iterator[tuple[Line, int, int, str]]:
    for at, char in enumerate(core):
        if char in _APART:
            continue
        other = re.compile(f"{re.escape(core[:at])}([^{_ANY}]){re.escape(core[at + 1 :])}")
        for line in lines:
            for found in other.finditer(line.text):
                if found[1] != char and found[1] not in _APART:
                    yield line, *found.span(), found[0]


_ANY = r",。;:、()《》“”\s"

_JUDGED = Pattern(
    r"(?:^|(?<=[。;,:]))(?:总的来看,|总体(?:上|来看)?,?|综上(?:所述)?,?|经(?:综合)?评价,?|经(?:自评|评审),?|截[至止][^,。;]{2,14},|20\d\d年度?)?"
    r"(?P<name>[\u4e00-\u9fff“”]{4,24}?(?:项目|经费|专项资金))(?:的)?"
    r"(?:总体|整体|综合)?(?:绩效)?(?:自评|评价|自评价)?(?:总?得分|评分|结果为|等级为|评级为|得\d|组织有序|管理规范|实施(?:顺利|规范|效果|情况)|"
    r"(?:20\d\d年)?(?:资金)?(?:预算)?执行率|资金已?(?:全部|足额)(?:到位|支付|使用)|支出\d|实际支出|全年支出|达到了?预期|完成(?:情况)?良好|"
    r"绩效(?:目标|指标)(?:全部|均|已|完成|设置|编制|明确|合理)|满意度|的?实施(?:,|使|有效|提高|提升|改善|保障))"
)
_PARTS = Pattern(
    r"其中|分别|包括|包含|含|子项目|分项|同类|相比|对比|比较|另外|另行|其他|其它|以及|类似|借鉴|参照|配套|衔接|上一?年度|第[一二三四五]"
)


def find_other_subjects(report: Report) -> tuple[tuple[ProjectName, ProjectName], ...]:
    """Return projects that are judged here, named once, and not the one of the title.

    Pairs of the odd name and the title's. A report that tells of several projects (as that of a
    fund does), or a project that stands among parts of this one, is not meant.
    """
    text = "\n".join(without_years(line.text) for line in report.lines)
    own = _own(report, text)
    if own is None or find_projects(report) is not None or own.name.endswith("资金"):
        return ()
    found = tuple(
        (each, own) for line in report.prose for each in _subjects(line)
        if text.count(each.core) == 1 and not are_one_project(each.core, own.core)
        and not _share_words(each.core, own.core) and not _is_part(each, own)
    )  # fmt: skip
    return found if len({each.core for each, _ in found}) == 1 else ()


def _own(report: Report, text: str) -> ProjectName | None:
    """The project of the title, else the one that the report names again and again."""
    names = [each for each in find_project_names(report) if each.is_sure]
    titled = next((each for each in names if _is_title(each)), None)
    if titled is None:
        return next((each for each in names if text.count(each.core) >= _OFTEN), None)
    units = [each.name for each in find_own_units(report) if titled.core.startswith(each.name)]
    core = titled.core.removeprefix(max(units, key=len, default=""))
    return replace(titled, core=core) if len(core) >= _SHORTEST - 2 else titled


_OFTEN = 3


def find_mistyped_projects(report: Report) -> tuple[Misread, ...]:
    """Return where the report's own project stands once with one other character."""
    text = "\n".join(without_years(line.text) for line in report.lines)
    own = _own(report, text)
    if own is None or len(own.core) < _SHORTEST or text.count(own.core) < _OFTEN:
        return ()
    lines = [line for line in report.lines if line.kind != "contents"]
    near = [
        each for each in _near(own.core, lines)
        if each[0].text.startswith(_NAMES, each[2]) and text.count(each[3]) == 1
    ]  # fmt: skip
    return tuple(Misread(line, start, end, own.line, own.core) for line, start, end, _ in near)


_NAMES = ("项目", "经费", "资金", "专项", "工程")


def _is_title(named: ProjectName) -> bool:
    line = named.line
    return named.is_sure and (line.kind == "title" or (line.index < 5 and not line.chapter))


def _subjects(line: Line) -> Iterator[ProjectName]:
    for found in _JUDGED.finditer(line.text):
        named = named_project(line, found.start("name"), found.end("name"))
        if says_which(named) and _DOES.search(named.name) is None:
            yield named


_DOES = Pattern(r"实施|开展|共|完成|推进|安排|拨付|用于|负责|由|部分|个别")


def _is_part(each: ProjectName, own: ProjectName) -> bool:
    """True if the sentence speaks of parts, compares, or names the report's own project, too."""
    text = each.line.text
    start = max(text.rfind(mark, 0, each.start) for mark in "。;") + 1
    ends = [at for mark in "。;" if (at := text.find(mark, each.end)) >= 0]
    sentence = text[start : min(ends, default=len(text))]
    return (
        len(_ANOTHER.findall(sentence)) > 1
        or _PARTS.search(sentence) is not None
        or own.core in sentence
    )


_ANOTHER = Pattern(r"[\u4e00-\u9fff](?<![本该此各类子])项目(?!管理|单位|负责|组)")


def _share_words(one: str, other: str) -> bool:
    """True for 农村危房改造 and 贫困户危房改造: one thing in other words."""
    match = SequenceMatcher(a=one, b=other, autojunk=False).find_longest_match()
    return match.size >= _WORDS or match.size * 2 > min(len(one), len(other))


_WORDS = 4
