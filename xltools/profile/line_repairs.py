"""Repairs of a line that is no TOML: each knows one slip and what it would have to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.patterns import Pattern

Attempt = tuple[str, str]
"""A line as it might have been meant, and what is wrong if so."""


class Repair(Struct, frozen=True):
    """All lines after a repair, the row (0-based) of the mistake, and what to say about it."""

    lines: list[str]
    row: int
    message: str
    advice: str = ""


_STRING = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*$"
_PARTS = Pattern(rf"({_STRING})")

_QUOTES = str.maketrans("“”„＂〝〞「」『』", '""""""""""')
_SIGNS = str.maketrans("，、＝［］【】｛｝．＃－＿\u3000\u00a0", ",,=[][]{}.#-_  ")

_VALUE = Pattern(r"=\s*(?P<value>[^\s\"'“”\[\]{},#=][^\"'“”\[\]{},#]*?)\s*(?=$|[,}\]#])")
_NUMBER = Pattern(r"(?P<number>[+-]?[0-9][0-9,，]*(\.[0-9]+)?)\s*(?P<unit>\D*)")
_WORDS = {
    "是": "true",
    "否": "false",
    "yes": "true",
    "no": "false",
    "true": "true",
    "false": "false",
}
_TAIL = Pattern(r"[\s,}\]]*(#.*)?$")


def _outside(line: str, change: Callable[[str], str]) -> str:
    """Change what is neither in quotation marks nor a comment."""
    parts = _PARTS.split(line)
    return "".join(part if n % 2 else change(part) for n, part in enumerate(parts))


def _quotes(line: str) -> Iterator[Attempt]:
    message = '用了中文引号；TOML 里文字要放在英文双引号 " 之间。'
    yield _outside(line, lambda part: part.translate(_QUOTES)), message
    yield line.translate(_QUOTES), message
    yield line.replace("‘", "'").replace("’", "'"), message


def _signs(line: str) -> Iterator[Attempt]:
    def ascii_only(part: str) -> str:
        part = part.translate(_SIGNS)
        return "".join(
            unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" else c for c in part
        )

    new = _outside(line, ascii_only)
    wrong = "".join(dict.fromkeys(a for a, b in zip(line, new, strict=False) if a != b)).strip()
    yield new, f"用了中文（全角）符号“{wrong or '空格'}”；引号外面的符号都要用英文的。"


def _colon(line: str) -> Iterator[Attempt]:
    if found := re.match(r"(\s*[\w.-]+\s*)[:：](?=\s*\S)(.*)$", line):
        yield f"{found[1].rstrip()} = {found[2].strip()}", "键和值之间要用等号 =，不用冒号。"


def _value(line: str) -> Iterator[Attempt]:
    """A bare word, a number with its unit, 是 for true."""
    for found in _VALUE.finditer(line):
        value = found["value"]
        begin, end = found.span("value")
        number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value))
        if value.lower() in _WORDS:
            yield (
                line[:begin] + _WORDS[value.lower()] + line[end:],
                "是、否要写成 true、false。",
            )
        elif number and number["unit"].strip() == "%":
            share = Decimal(number["number"].replace(",", "")) / 100
            yield line[:begin] + f"{share:f}" + line[end:], "百分数要写成小数，如 90% 写 0.9。"
        elif number:
            digits = number["number"].replace(",", "")
            yield line[:begin] + digits + line[end:], "数字后面不带单位，也不用千分号。"
        text = value.replace('"', "").replace("\\", "\\\\")
        yield line[:begin] + f'"{text}"' + line[end:], '文字要放在英文双引号 " 之间。'


def _thousands(line: str) -> Iterator[Attempt]:
    new = _outside(line, lambda part: re.sub(r"(?<=\d),(?=\d{3}\b)", "", part))
    yield new, "数字里不用千分号。"


def _quote_missing(line: str) -> Iterator[Attempt]:
    message = "引号没有成对。"
    tail = _TAIL.search(line)
    cut = tail.start() if tail else len(line)
    yield f'{line[:cut]}"{line[cut:]}', f"{message}后面少一个英文双引号。"
    yield line.rstrip() + '"', f"{message}后面少一个英文双引号。"
    if line.count("'") % 2:
        yield f"{line[:cut]}'{line[cut:]}", f"{message}后面少一个单引号。"
    for found in re.finditer(r"=\s*(?=[^\s\"'“”=\[{])", line):
        yield f'{line[: found.end()]}"{line[found.end() :]}', f"{message}前面少一个英文双引号。"
    for found in re.finditer(r"(?<=[^\s\",{\[=])(?=\s*,\s*(\"|[\w-]+\s*=|\{))", line):
        yield f'{line[: found.end()]}"{line[found.end() :]}', f"{message}后面少一个英文双引号。"


