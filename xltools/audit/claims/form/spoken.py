"""What an amount is by any words that people use for it: 共花费, 财政安排资金, 尚余, 追加, 上年结转."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.audit.claims.form.words import rest_of, without_names
from xltools.audit.claims.money.amounts import Amount
from xltools.patterns import Pattern

Kind: TypeAlias = Literal[
    "balance", "carried", "raised", "cut", "adjusted", "original", "revised", "outturn",
    "received", "budget", "granted", "money",
]  # fmt: skip
"""结余, 上年结转, 追加, 压减, 调整(either way), 年初预算, 全年预算, 支出, 到位, 预算; 下达 and 拨付, which may
be budget, receipt or outturn; 资金 by itself, which may be budget or receipt."""

_KINDS: tuple[tuple[Kind, Pattern], ...] = (
    ("carried", Pattern(
        r"(?:上年|上一?年度?|以前年度|往年|历年)度?(?:财政)?(?:结转结余|结余结转|结转|结余)(?:资金)?|(?<!年末)(?<!下年)结转(?:结余)?资金(?!下年)"
    )),
    ("balance", Pattern(
        r"结余(?:结转)?|结存|剩余|[余剩]下|[尚还仍结]余|还剩|剩(?!余)|余额|(?:尚?未|没有?)(?:能)?(?:实际)?(?:支[付出]|使用|执行|用完|用|花完)(?:完毕|完)?"
        r"|节[余约]|沉淀|结转(?:下年|[至到]|次年)(?:度)?(?:继续)?(?:使用)?|年末结转|收回"
    )),
    ("raised", Pattern(r"追加|调增|(?:调整)?(?:新增|增加|增拨|增列|增补)|另增")),
    ("cut", Pattern(r"调减|压减|核减|追减|(?:调整)?(?:减少)")),
    ("original", Pattern(
        r"年初(?:财政|部门|县财政|市财政|区财政)?(?:预算)?(?:批复|安排|核定|下达|申报|编制|确定)?(?:的)?(?:部门|项目|财政)?(?:预算)?(?:批复|安排|总?[数额]|金额)?"
    )),
    ("revised", Pattern(
        r"全年(?:项目|财政)?预算(?:安排|[数额]|总额|金额)?|调整后(?:的)?(?:全年|年度|项目|财政)?(?:总)?预算(?:[数额]|总额|金额)?|(?:预算)?(?:调整|变更|追加)(?:为|到|至)|最终预算|调整预算数?"
    )),
    ("budget", Pattern(r"支出预算|执行预算|预算支出|安排支出|支出安排")),
    ("outturn", Pattern(
        r"(?:支付|支出|执行|列支|开支|报销|支用|花费|花掉|花去|花了|花|用去|用掉|用了|使用(?!效|率))(?!率|进度|情况|[一二三四]?季度)(?:总[额数]|金额|[数额])?"
        r"|(?:已经?|共|实|只|仅)用[去掉了]?|完成(?:了)?(?:实际)?投资(?:额)?|投资完成额?|兑付"
    )),
    ("received", Pattern(r"到位|到账|收到|拨入")),
    ("granted", Pattern(r"下达|拨付|发放|下拨")),
    ("budget", Pattern(
        r"预算(?:批复|安排|总[额数]|金额|总金额|[数额])?|批复|核定|安排|总投资|投资总?额|资金总[额量]|投资|申请"
    )),
    ("money", Pattern(r"资金|经费|拨款|总[额数]|投入|金额")),
)  # fmt: skip
_BEFORE_SOURCE = r"(?:专项|补助|配套|预算|安排|一般公共)*"
_LEVELS = {
    "central": "中央",
    "provincial": "省|自治区",
    "municipal": "市|州|地区",
    "county": "县|区|旗",
}
_SOURCES: tuple[tuple[str, Pattern], ...] = (
    *(
        (key, Pattern(
            rf"(?:{level})(?:本?级)?(?:财政)?{_BEFORE_SOURCE}(?:资金|拨款)|(?:{level})级(?:财政)?(?:配套|补助|承担|投入)?"
        ))
        for key, level in _LEVELS.items()
    ),
    ("county", Pattern(rf"本级(?:财政)?{_BEFORE_SOURCE}(?:资金|拨款)?")),
    ("central", Pattern(r"中央(?:财政)?(?:补助|专项)")),
    ("other", Pattern(r"其[他它]资金|自筹(?:资金)?|单位(?:自有)?资金|社会资金|配套资金|银行贷款")),
    ("appropriation", Pattern(
        r"(?:当年)?财政(?:性)?(?:拨款|资金)|当年(?:财政)?拨款|一般公共预算(?:财政)?(?:拨款|资金)?"
    )),
)  # fmt: skip
_WHOLLY = Pattern(r"全部|全额|足额")
_BEHIND = Pattern(
    r"(?:的)?(?:资金|款项|预算)?(?:已经?|均|全部|全额|足额|及时|按[时期]|目前|年内|当年|年底|仍|还|暂|由|被|县|市|区|财政(?:局|部门)?|统筹|作为|[,，](?=已?(?:由财政)?收回|结转))*"
    r"(?P<word>到位|下达|支付|支出|执行|使用|用完|花完|(?:尚?未|没有?)(?:支[付出]|使用|执行|用完)|结余|收回|结转(?:下年|[至到]))"
)
_WHOLE = Pattern(r"项目|全年|累计|总|共|合计|截[至止]|年底|年末|当年")


_CARRIED = _KINDS[0][1]


class Meaning(Struct, frozen=True):
    """What the words around an amount make it.

    `kinds`: each that it may be; none if the words say nothing. `rest`: what its words say besides,
    the name of an item, a place, a party; empty for the project as a whole. `source`: the source of
    the money that is named. `whole`: it is said to be all there is. `wholly`: 全部到位.
    """

    kinds: tuple[Kind, ...]
    rest: str
    source: str = ""
    whole: bool = False
    wholly: bool = False


def meaning_of(amount: Amount, names: Sequence[str] = ()) -> Meaning:
    """Read the words before an amount and right behind it; what they share with `names` (of the
    project, of its unit) says nothing of a part.

    >>> from xltools.audit.claims.money.amounts import amounts_in
    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "到年底项目共花费9万元,尚余1万元未支付,县道支出3万元,其中上年结转2万元")
    >>> for found in map(meaning_of, amounts_in(line)):
    ...     print((found.kinds, found.rest, found.source))
    (('outturn',), '', '')
    (('balance',), '', '')
    (('outturn',), '县道', '')
    (('carried',), '', 'carry_over')
    """
    label = without_names(amount.label.removeprefix("其中"), names)
    kinds: list[Kind] = []
    carried = _CARRIED.search(label)
    source, left = ("", label) if carried else _source_of(label)
    for kind, pattern in _KINDS:
        if pattern.search(left):
            kinds.append(kind)
            left = pattern.sub(" ", left)
    behind = _BEHIND.match(amount.line.text, amount.end)
    words = label + (behind[0] if behind else "")
    found = _settled(kinds, behind["word"] if behind else "")
    if "carried" in found:
        source = "carry_over"
    return Meaning(
        found, rest_of(left), source, _WHOLE.search(label) is not None,
        _WHOLLY.search(words) is not None,
    )  # fmt: skip


def _source_of(words: str) -> tuple[str, str]:
    """The source that the words name, and the words without it."""
    named = [(key, pattern) for key, pattern in _SOURCES if pattern.search(words)]
    if not named:
        return "", words
    for _, pattern in named:
        words = pattern.sub(" ", words)
    return named[0][0], words


def _settled(kinds: Sequence[Kind], behind: str) -> tuple[Kind, ...]:
    """The kinds that an amount may be, of all that are named before and behind it."""
    after = next((kind for kind, pattern in _KINDS if behind and pattern.search(behind)), None)
    if after == "balance" and not {"carried", "balance"} & set(kinds):
        return ("balance",)
    for kind in ("carried", "balance", "raised", "cut"):
        if kind in kinds:
            both = kind == "balance" and "cut" in kinds
            return (kind, "cut") if both else (kind,)
    if "original" in kinds:
        return ("original",)
    if "outturn" in kinds:
        return ("outturn",)
    if "revised" in kinds:
        return ("revised",)
    if after is not None and not set(kinds) - {"money"}:
        return (after,)
    if after is not None:
        return (*kinds, after)
    return tuple(dict.fromkeys(kinds))
