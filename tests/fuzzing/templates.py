"""Report templates with odd sentences, and reports of forms with odd cells."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from random import Random
from xml.parsers import expat

from msgspec.structs import replace

from fuzzing import seeds
from fuzzing.target import Target, check_words
from fuzzing.words import word
from xltools.errors import TemplateError
from xltools.hosts.examine import examine_all
from xltools.report import lint_report_template, write_report
from xltools.snapshot import Sheet, Snapshot

_PIECES = (
    "{{ ", " }}", "{% ", " %}", "{# ", " #}", "{{ project_name }}", "{{ year }}", "{% if year %}", "{% else %}", "{% endif %}",
    "{% for row in indicators %}", "{{ row.name }}", "{% endfor %}", "| default('无')", "|", "total_score", "indicators", "funding", "loop.index",
    ".__class__", "['__init__']", "range(9)", "range(10**9)", "'a' * 10**9", "**", "+ 1", "~ ", "is defined", "(", ")", "[", "]", "{", "}",
    "namespace()", "cycler", "lipsum()", "self", "{% set x = 1 %}", "{% macro m() %}", "{% include 'x' %}", "{% import 'os' as o %}",
    "绩效", "，", "。", "\\n", "'", '\\"', "\u202e", "{% raw %}", "{% endraw %}", "| join('、')", "| round(2)", "1234567 * 7", "none", "-%}", "{{-",
)  # fmt: skip
_SOUND = (
    "{{ project_name }}", "{% if year %}{{ year }}年{% endif %}", "{{ total_score }}", "{{ year | default('无') }}",
    "{% for each in [1, 2, 3] %}{{ loop.index }}、{% endfor %}", "{# 注 #}", "{{ 'a' * 3 }}", "{% raw %}{{{% endraw %}",
    "{{ [1, 2] | join('、') }}", "{{ 1.005 | round(2) }}", "{% set x = 3 %}{{ x }}", "{{ project_name ~ year }}", "，&<>",
    "{{ {'a': 1}['a'] }}", "{% if not year %}无{% elif year > 1 %}有{% endif %}", "{{ namespace(x=1).x }}", "{{ dict(a=2).a }}",
)  # fmt: skip
_SENTENCE = re.compile(r'^(?:paragraph|heading|title|lead) = "([^"\n]{4,})"$', re.MULTILINE)


@cache
def _templates() -> tuple[str, ...]:
    """The templates of the regions of `seeds.filled`, in the same order."""
    folder = seeds.ROOT / "templates"
    return tuple(
        (folder / name / "report.toml").read_text("utf-8")
        for name in ("shanxi-2020", "national-2020")
    )


def _template(chance: Random) -> bytes:
    """For which form it is, and the template."""
    number = chance.randrange(2)
    if chance.random() < 0.5:
        source = _templates()[number]
        for _ in range(chance.choice((1, 1, 2, 4))):
            spots = [found.span(1) for found in _SENTENCE.finditer(source)]
            start, end = chance.choice(spots) if chance.random() < 0.9 else (0, len(source))
            at = (
                chance.choice((start, end))
                if chance.random() < 0.7
                else chance.randrange(start, end)
            )
            source = (
                source[:at] + _sentence(chance) + source[at + chance.choice((0, 0, 0, 0, 3)) :]
            )
    else:
        lines = [
            f'[document]\ntitle = "{_sentence(chance)}"\n[sentences]\nx = "{_sentence(chance)}"'
        ]
        for _ in range(chance.randrange(1, 5)):
            kind = chance.choice(
                ("paragraph", "heading", "title", "text", "table", "blank", "chart")
            )
            lines.append(f'[[block]]\n{kind} = "{_sentence(chance)}"')
            if chance.random() < 0.3:
                lines.append(f'when = "{_sentence(chance)}"')
        source = "\n".join(lines)
    return bytes([number]) + source.encode("utf-8", "ignore")


def _sentence(chance: Random) -> str:
    pieces = _SOUND if chance.random() < 0.8 else _PIECES
    return "".join(chance.choice(pieces) for _ in range(chance.choice((1, 1, 2, 4))))


def is_template(data: bytes) -> bool:
    """A template is refused in words, or writes a report that is sound."""
    form = seeds.filled()[data[0]]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.toml").write_bytes(data[1:])
        for fault in lint_report_template(form.profile, Path(folder)):
            assert str(fault)
        try:
            content = write_report(
                form.evaluation, form.scores, form.profile, template_dir=Path(folder)
            )
        except TemplateError as error:
            check_words(error)
            return False
    check_word(content)
    return True


def check_word(content: bytes) -> str:
    """All parts of a Word file are well-formed; the text of the body."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(archive.read(name), True)
        body = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]*>", "", body)


# --- texts of cells


def _cells(chance: Random) -> bytes:
    """The number of a form, and what is put into which of its cells."""
    number = chance.randrange(len(seeds.snapshots()))
    changes = [f"{number}"]
    for _ in range(chance.randrange(1, 12)):
        changes.append(f"{chance.random():.6f}\x1e{word(chance)}")
    return "\x1d".join(changes).encode("utf-8", "surrogatepass")


def is_reported(data: bytes) -> bool:
    """A form with such cells is read, checked, scored and told of; no text becomes more than a text."""
    number, *changes = data.decode("utf-8", "surrogatepass").split("\x1d")
    book = seeds.snapshots()[int(number)]
    sheet = max(book.sheets, key=lambda each: sum(map(len, each.rows)))
    rows = [list(row) for row in sheet.rows]
    spots = [
        (r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is not None
    ]
    for change in changes:
        share, _, text = change.partition("\x1e")
        row, column = spots[int(float(share) * len(spots))]
        rows[row][column] = text
    changed: Sheet = replace(sheet, rows=rows)
    sheets = tuple(changed if each is sheet else each for each in book.sheets)
    forms = examine_all(Snapshot(sheets, book.names, book.constants, book.properties))
    for form in forms:
        for finding in form.findings:
            assert str(finding)
        told = check_word(write_report(form.evaluation, form.scores, form.profile))
        assert "8641969" not in told, "a text of a cell was computed"
    return True


TARGETS = (
    Target("template", _template, is_template),
    Target("cells", _cells, is_reported),
)