def _inner_quotes(line: str) -> Iterator[Attempt]:
    """`label = "称"优"的"`: marks within marks."""
    if found := re.match(r"(\s*[\w.-]+\s*=\s*)\"(.*)\"(\s*(#.*)?)$", line):
        inner = re.sub(r"(?<!\\)\"([^\"]*)\"", r"“\1”", found[2])
        yield f'{found[1]}"{inner}"{found[3]}', "文字里面又有英文双引号；里面的请用中文引号“”。"


def _comma_missing(line: str) -> Iterator[Attempt]:
    new = re.sub(r"([\"}\]]|\b[\d.]+|true|false)\s+(?=\"|\{|\d|[\w-]+\s*=)", r"\1, ", line)
    yield new, "两项之间少一个英文逗号。"
    yield re.sub(r"([\"}])(?=\{|\")", r"\1, ", line), "两项之间少一个英文逗号。"
    if line.rstrip() and line.rstrip()[-1] not in ",[{":
        code = _PARTS.split(line)
        if len(code) > 1 and code[-2].startswith("#"):  # before the comment
            yield "".join(code[:-2]).rstrip() + ",  " + code[-2], "这一项后面少一个英文逗号。"
        yield line.rstrip() + ",", "这一项后面少一个英文逗号。"


def _comma_too_many(line: str) -> Iterator[Attempt]:
    new = _outside(line, lambda part: re.sub(r",\s*,", ",", part))
    yield new, "多了一个逗号。"
    yield re.sub(r",\s*\}", " }", line), "} 前面多了一个逗号。"


def _backslash(line: str) -> Iterator[Attempt]:
    yield re.sub(r"\\+", r"\\\\", line), "文字里的 \\ 要写成两个：\\\\。"


def _bracket(line: str) -> Iterator[Attempt]:
    if found := re.match(r"\s*\[\[?\s*([\w.\-]+)\s*\]{0,2}\s*(#.*)?$", line):
        yield f"[{found[1]}]", "表头的方括号没有成对。"
        yield f"[[{found[1]}]]", "表头的方括号没有成对。"
    tail = _TAIL.search(line)
    cut = tail.start() if tail else len(line)
    for bracket in ("}", "]", "] }", " }]"):
        closer = (
            bracket if bracket.startswith(" ") else f" {bracket}" if "}" in bracket else bracket
        )
        for new in (line[:cut] + closer + line[cut:], line.rstrip() + closer):
            yield new, f"少一个 {bracket.strip()}。"
    yield re.sub(r"([\]}])\s*(#.*)?$", r"\2", line), "多了一个右括号。"


def _equals_missing(line: str) -> Iterator[Attempt]:
    new = re.sub(r"^(\s*[\w.-]+)\s+(?=[\"'\[{\d])", r"\1 = ", line)
    yield new, "键和值之间少一个英文等号 =。"
    yield re.sub(r"([{,]\s*[\w-]+)\s+(?=[\"'])", r"\1 = ", line), "键和值之间少一个英文等号 =。"
    yield re.sub(r"(?<![<>=])==+(?!=)", "=", line), "等号只写一个。"


def _control(line: str) -> Iterator[Attempt]:
    new = "".join(c for c in line if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    yield new, "有看不见的控制字符，请删掉重新输入这一行。"


def _no_value(line: str) -> Iterator[Attempt]:
    if re.match(r"\s*[\w.-]+\s*=\s*(#.*)?$", line):
        yield f"#{line}", "等号后面没有写值；不需要这一项就删掉这一行。"


LINE_REPAIRS: tuple[Callable[[str], Iterator[Attempt]], ...] = (
    _signs, _quotes, _colon, _no_value, _value, _thousands, _backslash, _quote_missing,
    _inner_quotes, _comma_missing, _comma_too_many, _equals_missing, _bracket, _control,
)  # fmt: skip
"""In the order in which they are believed."""
