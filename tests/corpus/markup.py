"""XML that is odd, hostile or broken, in the form's sheet and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from exotic import MAIN, OFFICE

from corpus.base import Copy, Group

GROUP = Group("markup")
VARIANTS = GROUP.variants
changed = GROUP.changed
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DECLARED = re.compile(r"^<\?xml[^>]*\?>\s*")
_BOOK = "xl/workbook.xml"


def _bare(copy: Copy) -> str:
    """The form's sheet without its declaration."""
    return _DECLARED.sub("", copy.xml)


def _set(copy: Copy, content: str | bytes) -> None:
    copy.parts[copy.base.sheet] = content.encode() if isinstance(content, str) else content


def _declared(doctype: str) -> Callable[[Copy], None]:
    return lambda copy: _set(copy, f"{_HEAD}{doctype}{_bare(copy)}")


def _in_part(part: str, doctype: str = "<!DOCTYPE a>") -> Callable[[Copy], None]:
    def change(copy: Copy) -> None:
        bare = _DECLARED.sub("", copy.parts[part].decode())
        copy.parts[part] = f"{_HEAD}{doctype}{bare}".encode()

    return change


# --- entities

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈"}">' for n in range(10))
changed("doctype", _declared("<!DOCTYPE worksheet>"))
changed("doctype_with_an_entity", _declared('<!DOCTYPE a [<!ENTITY x "468.6">]>'))
changed("billion_laughs", _declared(f"<!DOCTYPE a [{_LAUGHS}]>"))
changed(
    "entity_that_reads_a_file",
    _declared('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
)
changed(
    "entity_that_asks_a_server",
    _declared('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'),
)
changed("doctype_in_lower_case", _declared("<!doctype a>"))
changed("entity_that_nobody_declared", lambda copy: copy.in_sheet("</t>", "&evil;</t>"))
for _name, _part in {
    "workbook": _BOOK, "relationships": "_rels/.rels", "content_types": "[Content_Types].xml",
    "styles": "xl/styles.xml", "properties": "docProps/core.xml", "theme": "xl/theme/theme1.xml",
    "another_sheet": "xl/worksheets/sheet4.xml",
}.items():  # fmt: skip
    changed(f"doctype_in_{_name}", _in_part(_part))
changed(
    "doctype_in_a_drawing", lambda copy: copy.add("xl/drawings/d.vml", "<!DOCTYPE a><xml/>")
)
changed("doctype_in_the_texts", lambda copy: _in_part("xl/sharedStrings.xml")(copy.shared()))

# --- encodings

changed(
    "utf_16",
    lambda copy: _set(copy, (_HEAD.replace("UTF-8", "UTF-16") + _bare(copy)).encode("utf-16")),
)
changed("utf_16_without_a_mark", lambda copy: _set(copy, _bare(copy).encode("utf-16-le")))
changed(
    "utf_16_with_a_doctype",
    lambda copy: _set(copy, f"<!DOCTYPE a>{_bare(copy)}".encode("utf-16")),
)
changed("utf_32", lambda copy: _set(copy, _bare(copy).encode("utf-32")))
changed("utf_7", lambda copy: _set(copy, _HEAD.replace("UTF-8", "UTF-7") + _bare(copy)))
changed(
    "gbk",
    lambda copy: _set(
        copy, (_HEAD.replace("UTF-8", "GBK") + _bare(copy)).encode("gbk", "replace")
    ),
)
changed(
    "latin_1_declared",
    lambda copy: _set(copy, _HEAD.replace("UTF-8", "ISO-8859-1") + _bare(copy)),
)
changed(
    "bytes_that_are_no_utf8",
    lambda copy: _set(
        copy, copy.parts[copy.base.sheet].replace("自评".encode(), b"\xff\xfe\xfd\xfc", 1)
    ),
)
changed(
    "byte_order_mark", lambda copy: _set(copy, b"\xef\xbb\xbf" + copy.parts[copy.base.sheet])
)
changed("no_declaration", lambda copy: _set(copy, _bare(copy)))
changed("quotes_of_the_other_kind", lambda copy: _set(copy, _quotes(_bare(copy))))


def _quotes(xml: str) -> str:
    return re.sub(r'="([^"\']*)"', r"='\1'", xml)


# --- not well-formed

changed("cut_off", lambda copy: _set(copy, copy.xml[: len(copy.xml) // 2]))
changed("ends_crossed", lambda copy: copy.in_sheet("</row></sheetData>", "</sheetData></row>"))
changed("two_roots", lambda copy: _set(copy, copy.xml + "<worksheet/>"))
changed("words_behind_the_root", lambda copy: _set(copy, copy.xml + "words"))
changed("an_attribute_twice", lambda copy: copy.in_sheet('<c r="A1"', '<c r="A1" r="B1"'))
changed("a_bare_ampersand", lambda copy: copy.in_sheet("</t>", "A&B</t>"))
changed("a_nul_in_the_text", lambda copy: copy.in_sheet("</t>", "\0</t>"))
changed("a_character_that_xml_forbids", lambda copy: copy.in_sheet("</t>", "\x01</t>"))
changed("a_reference_to_such_a_character", lambda copy: copy.in_sheet("</t>", "&#1;</t>"))
changed("xml_1_1", lambda copy: _set(copy, _HEAD.replace("1.0", "1.1") + _bare(copy)))
changed("empty_part", lambda copy: _set(copy, b""))
changed("spaces_only", lambda copy: _set(copy, b" \n"))

# --- large

changed(
    "nested_100000_deep",
    lambda copy: copy.before("<sheetData>", "<a>" * 100_000 + "</a>" * 100_000),
)
changed(
    "nested_deep_behind_the_cells",
    lambda copy: copy.before("</worksheet>", "<a>" * 100_000 + "</a>" * 100_000),
)
changed(
    "an_attribute_of_10_megabytes",
    lambda copy: copy.in_sheet("<sheetData>", f'<extLst x="{"a" * 10_000_000}"/><sheetData>'),
)
changed(
    "100000_attributes",
    lambda copy: copy.in_sheet(
        "<sheetData>", "<sheetData" + "".join(f' a{n}="1"' for n in range(100_000)) + ">"
    ),
)
changed(
    "a_name_of_a_megabyte", lambda copy: copy.before("<sheetData>", f"<{'a' * 1_000_000}/>")
)
changed(
    "a_comment_of_5_megabytes",
    lambda copy: copy.before("<sheetData>", f"<!--{'a' * 5_000_000}-->"),
)
changed(
    "20000_namespaces",
    lambda copy: copy.before(
        "</worksheet>", "".join(f'<x xmlns:n{n}="urn:{n}"/>' for n in range(20_000))
    ),
)
changed("a_token_without_end", lambda copy: _set(copy, copy.xml + "<" + "a" * 5_000_000))

# --- odd but right

changed("comment_between_cells", lambda copy: copy.in_sheet("</c><c", "</c><!-- 注 --><c"))
changed(
    "comment_inside_a_value",
    lambda copy: copy.put("outturn", f"<v><!-- 1 -->{copy.base.text('outturn')}</v>"),
)
changed(
    "comment_that_looks_like_a_cell",
    lambda copy: copy.before("</sheetData>", '<!--<row r="6"><c r="F6"><v>1</v></c></row>-->'),
)
changed(
    "cdata_in_a_number",
    lambda copy: copy.put("outturn", f"<v><![CDATA[{copy.base.text('outturn')}]]></v>"),
)
changed(
    "cdata_in_a_text",
    lambda copy: copy.put(
        "actual", f"<is><t><![CDATA[{copy.base.text('actual')}]]></t></is>", ' t="inlineStr"'
    ),
)
changed(
    "cdata_in_the_texts",
    lambda copy: copy.shared().swap(
        "xl/sharedStrings.xml", "<si>", "<si><!-- --><!--<![CDATA[x]]>-->"
    ),
)
changed(
    "instruction_between_rows",
    lambda copy: copy.in_sheet("</row><row", "</row><?evil do?><row"),
)
changed(
    "instruction_inside_a_value",
    lambda copy: copy.put("outturn", f"<v><?a b?>{copy.base.text('outturn')}</v>"),
)
changed("spaces_between_all", lambda copy: copy.in_sheet("><", ">\n  <", -1))
changed(
    "characters_as_references",
    lambda copy: copy.put(
        "outturn", f"<v>{''.join(f'&#{ord(c)};' for c in copy.base.text('outturn'))}</v>"
    ),
)
changed("prefixes_everywhere", lambda copy: _set(copy, _prefixed(_bare(copy))))
changed(
    "prefix_that_means_something_else",
    lambda copy: copy.put(
        "outturn", f'<v>{copy.base.text("outturn")}</v><x:v xmlns:x="urn:x">1</x:v>'
    ),
)
changed("another_namespace", lambda copy: copy.in_sheet(MAIN, "urn:unknown"))


def _prefixed(xml: str) -> str:
    xml = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml)
    return xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"', 1)


_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_CHOICE = f'<mc:AlternateContent {_MC}><mc:Choice Requires="x14">{{0}}</mc:Choice><mc:Fallback>{{1}}</mc:Fallback></mc:AlternateContent>'
changed(
    "alternate_content_behind_the_cells",
    lambda copy: copy.before("</worksheet>", _CHOICE.format("<controls/>", "")),
)
changed(
    "alternate_content_around_a_row",
    lambda copy: copy.in_sheet(
        copy.row("outturn"),
        _CHOICE.format(
            copy.row("outturn"), copy.row("outturn").replace(copy.base.text("outturn"), "1")
        ),
    ),
)
_STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def _strict(copy: Copy) -> None:
    for name, content in copy.parts.items():
        if name.endswith((".xml", ".rels")):
            text = content.decode()
            for old, new in _STRICT.items():
                text = text.replace(old, new)
            copy.parts[name] = text.encode()


changed("strict", _strict)

# --- the package

changed("no_content_types", lambda copy: copy.parts.pop("[Content_Types].xml"))
changed("no_relationships", lambda copy: copy.parts.pop("_rels/.rels"))
changed(
    "no_relationships_of_the_workbook",
    lambda copy: copy.parts.pop("xl/_rels/workbook.xml.rels"),
)
changed("no_sheet", lambda copy: copy.parts.pop(copy.base.sheet))
changed("no_other_sheet", lambda copy: copy.parts.pop("xl/worksheets/sheet4.xml"))
changed("no_styles", lambda copy: copy.parts.pop("xl/styles.xml"))
changed(
    "styles_that_are_broken",
    lambda copy: copy.parts.update({"xl/styles.xml": b"<styleSheet><cellXfs>"}),
)
changed(
    "theme_that_is_broken", lambda copy: copy.parts.update({"xl/theme/theme1.xml": b"<a:theme"})
)
changed(
    "properties_that_are_broken",
    lambda copy: copy.parts.update({"docProps/core.xml": b"<core"}),
)
changed(
    "own_properties_that_are_broken",
    lambda copy: copy.parts.update({"docProps/custom.xml": b"<Properties><property"}),
)
changed("two_workbooks", lambda copy: copy.relate("", "officeDocument", "xl/other.xml"))
changed(
    "sheets_that_share_a_part",
    lambda copy: copy.swap("xl/_rels/workbook.xml.rels", "sheet4.xml", "sheet2.xml"),
)
changed(
    "a_sheet_that_is_the_workbook",
    lambda copy: copy.swap(
        "xl/_rels/workbook.xml.rels", "worksheets/sheet4.xml", "workbook.xml"
    ),
)
changed(
    "a_sheet_that_lies_outside",
    lambda copy: copy.swap(
        "xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet4.xml", "../../../etc/passwd"
    ),
)
changed(
    "a_relationship_of_its_own",
    lambda copy: copy.relate("_rels/.rels", "image", "../_rels/.rels"),
)
changed(
    "20000_relationships",
    lambda copy: copy.swap(
        "_rels/.rels",
        "</Relationships>",
        "".join(
            f'<Relationship Id="x{n}" Type="a/b" Target="x{n}.xml"/>' for n in range(20_000)
        )
        + "</Relationships>",
    ),
)
