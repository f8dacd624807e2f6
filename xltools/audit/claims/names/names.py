"""What a report calls the project that it evaluates, and the unit whose report it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class ProjectName(Claim, frozen=True):
    """The evaluated project as one place calls it; `is_sure` if that place says that it is.

    `core` is the name without year, marks and the general words at its end.
    """

    name: str
    core: str
    is_sure: bool


_NAME = r"(?P<name>[\u4e00-\u9fffA-Za-z0-9“”\"·/—-]{4,36}?(?:项目|经费|专项资金|补助资金))"
_SURE = (
    Pattern(rf"项目名称(?:为|是|:)+{_NAME}"),
    Pattern(rf"评价对象(?:为|是|:)+{_NAME}"),
    Pattern(rf"(?:旨在评价|全面了解|自评对象为|评价的是){_NAME}(?:资金|实施|支出|绩效|的)"),
    Pattern(
        rf"(?:^|[。;,:]){_NAME}(?:绩效自?评价?|综合评价|自评)?(?:总?得分|结果为|评级|评价等级)"
    ),
    Pattern(rf"开展了?{_NAME}的?(?:支出)?(?:绩效评价|绩效自评|自评)"),
)
_LIKELY = (
    Pattern(rf"(?:^|[。;,:]){_NAME}(?:自20\d\d年[\d月日]*)?实施以来"),
    Pattern(
        rf"(?:^|[。;,:]){_NAME}(?:20\d\d年度?|年初|全年)?(?:预算|资金|总投资)(?:安排|总额|批复|下达|到位|共|为|\d)"
    ),
    Pattern(
        rf"(?:为|对|针对){_NAME}(?:今后|进行了?(?:绩效)?评价|开展(?:绩效)?(?:自评|评价)|(?:的)?后续)"
    ),
    Pattern(rf"完成了?{_NAME}的?(?:工作)?目标"),
)
_TITLE = Pattern(
    rf"{_NAME}的?(?:支出)?(?:\(20\d\d年度?\))?(?:绩效|自评|部门评价|财政评价|事前|事后|重点)[\u4e00-\u9fff]{{0,12}}报告"
)
_GENERAL = Pattern(
    r"^(?:本|该|此|上述|这|类似|同类|各|其他|其它|相关|有关|所有|全部|重点|具体|今后|每|年度|部门|支出|整个|单位|多|所|我|"
    r"以下|以上|部分|预算|财政|一般|专项|重大|新增|延续|主要|政府|[大小子]项|若干|中央|省|市|县|区|资金|根据|按照|对|经|由|在|将|"
    r"[\d一二两三四五六七八九十]+[个项类]|实施|开展|推进|建设|项目|因|如|与|为|是|使|通过|评价|绩效|目前|截至|其中|以)"
)
_ADDED = Pattern(r"20\d\d年(?:度)?|20\d\d(?!\d)|[“”\"]|\([^()]*\)")
_ABOUT = Pattern(r"^.*关于")
_ENDS = ("项目", "经费", "资金", "专项", "补助", "工作", "支出")
_BREAKS = Pattern(r"[的了和及与]|以及|用于|主要|预算后|共投入")
_OF_A_UNIT = Pattern(
    r"(?:[局委厅院校镇乡站所馆处县区市省]|办公室|中心|政府|公司|部门|财政|预算|\d+个|执行数|预算数|\))$"
)
"""Names that say whose projects are told of, or how many, and not which."""


def find_project_names(report: Report) -> tuple[ProjectName, ...]:
    """Return what the report calls its project, where a sentence says that it means it."""
    found: list[ProjectName] = []
    for line in report.lines:
        if line.kind in ("cell", "contents"):
            continue
        found += _in(line)
    for table in report.tables:
        for row in table.rows:
            for label, value in pairwise(row):
                named = named_project(value, 0, len(value.text), is_sure=True)
                if label.text == "项目名称" and label is not value and says_which(named):
                    found.append(named)
    return tuple(found)


def _in(line: Line) -> Iterator[ProjectName]:
    is_title = line.kind == "title" or (not line.chapter and line.index < 5)
    patterns = [(_TITLE, True)] if is_title and len(line.text) < 60 else []
    patterns += [(pattern, True) for pattern in _SURE]
    patterns += [(pattern, False) for pattern in _LIKELY]
    for pattern, is_sure in patterns:
        for found in pattern.finditer(line.text):
            named = named_project(line, found.start("name"), found.end("name"), is_sure=is_sure)
            if says_which(named):
                yield named


def named_project(line: Line, start: int, end: int, *, is_sure: bool = False) -> ProjectName:
    """The project that a part of a line names."""
    name = line.text[start:end]
    return ProjectName(line, start, end, name, core_of_project(name), is_sure)


def says_which(named: ProjectName) -> bool:
    """False for 本项目, 类似项目 and for half a sentence that ends with 项目."""
    return (
        len(named.core) >= 4
        and _GENERAL.match(named.name) is None
        and _BREAKS.search(named.core) is None
        and _OF_A_UNIT.search(named.core) is None
    )


def core_of_project(name: str) -> str:
    """Return what tells a project's name from others.

    >>> core_of_project("2022年度“甲县电子政务外网”运行维护经费项目")
    '甲县电子政务外网运行维护'
    """
    core = _ABOUT.sub("", without_years(name))
    while True:
        last = next((e for e in _ENDS if core.endswith(e) and len(core) > len(e) + 2), "")
        if not last:
            return core
        core = core.removesuffix(last)


def without_years(text: str) -> str:
    """Return a text without years, brackets and quotation marks, for comparing names."""
    return _ADDED.sub("", text)


def are_one_project(one: str, other: str) -> bool:
    """True if two cores are one name, one cut short (互联网党建: 互联网领域党建) or mistyped.

    >>> are_one_project("互联网党建", "甲县互联网领域党建"), are_one_project("网站宣传", "网站运维")
    (True, False)
    """
    short, whole = sorted((one, other), key=len)
    letters = iter(whole)
    if all(letter in letters for letter in short):
        return True
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio() >= _NEAR


_NEAR = 0.7
_ORDINALS = "一二三四五六七八九十东西南北甲乙丙丁0123456789"


def find_namesakes(report: Report) -> tuple[tuple[Line, int, int, ProjectName], ...]:
    """Return where the project's name stands with another ordinal: 第五小学… for 第二小学…."""
    found = []
    sure = {each.core: each for each in find_project_names(report) if each.is_sure}
    for core, named in sure.items():
        if len(core) < _LONG_ENOUGH or not set(core) & set(_ORDINALS):
            continue
        other = "".join(f"[{_ORDINALS}]" if c in _ORDINALS else re.escape(c) for c in core)
        for line in report.lines:
            for match in re.finditer(other, line.text):
                if match[0] != core:
                    found.append((line, *match.span(), named))
    return tuple(found)


_LONG_ENOUGH = 8
