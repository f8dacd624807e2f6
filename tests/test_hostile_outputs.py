"""Texts that want to be more pass through every output and stay what they are: texts.

One heap of forms, each with one such text wherever people write; every command runs over it
once, and all that it wrote is read with other libraries than ours.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

import docx
import openpyxl
import pytest
from hostile_texts import FORMULA, HOSTILE, OBEYED, TEXTS, hostile_form, read_back, stored
from lxml import etree
from msgspec import Struct

from xltools.cli import main
from xltools.hosts.file import open_form
from xltools.hosts.letters import send_back
from xltools.overview.texts import cell_text
from xltools.package.cells import clean_text
from xltools.report.text import one_line

_FORMULA = re.compile(
    r"(?:IF|IFERROR|SUM|SUMIFS|COUNT|ROUND|AVERAGE|AVERAGEIFS|LEN|N|[A-Z]{1,2}\d+|<>排除|[(),:=/*\"]|\d)*"
)
"""Totals and lengths of texts: all that our own sheets compute."""

_FIELD = re.compile(
    r" (?:PAGE|NUMPAGES|PAGEREF _Toc\d+ \\h|SEQ [图表] \\\* ARABIC|TOC \\o \"1-\d\" \\h \\z \\u) "
)
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|metadata)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(?:worksheets|drawings|charts|theme)/(?:_rels/)?\w+\.(?:xml|vml)(?:\.rels)?|xl/(?:comments/)?comments?\d*\.xml"
    r"|word/(?:_rels/)?\w+\.xml(?:\.rels)?|word/theme/theme1\.xml|word/charts/(?:_rels/)?chart\d+\.xml(?:\.rels)?"
    r"|word/embeddings/chart\d+\.xlsx|customXml/.*"
)
"""Nothing of it runs or reaches out: no macro, control, object, link, connection, query, extension."""

_DEFINED = re.compile(r"'?[\w ()]+'?![$A-Z0-9:]+|\"[\w.@|-]*\"")
"""An area of a sheet, or the mark by which a form of ours is known."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


class Outcome(Struct):
    """The folder, what each command printed, and every workbook and document that was written."""

    folder: Path
    printed: dict[str, str]
    packages: dict[str, bytes]

    def named(self, ending: str) -> list[bytes]:
        """The packages whose name ends so."""
        return [data for name, data in self.packages.items() if name.endswith(ending)]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Every command, over all the texts."""
    folder = tmp_path_factory.mktemp("outputs")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for name in ("来件", "评分", "单独退回"):
            Path(name).mkdir()
        for name, text in TEXTS:
            Path("来件", f"{name}.xlsx").write_bytes(hostile_form(text))
        forms = [str(path) for path in sorted(Path("来件").glob("*.xlsx"))]
        printed = {
            "score": _run("score", *forms, "-o", "评分/"),
            "json": _run("score", "--json", *forms[:3]),
            "report": _run("report", *forms, "-o", "报告/"),
            "summary": _run("summary", *forms, "-o", "评分表.xlsx"),
            "collect": _run("collect", "来件", "-o", "汇总.xlsx", "--csv", "csv", "--jobs", "1",
                            "--parquet", "parquet"),
            "sendback": _run("sendback", "汇总.xlsx"),
            "state": _run("state", "汇总.xlsx"),
        }  # fmt: skip
        for form in forms:
            opened = open_form(Path(form))
            if opened.has_errors:
                send_back(opened, Path("单独退回"), date(2025, 3, 1))
    finally:
        os.chdir(before)
    return Outcome(folder, printed, dict(_packages(folder)))


def _run(*words: str) -> str:
    """What a command printed; it did its job."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main(list(words))
    assert status in (0, 1), out.getvalue()
    return out.getvalue()


