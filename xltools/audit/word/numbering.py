"""The numbers that Word puts before paragraphs by itself: 一、（一）1.（1）①."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from xltools.audit.word.names import Element, W, child, is_on, number, value
from xltools.audit.word.styles import Styles
from xltools.patterns import Pattern

_PLACE = Pattern("%([1-9])")
_MOST = 9999

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"


def printed(count: int, style: str) -> str:
    """A counter in one of Word's number formats; unknown ones are printed as digits.

    >>> [printed(12, each) for each in ("chineseCounting", "ideographDigital", "lowerRoman")]
    ['十二', '一二', 'xii']
    """
    if not 0 <= count <= _MOST:
        return str(count)
    make = _FORMATS.get(style)
    return make(count) if make is not None else str(count)


def chinese(count: int, digits: str = _DIGITS, steps: str = "十百千") -> str:
    """A number up to 9999 in words.

    >>> chinese(10), chinese(21), chinese(105), chinese(110), chinese(0)
    ('十', '二十一', '一百零五', '一百一十', '〇')
    """
    if count < 10:
        return digits[count]
    text, gap = "", False
    figures = str(count)
    for at, figure in enumerate(figures):
        place = len(figures) - at - 1
        if figure == "0":
            gap = True
            continue
        if gap and text:
            text += "零"
        gap = False
        text += digits[int(figure)] + (steps[place - 1] if place else "")
    return text[1:] if text.startswith(digits[1] + "十") else text


def _positional(count: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(count))


def _counted(count: int) -> str:
    return chinese(count) if count < 100 else _positional(count)


def _from(first: int, most: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode: ① is the first of twenty."""
    return lambda count: chr(first + count - 1) if 1 <= count <= most else str(count)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if 1 <= count <= len(characters) else str(count)


def _letters(count: int) -> str:
    return chr(64 + (count - 1) % 26 + 1) * ((count - 1) // 26 + 1) if count else ""


def _roman(count: int) -> str:
    text = ""
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text += sign * (count // size)
        count %= size
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "taiwaneseCounting", "japaneseCounting", "taiwaneseDigital"),
        _counted,
    ),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _positional),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda count: chinese(count, _FORMAL, "拾佰仟"),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from(0x2460, 20)),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalFullWidth": lambda count: "".join(chr(ord(each) + 0xFEE0) for each in str(count)),
    "decimalZero": lambda count: f"{count:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "none": lambda _: "",
    "bullet": lambda _: "",
}  # fmt: skip


class _Level(Struct, frozen=True):
    """One level of a list; `text` holds %1, %2 for the counters."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restarts: bool = True
    plain: bool = False


class _List(Struct):
    """A list as `w:num` names it; lists of one `w:abstractNum` count on."""

    key: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document: ask for each paragraph once, in order."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if part is not None:
            self._read(part)

    def of(self, paragraph: Element) -> str:
        """The number before a paragraph as printed, "" if it has none; the list counts on."""
        where = self._where(paragraph)
        if where is None:
            return ""
        listed, depth = where
        level = listed.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(listed.key, {})
        if depth in listed.starts:
            counts[depth] = listed.starts.pop(depth)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for each in [each for each in counts if each > depth]:
            if listed.levels.get(each, _Level()).restarts:
                del counts[each]
        if level.style == "bullet":
            return ""
        return _PLACE.sub(lambda found: self._one(listed, level, int(found[1]) - 1), level.text)

    def _one(self, listed: _List, level: _Level, depth: int) -> str:
        own = listed.levels.get(depth, _Level())
        count = self._counts[listed.key].get(depth, own.start)
        return printed(count, "decimal" if level.plain else own.style)

    def _where(self, paragraph: Element) -> tuple[_List, int] | None:
        """The list and level of a paragraph: its own, or its style's."""
        if not self._lists:
            return None
        own = child(paragraph, "pPr", "numPr")
        found = own if own is not None and child(own, "numId") is not None else None
        style_id = ""
        if found is None:
            for style in self._styles.chain(paragraph):
                inherited = child(style.properties, "numPr")
                if inherited is not None and child(inherited, "numId") is not None:
                    found, style_id = inherited, style.id
                    break
        listed = self._lists.get(value(child(found, "numId")))
        if found is None or listed is None:
            return None
        depth = number(child(own, "ilvl"))
        if depth is None:
            depth = number(child(found, "ilvl"))
        if depth is None:
            depth = self._by_style.get((listed.key, style_id), 0)
        return listed, depth

    def _read(self, part: Element) -> None:
        abstract = {
            each.get(f"{W}abstractNumId", ""): each for each in part.iterfind(f"{W}abstractNum")
        }
        named = {
            value(link): each
            for each in abstract.values()
            if (link := child(each, "styleLink")) is not None
        }
        for each in part.iterfind(f"{W}num"):
            key = value(child(each, "abstractNumId"))
            definition = abstract.get(key)
            link = child(definition, "numStyleLink")
            if link is not None and value(link) in named:
                definition = named[value(link)]
                key = definition.get(f"{W}abstractNumId", "")
            if definition is None:
                continue
            listed = _List(key, _levels(definition), {})
            for depth, style in _styles_of(definition):
                self._by_style[key, style] = depth
            for change in each.iterfind(f"{W}lvlOverride"):
                listed.levels |= _levels(change)
                depth = _depth(change)
                start = number(child(change, "startOverride"))
                if start is not None:
                    listed.starts[depth] = start
            self._lists[each.get(f"{W}numId", "")] = listed


def _depth(element: Element) -> int:
    text = element.get(f"{W}ilvl", "0")
    return int(text) if text.isdigit() else 0


def _levels(parent: Element) -> dict[int, _Level]:
    return {_depth(each): _level(each) for each in parent.iterfind(f"{W}lvl")}


def _level(element: Element) -> _Level:
    formats = [value(each) for each in element.iter(f"{W}numFmt")]
    start = number(child(element, "start"))
    return _Level(
        1 if start is None else start,
        next((each for each in formats if each != "custom"), "decimal"),
        value(child(element, "lvlText")),
        value(child(element, "lvlRestart")) != "0",
        is_on(child(element, "isLgl")),
    )


def _styles_of(definition: Element) -> list[tuple[int, str]]:
    found = [
        (_depth(each), value(child(each, "pStyle"))) for each in definition.iterfind(f"{W}lvl")
    ]
    return [(depth, style) for depth, style in found if style]
