"""What may do something when the file is opened: macros, objects, links. None of it is ever run."""

from __future__ import annotations

from collections.abc import Callable

from exotic import MICROSOFT, OFFICE, add_exotica
from returning.containers import ole
from returning.formats import biff
from xlrd.compdoc import CompDoc

from corpus.base import Base, Copy, Group
from corpus.formats import values_of

GROUP = Group("active")
VARIANTS = GROUP.variants
changed = GROUP.changed
_BOOK = "xl/workbook.xml"
_MS = "application/vnd.ms-excel"


def _external(copy: Copy, source: str, kind: str, target: str) -> str:
    """A relationship that leads out of the file."""
    rel = copy.relate(source, kind, target)
    folder, _, name = source.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    copy.swap(path, f'Target="{target}"/>', f'Target="{target}" TargetMode="External"/>')
    return rel


def _vba(copy: Copy, target: str = "xl/vbaProject.bin") -> None:
    project = ole({"PROJECT": b'ID="{0}"\r\nModule=Evil\r\n', "VBA": b"Sub Auto_Open()"})
    copy.add(target, project, f"{_MS}.vbaProject")
    copy.relate(_BOOK, f"{MICROSOFT}/2006/relationships/vbaProject", target.removeprefix("xl/"))


def _xlsm(base: Base) -> bytes:
    copy = base.copy()
    _vba(copy)
    copy.swap(
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        f"{_MS}.sheet.macroEnabled.main+xml",
    )
    return copy.zip()


GROUP.add("macro_xlsm", _xlsm, ".xlsm")
GROUP.add("macro_in_an_xlsx", _xlsm)
changed("macro_under_another_name", lambda copy: _vba(copy, "xl/media/photo.bin"))


def _macro_sheet(copy: Copy) -> None:
    copy.add(
        "xl/macrosheets/sheet1.xml",
        '<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>',
        f"{_MS}.macrosheet+xml",
    )
    copy.relate(_BOOK, f"{MICROSOFT}/2006/relationships/xlMacrosheet", "macrosheets/sheet1.xml")


changed("macro_sheet_of_excel_4", _macro_sheet)
changed("macro_of_wps", lambda copy: copy.add("xl/JDEData.bin", b"function f(){}"))


def _object(copy: Copy) -> None:
    copy.add("xl/embeddings/oleObject1.bin", ole({"\x01Ole10Native": b"evil.exe"}))
    copy.default("bin", "application/vnd.openxmlformats-officedocument.oleObject")
    rel = copy.relate(copy.base.sheet, "oleObject", "../embeddings/oleObject1.bin")
    copy.before(
        "</worksheet>",
        f'<oleObjects><oleObject progId="Package" xmlns:r="{OFFICE}" r:id="{rel}"/></oleObjects>',
    )


changed("ole_object", _object)


def _embedded_book(copy: Copy) -> None:
    copy.add("xl/embeddings/Microsoft_Excel_Sheet1.xlsx", copy.base.data)
    copy.relate(copy.base.sheet, "package", "../embeddings/Microsoft_Excel_Sheet1.xlsx")


changed("embedded_workbook", _embedded_book)


def _linked_object(copy: Copy) -> None:
    _external(copy, copy.base.sheet, f"{OFFICE}/oleObject", "file:///\\\\10.0.0.1\\a\\evil.doc")


changed("linked_object", _linked_object)


def _control(copy: Copy) -> None:
    copy.add("xl/activeX/activeX1.xml", '<ax:ocx xmlns:ax="urn:ax"/>', f"{_MS}.activeX+xml")
    copy.add("xl/activeX/activeX1.bin", bytes(64))
    copy.relate(copy.base.sheet, "control", "../activeX/activeX1.xml")


changed("activex_control", _control)


def _form_control(copy: Copy) -> None:
    copy.add(
        "xl/ctrlProps/ctrlProp1.xml",
        f'<formControlPr xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" objectType="CheckBox"/>',
    )
    copy.relate(copy.base.sheet, "ctrlProp", "../ctrlProps/ctrlProp1.xml")


changed("check_box_honest", _form_control)


