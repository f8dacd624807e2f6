"""An office's Word file with something in it that runs, fetches or starts: no report brings it along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from xltools.errors import TemplateError
from xltools.hosts.file import open_form
from xltools.profile import load_profile
from xltools.report import check_report_template, lint_report_template, write_report
from xltools.report.opinion import Letter, write_letter
from xltools.report.places import bundled_folders

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MS = "http://schemas.microsoft.com/office/2006/relationships"
_RELATIONS = "word/_rels/document.xml.rels"
_EMPTY = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def office_file(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Our official.docx, changed."""
    with zipfile.ZipFile(bundled_folders()[-1] / "official.docx") as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def related(
    kind: str, target: str, *, outside: bool = True, source: str = _RELATIONS
) -> Callable[[dict[str, bytes]], None]:
    """A relationship more."""

    def change(parts: dict[str, bytes]) -> None:
        mode = ' TargetMode="External"' if outside else ""
        own = kind if kind.startswith("http") else f"{_TYPES}/{kind}"
        line = (
            f'<Relationship Id="rId990" Type="{own}" Target="{target}"{mode}/></Relationships>'
        )
        parts[source] = parts.get(source, _EMPTY).replace(b"</Relationships>", line.encode())

    return change


def instruction(
    *runs: str, part: str = "word/footer1.xml", simple: bool = False
) -> Callable[[dict[str, bytes]], None]:
    """A field with its words in several runs."""

    def change(parts: dict[str, bytes]) -> None:
        if simple:
            field = f'<w:fldSimple w:instr="{runs[0]}"><w:r><w:t>x</w:t></w:r></w:fldSimple>'
        else:
            words = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
            field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{words}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        at = parts[part].index(b"</w:p>")
        parts[part] = parts[part][:at] + field.encode() + parts[part][at:]

    return change


def macro_type(parts: dict[str, bytes]) -> None:
    """A .docm under the name of a .docx."""
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


REFUSED = {
    "macro": (related(f"{_MS}/vbaProject", "vbaProject.bin", outside=False), "宏"),
    "macro_type": (macro_type, "宏"),
    "keys": (related(f"{_MS}/keyMapCustomizations", "customizations.xml", outside=False), "宏"),
    "control": (related("control", "activeX/activeX1.xml", outside=False), "控件"),
    "object": (related("oleObject", "embeddings/oleObject1.bin", outside=False), "嵌入的对象"),
    "linked_object": (related("oleObject", "file:///c:/x.doc"), "嵌入的对象"),
    "chunk": (related("aFChunk", "x.html", outside=False), "并入的其他文件"),
    "subdocument": (related("subDocument", "http://evil.invalid/x.docx"), "并入的其他文件"),
    "picture": (related("image", "http://evil.invalid/x.png"), "要到别处取的内容"),
    "share": (related("image", "file://evil.invalid/share/x.png"), "要到别处取的内容"),
    "header": (related("header", "http://evil.invalid/h.xml"), "要到别处取的内容"),
    "mail_merge": (related("mailMergeSource", "file:///c:/x.csv", source="word/_rels/settings.xml.rels"), "要到别处取的内容"),
    "script": (related("hyperlink", "javascript:alert(1)"), "通向文件或程序的链接"),
    "program": (related("hyperlink", "file:///c:/windows/system32/calc.exe"), "通向文件或程序的链接"),
    "extension": (related("http://schemas.microsoft.com/office/2011/relationships/webextension", "x.xml", outside=False), "加载项"),
    "dde": (instruction(" DDEAUTO c:\\\\x.exe "), "域 DDEAUTO"),
    "dde_in_runs": (instruction(" D", "DE", "AUTO cmd "), "域 DDEAUTO"),
    "include": (instruction(' INCLUDEPICTURE "http://evil.invalid/x" \\d '), "域 INCLUDEPICTURE"),
    "include_simple": (instruction("includetext &quot;c:/x&quot;", simple=True), "域 INCLUDETEXT"),
    "button": (instruction(" MACROBUTTON Evil 点我 ", part="word/document.xml"), "域 MACROBUTTON"),
}  # fmt: skip

PASSED = {
    "nothing": lambda parts: None,
    "website": related("hyperlink", "https://czt.example.gov.cn/"),
    "mail": related("hyperlink", "mailto:jx@example.gov.cn"),
    "pages": instruction(" NUMPAGES "),
    "date": instruction(' DATE \\@ "yyyy年M月d日" '),
}


def office_folder(folder: Path, data: bytes) -> Path:
    """A template of the office's own beside its Word file."""
    (folder / "official.docx").write_bytes(data)
    (folder / "report.toml").write_text('[[block]]\nparagraph = "正文"\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_act_is_refused_and_named(tmp_path: Path, demo: Path, name: str) -> None:
    """By the check of the template, and by the report itself."""
    change, what = REFUSED[name]
    folder = office_folder(tmp_path, office_file(change))
    form = open_form(demo).examined
    faults = lint_report_template(form.profile, folder)
    assert any(what in each.message and each.severity == "error" for each in faults)
    with pytest.raises(TemplateError, match="报告会带着它发出去"):
        write_report(form.evaluation, form.scores, form.profile, template_dir=folder)


@pytest.mark.parametrize("name", PASSED)
def test_what_only_shows_is_taken(tmp_path: Path, demo: Path, name: str) -> None:
    """Links to websites, page numbers and dates stay as the office has them."""
    folder = office_folder(tmp_path, office_file(PASSED[name]))
    form = open_form(demo).examined
    assert check_report_template(form.profile, folder) == folder / "report.toml"
    assert write_report(form.evaluation, form.scores, form.profile, template_dir=folder)


def test_the_template_that_word_attached_is_left_out(tmp_path: Path, demo: Path) -> None:
    """Word would look for it, also on a server, whenever the report is opened."""

    def attach(parts: dict[str, bytes]) -> None:
        related(
            "attachedTemplate",
            "http://evil.invalid/x.dotm",
            source="word/_rels/settings.xml.rels",
        )(parts)
        xml = parts["word/settings.xml"]
        space = f'xmlns:r="{_TYPES}"'
        element = f'<w:attachedTemplate {space} r:id="rId990"/></w:settings>'
        parts["word/settings.xml"] = xml.replace(b"</w:settings>", element.encode())

    folder = office_folder(tmp_path, office_file(attach))
    form = open_form(demo).examined
    made = write_report(form.evaluation, form.scores, form.profile, template_dir=folder)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
        settings = package.read("word/settings.xml")
    assert b"evil.invalid" not in whole
    assert b"attachedTemplate" not in whole
    assert settings.endswith(b"</w:settings>")


def test_letters_take_our_looks_where_the_office_own_would_act(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 退回意见 goes to other units: with what would act in the office's file it is made with ours."""
    monkeypatch.setattr("xltools.report.places.user_folder", lambda: tmp_path)
    office = tmp_path / "templates" / "official.docx"
    office.parent.mkdir()
    for change, taken in ((PASSED["website"], True), (REFUSED["picture"][0], False)):
        office.write_bytes(office_file(change))
        letter = write_letter(Letter("甲局", date(2025, 3, 1), "表.xlsx", ()))
        with zipfile.ZipFile(io.BytesIO(letter)) as package:
            relations = package.read(_RELATIONS)
        assert (b"rId990" in relations) == taken


def test_our_own_templates_have_none_of_it() -> None:
    """Every profile's template is checked without a fault."""
    for profile in ("national-2020", "shanxi-2020", "kashi-2018", "jiangxi-2022"):
        faults = lint_report_template(load_profile(profile), None)
        assert not [each for each in faults if each.severity == "error"]
