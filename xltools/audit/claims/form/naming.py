"""Whether words name an indicator as people shorten or vary it: 安装护栏 is 安装波形护栏长度."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from xltools.audit.claims.form.words import rest_of
from xltools.audit.claims.indicators.names import key_of
from xltools.patterns import Pattern

_TAIL = Pattern(
    r"(?:完成)?(?:数量|总数|个数|次数|人数|人次|户数|长度|里程|面积|规模|总量|批次|场次|时间|情况|比例|比率|幅度|数)$"
)
_SHORTEST = 2
_ROLES = Pattern(
    r"实际|完成(?:率|比例|程度)?|目标[数值]?|计划|预期|任务|要求|应当?|达到?|实现|超过|超出|高于|低于|不少于|不低于|不超过|不高于|控制在?|突破"
    r"|没有|未能?|只有?|仅|年初定?|既定|设定|绩效|指标|方面|数量|质量|时效|成本|效益|三级|得分?|扣|并|且|其|该|按|已|率|度|数|经|通过|完毕|以上|以内|以下"
    r"|平均|约|高达|为|随机|合同|工期|验收|一次性?|相比|比|较|年|月|日|提前|顺利|成功|分别|任务量|工作量"
)
_VERBS = Pattern(
    r"安装|增设|新增设?|新建|改建|建设|建成|购置|购买|采购|开展|组织|实施|举办|制作|发放|培训|维护|维修|改造|支付|奖励|参观|配备|开设|种植|设置|印发|收集|整理|检查|巡查|慰问"
)
_FIRST = Pattern(
    r"全年|平均|以[上内下]|年初|单位(?=造价|成本)|没有|未能|(?:不?[高低]|优|短|[多少大小]|不[少多大小])于|[达做得]到|超[过出]"
)
_PLEASED = Pattern(r"满意[度率]")
_WHO = Pattern(
    r"服务对象|受益对象|受益群众|社会公众|公众|群众|对象|沿线|人员|受访|被调查|调查|问卷"
)


class Naming(Struct, frozen=True):
    """How well words name an indicator.

    `covered`: what share of the name they have; `letters`: how many characters; `rest`: what they say
    besides it.
    """

    covered: float
    letters: int
    rest: str


@lru_cache(maxsize=1024)
def core_name(name: str) -> str:
    """A name without what is counted by and the like.

    >>> core_name("安装波形护栏长度"), core_name("隐患路段交通事故下降率"), core_name("培训人数(人)")
    ('安装波形护栏', '隐患路段交通事故下降率', '培训')
    """
    key = key_of(name)
    return _TAIL.sub("", key) or key


@lru_cache(maxsize=8192)
def naming_of(name: str, words: str, *, only_survey: bool = False) -> Naming:
    """Compare the words around a number with an indicator's name.

    `only_survey`: no other indicator of the form is one of satisfaction.

    >>> naming_of("安装波形护栏长度", "计划安装护栏")
    Naming(covered=0.6666666666666666, letters=4, rest='')
    >>> naming_of("安装波形护栏长度", "县道安装").rest
    '县道'
    """
    core = core_name(name)
    left, taken = words, core
    while (block := _longest(taken, left)) is not None:
        taken = taken.replace(block, "\x00", 1)
        left = left.replace(block, "\x01", 1)
    if only_survey and "满意" in core and _PLEASED.search(words):
        rest = _WHO.sub("", _PLEASED.sub("", left))
        return Naming(1.0, len(core), _rest(rest))
    letters = len(core) - len(taken.replace("\x00", ""))
    return Naming(letters / len(core) if core else 0.0, letters, _rest(left))


def _rest(words: str) -> str:
    words = _FIRST.sub("", words)
    return rest_of(_VERBS.sub("", _ROLES.sub("", rest_of(words))))


def is_said_of_nothing_else(words: str) -> bool:
    """True where the words only say what kind of number it is: 实际完成, 目标为不低于.

    >>> is_said_of_nothing_else("实际完成"), is_said_of_nothing_else("县道安装")
    (True, False)
    """
    return not _rest(words)


def _longest(a: str, b: str) -> str | None:
    """The longest run of characters of `a` that `b` has, two at least."""
    best = ""
    for start in range(len(a)):
        while start + len(best) < len(a):
            run = a[start : start + len(best) + 1]
            if "\x00" in run or run not in b:
                break
            best = run
    return best if len(best) >= _SHORTEST else None