def _link(copy: Copy, inside: str, target: str = "file:///D:/去年/汇总.xlsx") -> None:
    name = "xl/externalLinks/externalLink1.xml"
    xml = f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}">{inside}</externalLink>'
    copy.add(
        name,
        xml,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
    )
    rel = copy.relate(_BOOK, "externalLink", "externalLinks/externalLink1.xml")
    copy.swap(
        _BOOK,
        "</sheets>",
        f'</sheets><externalReferences><externalReference xmlns:r="{OFFICE}" r:id="{rel}"/></externalReferences>',
    )
    if target:
        _external(copy, name, f"{OFFICE}/externalLinkPath", target)


changed("external_link", lambda copy: _link(copy, '<externalBook r:id="rId900"/>'))
changed(
    "external_link_to_a_server",
    lambda copy: _link(copy, '<externalBook r:id="rId900"/>', "https://example.invalid/a.xlsx"),
)


def _linked_value(copy: Copy) -> None:
    _link(copy, '<externalBook r:id="rId900"/>')
    copy.formula("outturn", "[1]Sheet1!B3", copy.base.text("outturn"))


changed("external_link_in_the_money", _linked_value)
_DDE = '<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0"/></ddeItems></ddeLink>'
changed("dde_link", lambda copy: _link(copy, _DDE, ""))
changed(
    "dde_in_a_formula", lambda copy: copy.formula("note", "cmd|'/c calc'!A0", "一切正常", "str")
)
changed(
    "dde_in_a_formula_of_the_result",
    lambda copy: copy.formula("actual", "cmd|'/c calc'!A0", copy.base.text("actual"), "str"),
)


def _remote(kind: str, target: str, source: str = "") -> Callable[[Copy], None]:
    return lambda copy: (_external(copy, source or copy.base.sheet, kind, target), None)[1]


changed(
    "remote_template",
    _remote(f"{OFFICE}/attachedTemplate", "https://example.invalid/t.dotm", _BOOK),
)
changed("remote_picture", _remote(f"{OFFICE}/image", "https://example.invalid/a.png"))
changed("remote_frame", _remote(f"{OFFICE}/frame", "https://example.invalid/f.html"))
changed("hyperlink_honest", _remote(f"{OFFICE}/hyperlink", "https://example.invalid/"))
changed(
    "hyperlink_to_a_program",
    _remote(f"{OFFICE}/hyperlink", "file:///C:/Windows/System32/calc.exe"),
)
changed("hyperlink_to_a_share", _remote(f"{OFFICE}/hyperlink", "\\\\10.0.0.1\\share\\a.xlsx"))


def _add_in(copy: Copy) -> None:
    copy.add("xl/webextensions/webextension1.xml", '<we:webextension xmlns:we="urn:we"/>')
    copy.add("xl/webextensions/taskpanes.xml", '<wetp:taskpanes xmlns:wetp="urn:wetp"/>')
    copy.relate(
        "",
        f"{MICROSOFT}/2011/relationships/webextensiontaskpanes",
        "xl/webextensions/taskpanes.xml",
    )


changed("web_extension", _add_in)


def _ribbon(copy: Copy) -> None:
    copy.add(
        "customUI/customUI.xml",
        f'<customUI xmlns="{MICROSOFT}/2006/01/customui" onLoad="Evil.Start"/>',
    )
    copy.relate("", f"{MICROSOFT}/2006/relationships/ui/extensibility", "customUI/customUI.xml")


changed("ribbon", _ribbon)


def _query(copy: Copy) -> None:
    copy.add(
        "xl/connections.xml",
        '<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><connection id="1" name="q" type="4" refreshOnLoad="1"><webPr url="https://example.invalid/"/></connection></connections>',
    )
    copy.relate(_BOOK, "connections", "connections.xml")


changed("data_connection", _query)


def _signed(copy: Copy) -> None:
    copy.add("_xmlsignatures/origin.sigs", b"")
    copy.add(
        "_xmlsignatures/sig1.xml", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    )
    copy.relate(
        "",
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
        "_xmlsignatures/origin.sigs",
    )


changed("signed", _signed)
GROUP.add("everything_that_people_paste", lambda base: add_exotica(base.data, base.sheet))


def _old_macro(base: Base) -> bytes:
    container = CompDoc(biff(values_of(base)))
    memory, start, length = container.locate_named_stream("Workbook")
    assert memory is not None
    stream = bytes(memory[start : start + length])
    return ole({"Workbook": stream, "_VBA_PROJECT_CUR": b"Sub Auto_Open()"})


GROUP.add("macro_in_an_xls", _old_macro, ".xls", converts=True)