def _packages(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xlsx", ".docx") and "来件" not in path.parts:
            yield str(path.relative_to(folder)), path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def test_every_command_wrote_what_it_is_there_for(outcome: Outcome) -> None:
    """A form for each text in each kind of output: nothing was left out for what stood in it."""
    assert len(outcome.named("-已评分.xlsx")) == len(TEXTS)
    assert len(outcome.named("-自评报告.docx")) == len(TEXTS)
    assert len(outcome.named("-问题清单.xlsx")) >= len(TEXTS) * 4 // 5
    assert len(outcome.named("退回意见书.docx")) >= len(TEXTS) * 3 // 5
    for name in ("评分表.xlsx", "汇总.xlsx", "退回意见/退回清单.xlsx"):
        assert name in outcome.packages


def test_nothing_is_in_a_package_that_needs_trust(outcome: Outcome) -> None:
    """No macro, control, object, connection; XML that every reader takes; no DTD."""
    for package, data in outcome.packages.items():
        for name, part in _parts(data):
            assert _PARTS.fullmatch(name), f"{package}: {name}"
            if name.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(part, etree.XMLParser(resolve_entities=False))
                assert b"<!" not in part.replace(b"<!--", b""), f"{package}: {name}"
        types = dict(_parts(data))["[Content_Types].xml"]
        assert b"macro" not in types.lower()
        assert b"vba" not in types.lower()


def test_links_lead_to_forms_that_are_there(outcome: Outcome) -> None:
    """Only the summary has links that lead out of it: to the files that came."""
    seen = set()
    for package, data in outcome.packages.items():
        for name, part in _parts(data):
            for each in re.findall(rb"<Relationship [^>]*>", part):
                if b'TargetMode="External"' in each:
                    assert package == "汇总.xlsx"
                    target = re.search(rb'Target="([^"]*)"', each)
                    assert target is not None
                    seen.add(target[1].decode())
            if name.startswith("xl/worksheets/") or name.startswith("word/"):
                for each in re.findall(rb'<(?:w:)?hyperlink [^>]*r:id="[^"]*"', part):
                    assert package == "汇总.xlsx", each
    assert seen
    assert all((outcome.folder / each).is_file() for each in seen)


def test_no_text_became_a_formula_or_a_field(outcome: Outcome) -> None:
    """What is computed are our totals and lengths; Word's fields are page numbers and captions."""
    for package, data in outcome.packages.items():
        for name, part in _parts(data):
            if name.startswith("xl/worksheets/"):
                for formula in re.findall(rb"<f(?:\s[^>]*)?>([^<]*)</f>", part):
                    text = formula.decode().replace("&lt;", "<").replace("&gt;", ">")
                    assert _FORMULA.fullmatch(text), f"{package}: {text}"
            for field in re.findall(rb"<w:instrText[^>]*>([^<]*)<", part):
                assert _FIELD.fullmatch(field.decode()), f"{package}: {field.decode()}"
            assert b"<w:fldSimple" not in part
            assert b"<w:object" not in part
            assert b"attachedTemplate" not in part
            for defined in re.findall(rb"<definedName [^>]*>([^<]*)<", part):
                value = defined.decode().replace("&quot;", '"')
                assert _DEFINED.fullmatch(value), f"{package}: {value}"


def test_a_text_that_could_be_calculated_is_marked_as_one(outcome: Outcome) -> None:
    """In our own tables such a cell stays a text also when somebody edits it."""
    marked = 0
    for package in ("汇总.xlsx", "评分表.xlsx", "退回意见/退回清单.xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(outcome.packages[package])):
            for row in sheet.iter_rows():
                for cell in row:
                    value = cell.value
                    if (
                        isinstance(value, str)
                        and cell.data_type != "f"
                        and value.startswith(FORMULA)
                    ):
                        assert cell.quotePrefix, (
                            f"{package} {sheet.title}!{cell.coordinate} {value[:30]}"
                        )
                        marked += 1
    assert marked > 20
    for name, data in outcome.packages.items():
        if not name.startswith("单独退回") or not name.endswith("-问题清单.xlsx"):
            continue
        if not HOSTILE[Path(name).stem.removesuffix("-问题清单")].startswith(FORMULA):
            continue
        sheet = openpyxl.load_workbook(io.BytesIO(data))["问题清单"]
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                assert not str(cell.value or "").startswith(FORMULA)


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_the_text_itself_is_in_every_output(outcome: Outcome, name: str, text: str) -> None:
    """Not a letter is lost but what no cell and no paragraph can hold."""
    typed = read_back(text)
    blank = name in ("climb", "climb_back", "dots")  # a row of dots is a blank to fill in
    summary = _texts(outcome, "汇总.xlsx")
    shown = cell_text(typed)
    assert blank or any(shown in each for each in summary) or len(typed) > 32_767
    assert (clean_text(typed) in _texts(outcome, "评分表.xlsx")) or blank or len(typed) > 32_767
    report = docx.Document(outcome.folder / "报告" / f"{name}-自评报告.docx")
    words = "".join(paragraph.text for paragraph in report.paragraphs)
    spaceless = "".join(one_line(typed).split())
    assert blank or spaceless in "".join(words.split())
    typed_cell = f">{stored(text)}</t>".encode()
    given = b"".join(_sheets(outcome.folder / "来件" / f"{name}.xlsx"))
    scored = b"".join(_sheets(outcome.folder / "评分" / f"{name}-已评分.xlsx"))
    assert 10 < given.count(typed_cell) <= scored.count(typed_cell)


def _sheets(path: Path) -> Iterator[bytes]:
    for name, part in _parts(path.read_bytes()):
        if name.startswith("xl/worksheets/sheet"):
            yield part


def _texts(outcome: Outcome, package: str) -> set[str]:
    cached = _KNOWN.get((outcome.folder, package))
    if cached is None:
        book = openpyxl.load_workbook(io.BytesIO(outcome.packages[package]))
        cached = {
            _decoded(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        }
        _KNOWN[outcome.folder, package] = cached
    return cached


_KNOWN: dict[tuple[Path, str], set[str]] = {}


def _decoded(text: str) -> str:
    """A cell's text as Excel shows it; openpyxl leaves the code of a character as it is."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_a_report_has_the_paragraphs_of_its_template(outcome: Outcome) -> None:
    """A text brings along no paragraph, heading, break of page or table of its own."""
    counts = {}
    for name, text in TEXTS:
        report = docx.Document(outcome.folder / "报告" / f"{name}-自评报告.docx")
        assert not any(each.text == "自评得分：100分" for each in report.paragraphs)
        if "\n" not in text and "\r" not in text:
            counts[name] = len(report.tables)
    assert len(set(counts.values())) == 1


def test_csv_fields_are_texts(outcome: Outcome) -> None:
    """What a spreadsheet program would calculate begins with an apostrophe; the rest is unchanged."""
    found = set()
    for path in sorted((outcome.folder / "csv").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for field in row:
                    assert not field.startswith(FORMULA) or re.fullmatch(r"-?[\d.]+", field), (
                        field
                    )
                    found.add(field)
    for name in ("sum", "dde", "dde_at", "dde_plus", "minus", "wide_equals", "webservice"):
        assert f"'{HOSTILE[name]}" in found
    assert HOSTILE["jinja"] in found


def test_the_ledger_and_parquet_hold_the_very_texts(outcome: Outcome) -> None:
    """Every name as it was read, but for controls, which no database wants; no table is gone."""
    from pyarrow import parquet

    with contextlib.closing(sqlite3.connect(outcome.folder / "台账.db")) as ledger:
        names = {row[0] for row in ledger.execute("SELECT name FROM form")}
        tables = {row[0] for row in ledger.execute("SELECT name FROM sqlite_master")}
    table = parquet.read_table(outcome.folder / "parquet" / "汇总表.parquet")
    told = set(table.column("项目名称").to_pylist())
    for name, text in TEXTS:
        if name not in ("climb", "climb_back", "dots"):
            assert (
                re.sub("[\x00-\x08\x0b-\x1f]", "", read_back(text).replace("\r", "\n")) in names
            )
    assert {"project", "form", "indicator", "finding"} <= tables
    assert HOSTILE["sql"] in told


def test_names_made_from_texts_stay_in_their_folder(outcome: Outcome) -> None:
    """One step, no device, no sign that a system forbids or obeys, and no two the same."""
    names = [path.relative_to(outcome.folder).as_posix() for path in outcome.folder.rglob("*")]
    names = [name for name in names if "退回" in name]
    for archive in (outcome.folder / "退回意见").glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            inside = opened.namelist()
        assert len({each.casefold() for each in inside}) == len(inside)
        names += inside
    assert len(names) > 2 * len(TEXTS)
    for name in names:
        path = PurePosixPath(name)
        assert not path.is_absolute()
        assert not PureWindowsPath(name).drive
        for part in path.parts:
            assert part not in (".", "..")
            assert not re.search(r'[\\:*?"<>|]', part), part
            assert not OBEYED.search(part), part
            assert not _RESERVED.match(part), part
            assert not part.startswith("-"), part
            assert not part.endswith((" ", ".")), part
            assert len(part.encode()) <= 255


def test_nothing_printed_moves_a_cursor(outcome: Outcome) -> None:
    """Of no command."""
    for command, text in outcome.printed.items():
        assert not OBEYED.search(text), command


def test_the_log_names_files_and_not_what_stands_in_them(outcome: Outcome) -> None:
    """Nobody's text is in it, and nothing that a terminal obeys but the ends of lines."""
    log = (outcome.folder / "收表日志.txt").read_text(encoding="utf-8-sig")
    assert not OBEYED.search(log)
    for name, text in TEXTS:
        assert len(text) < 8 or text not in log, name
