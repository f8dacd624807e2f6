"""Words and characters that stand twice in a row.

Chinese may double on purpose (常常, 一件一件, 研究研究), and one word's end is often the next
word's beginning (建设|设施, 县政府|政府采购). What is found here is neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.person_names import Words
from xltools.audit.claims.text.lexicon import is_word
from xltools.audit.report import Line, Report
from xltools.audit.tables import load_table
from xltools.patterns import Pattern


class Doubled(Struct, frozen=True, forbid_unknown_fields=True):
    """doubled.toml."""

    tried: frozenset[str]
    kept: frozenset[str]
    heads: frozenset[str]
    followers: tuple[str, ...]


class Doubling(Claim, frozen=True):
    """A part of a line that stands twice: `once` is what was meant.

    `is_titles`: two titles with the same words, run together.
    """

    once: str
    is_titles: bool = False

    @property
    def twice(self) -> str:
        """The part as it stands."""
        return self.line.text[self.start : self.end]

    def around(self, before: int, behind: int) -> str:
        """The part with its neighbours, as they were written."""
        start, end = max(0, self.start - before), min(len(self.line.text), self.end + behind)
        return self.line.words(start, end).strip()


def find_doublings(report: Report) -> tuple[Doubling, ...]:
    """All doublings in reading order: phrases, words, characters."""
    text = "\n".join(line.text for line in report.lines)
    found: list[Doubling] = []
    for line in report.lines:
        if line.kind == "contents":
            continue
        phrases = [*_phrases(line), *_words(line, text), *_counts(line), *_run_on(line)]
        taken = {at for each in phrases for at in range(each.start, each.end)}
        found += phrases
        found += [each for each in _characters(line) if each.start not in taken]
        found += _title_parts(line)
    return tuple(sorted(found, key=lambda each: (each.line.index, each.start)))


_PHRASE = Pattern(
    r"([\u4e00-\u9fff]{3,24})\1|([\u4e00-\u9fff]{4,24}[,;:]|[\u4e00-\u9fff]{2,3}:)\2"
    r"|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{8,40})[,、]\3(?![\u4e00-\u9fff、])"
)
_BODY_AND_HEAD = Pattern(
    r".*[室会组部局委处科队院校社站所心村]\|(?:主任|书记|副|组长|组员|成员|办公室|局长|部长|科长|处长|队长|院长|校长|会议|领导)"
)
"""县政府办公室|办公室主任: a body's name, then the same body at the head of a post."""


