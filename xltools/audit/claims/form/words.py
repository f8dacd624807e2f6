"""Words that name no part of a project: when, whose, how much. What is left when they are gone
names an item, a place, another party; then a number is not the project's, or nobody can say.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from xltools.audit.report import Line
from xltools.patterns import Pattern

_WHEN = (
    r"截[至止]到?|(?:到|至)(?=20\d\d年|1?\d月|年[底末]|当年|目前)|20\d\d年度?|(?<!\d)1?\d月(?:份|底|末|\d{1,2}日)?(?:止|前)?"
    r"|年[底末内中]|[全当今]年|本年度?|年度|目前"
)
_WHOSE = (
    r"我[县市区镇乡部局院校办中][心室]?|本[县市区镇乡部局院校]|(?:[省市县区州旗]|自治区|地区)?(?:本?级)?财政(?:局|厅|部门|系统)?|主管部门|上级|部门|单位"
    r"|本|该|此|其|上述|项目|工程|专项(?=资金|经费)|一般公共(?=预算)|政府性基金(?=预算)"
)
_HOW = (
    r"来源(?:于|为)?|总共|一共|共计|合计|总计|累计|共有?|总|已经?|均|全部|全额|足额|及时|按[时期]|如期|实际|最终|最后|主要|为|是|达到?|只有|仅|约|近|近?于|了|的|得|将|把|由|经"
    r"|并且?|也|还|则|即|和|以及|及|与|在|从|到|至|用|数额?|额度?|金额|款项|使用|情况|方面|内|中|上|下|来|又|就|有|个|钱|等|左右|规模|批次?"
)
_NEUTRAL = Pattern(rf"{_WHEN}|{_WHOSE}|{_HOW}|[^\u4e00-\u9fff]")
_SHORTEST = 4


def without_names(words: str, names: Iterable[str]) -> str:
    """The words without whatever they share with the names, four characters or more.

    >>> without_names("护栏工程共花费", ["农村护栏工程"])
    '共花费'
    """
    for name in names:
        at = 0
        while at < len(words):
            length = _shared(words[at:], name)
            if length >= _SHORTEST:
                words = words[:at] + words[at + length :]
            else:
                at += 1
    return words


@lru_cache(maxsize=2048)
def _shared(words: str, name: str) -> int:
    length = 0
    while length < len(words) and words[: length + 1] in name:
        length += 1
    return length


def rest_of(words: str) -> str:
    """What is left of the words when those that name no part are gone.

    >>> rest_of("截至12月底,项目累计"), rest_of("县道的")
    ('', '县道')
    """
    return _NEUTRAL.sub("", words)


_MIDYEAR = Pattern(
    r"(?:截[至止]到?|到|至)(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9])月|[上下]半年|[一二三四]季度|(?<!\d)(?:[1-9]|1[01])月(?:份|底|末)?(?=[\u4e00-\u9fff]{0,6}(?:支[付出]|执行|完成|到位))"
)


def is_of_a_part_of_the_year(line: Line, start: int, end: int) -> bool:
    """True for 截至9月底…, 上半年…: such a number is not that of the year.

    >>> from xltools.audit.report import make_line
    >>> [is_of_a_part_of_the_year(make_line(0, text), 0, 99) for text in (
    ...     "截至2020年9月底支出300万元", "截至12月底支出300万元", "上半年支出300万元")]
    [True, False, True]
    """
    return any(found["month"] != "12" for found in _MIDYEAR.finditer(line.text[start:end]))


_OTHER_TIME = Pattern(
    r"上年(?!度?结[转余])|去年|上一年|往年|同期|历年|以来|以前年度(?!结)|下年(?!度?(?:继续)?使用)|[明次来]年|下一?步|拟|预计|申请追加"
    r"|[三四五两二]年(?:内|来|间|行动|计划|规划)|20\d\d(?:年)?[-至~到]20\d\d年|如果|假如|假设"
)
_OTHER_PARTY = Pattern(
    r"标段|合同|中标|招标|采购|公司|企业|控制价|限价|结算价|审定|首付|预付|尾款|质保|人均|平均|每[\u4e00-\u9fff]|估算|概算|测算"
    r"|[一二三四五六]是|第[一二三四五](?!季度|方)|[甲乙丙丁\u4e00-\u9fff](?<![个各全乡])[镇乡](?![镇村道])|(?<![农乡各个])村(?!级|镇|道路)|社区|学校|分别|罚款|标准"
)


def is_of_another_time(line: Line, start: int, end: int) -> bool:
    """True where the words speak of another year, or of what is only planned."""
    return _OTHER_TIME.search(line.text[start:end]) is not None


def is_of_another_party(line: Line, start: int, end: int) -> bool:
    """True where the words speak of a place, a contract, a party, one of a list."""
    return _OTHER_PARTY.search(line.text[start:end]) is not None


_AHEAD = Pattern(r"下一?步|打算|明年|下年度?(?:计划|安排|工作)|[建意]议|改进|整改|安排建议")


def looks_ahead(line: Line) -> bool:
    """True for the chapters on what is to come."""
    return any(_AHEAD.search(title) for title in line.chapter[-2:])