def _phrases(line: Line) -> Iterator[Doubling]:
    for found in _PHRASE.finditer(line.text):
        once = (found[1] or found[2] or found[3]).rstrip(",;:")
        behind = line.text[found.end() : found.end() + 3]
        if once[0] == "一" or len(set(once)) == 1 or _BODY_AND_HEAD.match(f"{once}|{behind}"):
            continue
        if once[-2:] == once[:2] and len(once) == 4:  # 研究研究研究研究
            continue
        if not _touch(line, found.start() + (found.end() - found.start()) // 2):
            continue
        yield Doubling(line, found.start(), found.end(), once)


def _touch(line: Line, at: int) -> bool:
    """True if nothing stands between the two: 单位 单位名称 are two heads with a blank."""
    return line.offsets[at] == line.offsets[at - 1] + 1


_WORD = Pattern(r"([\u4e00-\u9fff]{2})\1")
_CLOSING = frozenset(",。;:、.!?)”》】的是为已共总在和与及等中内,")


def _words(line: Line, text: str) -> Iterator[Doubling]:
    """Words of two characters; see doubled.toml for those that may meet."""
    table = load_table("doubled", Doubled)
    for found in _WORD.finditer(line.text):
        once, start, end = found[1], found.start(), found.end()
        if once[0] == once[1] or once in table.kept or set(once) & _COUNTING:
            continue
        behind = line.text[end : end + 2]
        if not _touch(line, start + 2) or _is_of_a_name(line.text, start, end):
            continue
        if once in table.tried and behind[:1] in _TRYING | _BODIES | {"生"}:
            continue
        if once in table.heads:
            if behind.startswith(table.followers) and not _stands_once(
                line.text, start, end, text
            ):
                continue
        elif behind[:1] in _BODIES or (is_word(once[::-1]) and not is_word(once)):
            continue
        yield Doubling(line, start, end, once)


_COUNTING = frozenset("一二三四五六七八九十两几零百千万很极着越最")
_BODIES = frozenset("长员团口地队局院站所厅会署室部处科组")
"""支队|支队长, 根据|根据地: the second is the beginning of a longer word."""
_TRYING = frozenset(",。;:、.!?)”再才看就吧过了一下后") | {""}
"""研究研究再定: what stands behind a verb that is tried."""


def _is_of_a_name(text: str, start: int, end: int) -> bool:
    """True for 古丽古丽·某某: names from other languages may double their syllables."""
    return "·" in (text[start - 1 : start], text[end : end + 1])


_COUNT = Pattern(
    r"(?<![\d.])(\d+(?:\.\d+)?(?:年度?|月份?|万元|元|人次|[人个项台套户亩份次天]))\1(?!\d)"
)


def _counts(line: Line) -> Iterator[Doubling]:
    """9月9月, 12人12人."""
    for found in _COUNT.finditer(line.text):
        if _touch(line, found.start() + len(found[1])):
            yield Doubling(line, found.start(), found.end(), found[1])


_RUN_ON = Pattern(r"([\u4e00-\u9fff]{2}了)(?=[\u4e00-\u9fff]{2,5}\1)")


def _run_on(line: Line) -> Iterator[Doubling]:
    """建立了甲市建立了…制度: the sentence was begun a second time."""
    for found in _RUN_ON.finditer(line.text):
        end = line.text.index(found[1], found.end()) + len(found[1])
        if not set(line.text[found.end() : end]) & set("的和与及并也又且或"):
            yield Doubling(line, found.start(), end, found[1])


def _stands_once(line: str, start: int, end: int, text: str) -> bool:
    """True if the same words with only one of the two stand elsewhere in the report."""
    once = line[start : start + 2]
    before, behind = line[max(0, start - 3) : start], line[end : end + 2]
    if len(before) < 3 or len(behind) < 2 or not behind.strip("、,。;:"):
        return False
    return before + once + behind in text


_CHARACTER = Pattern(r"([\u4e00-\u9fff])\1")
_GRAMMAR = frozenset(
    "的在是有和为与及以由向对将被把就也都还又从到于而且但则或即该此我你不没更再已曾可能要应须需所之"
)
"""Characters that are words by themselves: doubled only where each ends or begins a word."""
_ON_PURPOSE = frozenset(
    "年天人日月时事处家户层步常往刚仅渐稍纷频屡偏默悄缓徐早晚深远久牢紧切好多大小慢轻重细匆每最本个件条项样种次"
    "代方点面节村乡地作任会省市县区镇心乎裸洞呆森艳蜜爽辣灵丹斯"
)
"""Characters that are doubled in earnest (层层, 热乎乎), or end and begin names (市|市级)."""
_GIVEN = frozenset(
    "丽婷莉娜萍媛晶静亮明红芳燕露佳圆倩洋阳强玲珍霞敏慧梅兰英琴蓉欢欣雯楠金文平涛辉波勇军"
)
"""Given names that are doubled: 张丽丽."""
_SUFFIX = frozenset("费率局部室科组表数额款量性员店厂站院校类型式法制况")
"""Characters that make a word of nearly anything before them: 网络费, 执行率."""


def _characters(line: Line) -> Iterator[Doubling]:
    text = line.text
    for found in _CHARACTER.finditer(text):
        start, end, char = found.start(), found.end(), found[1]
        before, behind = text[start - 1 : start], text[end : end + 1]
        if char in _ON_PURPOSE or behind == "长" or before in ("一", "两"):
            continue
        if char in _GIVEN and before in load_table("people", Words).surnames:
            continue
        if char in (before, behind) or _is_reduplicated(text, start, end):
            continue
        ends_a_word, begins_a_word = is_word(before + char), is_word(char + behind)
        is_fund = char == "金" and is_word(text[start - 2 : start])
        if is_fund and not ends_a_word and is_word(text[end : end + 2]):
            begins_a_word = False  # 优待金|金发放: 发放 is the word, not 金发
        if begins_a_word or (char in _GRAMMAR and ends_a_word) or not _stands_free(text, end):
            continue
        is_suffix = char in _SUFFIX or is_fund
        if ends_a_word or char in _GRAMMAR or (is_suffix and before.isalnum()):
            yield Doubling(line, start, end, char)


def _stands_free(text: str, end: int) -> bool:
    """True if no word begins with the second character: a mark or another word follows it.

    大坝坝体安全 goes on with 体安, which is no word: 坝体 is one, though no list may hold it.
    """
    behind = text[end : end + 2]
    return not behind or behind[0] in _CLOSING or not behind[0].isalpha() or is_word(behind)


def _is_reduplicated(text: str, start: int, end: int) -> bool:
    """实实在在, 方方面面, 红彤彤: another doubled character beside, or a word of the kind."""
    pairs = (text[start - 2 : start], text[end : end + 2])
    return is_word(text[start:end]) or any(len(p) == 2 and p[0] == p[1] for p in pairs)


_TITLE_PART = Pattern(r"([\u4e00-\u9fff]{4,10})(?![和与及或、])[\u4e00-\u9fff]{1,2}\1")


def _title_parts(line: Line) -> Iterator[Doubling]:
    """项目自评分|项目自评表: two titles run into one."""
    if line.kind not in ("title", "caption", "heading") or len(line.text) > 40:
        return
    for found in _TITLE_PART.finditer(line.text):
        middle = line.text[found.start() + len(found[1]) : found.end() - len(found[1])]
        if not set(middle) & set("和与及或之的对为"):
            yield Doubling(line, found.start(), found.end(), found[1], is_titles=True)


_KIND = r"(?:项目|专项|财政|预算|自筹|绩效|年度|总体|产出|效益)"
_TWO_NAMES = Pattern(
    rf"({_KIND})(资金|经费|目标|指标)({_KIND})\2(?![\u4e00-\u9fff]{{0,2}}管理办法)"
    r"|20\d\d年今年|(?:通知|办法|意见|方案)》(?:通知|办法|意见|方案)(?=[,。;])"
)


def find_two_names(report: Report) -> tuple[Doubling, ...]:
    """项目资金预算资金, 2022年今年: two names of one thing with nothing between them."""
    return tuple(
        Doubling(line, found.start(), found.end(), found[2] or found[0])
        for line in report.lines
        if line.kind != "contents"
        for found in _TWO_NAMES.finditer(line.text)
        if found[1] is None or found[1] != found[3]
    )
