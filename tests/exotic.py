"""Put into any workbook what people paste into theirs, by editing the zip package.

No library writes all of this, so the parts are spelled out: a text box, photos, a WPS cell
picture, threaded comments, a drop-down of Excel 2010, sparklines, a slicer, printer
settings, a ribbon, customXml, a header picture, a sensitivity label, rich text, shared,
array and dynamic formulas. Excel, LibreOffice and openpyxl open the result.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_X14 = f"{MICROSOFT}/spreadsheetml/2009/9/main"
_X15 = f"{MICROSOFT}/spreadsheetml/2010/11/main"
_XM = f"{MICROSOFT}/excel/2006/main"
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
_ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
    "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture",
    "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
]  # fmt: skip
_ROOT_EXTRAS = {
    "xmlns:mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "xmlns:x14ac": f"{MICROSOFT}/spreadsheetml/2009/9/ac",
    "xmlns:xr": f"{MICROSOFT}/spreadsheetml/2014/revision",
    "mc:Ignorable": "x14ac xr",
    "xr:uid": "{00000000-0001-0000-0000-000000000000}",
}


class Package:
    """A zip package in memory whose parts, types and relationships can be added to."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def add(self, name: str, content: str | bytes, content_type: str = "") -> None:
        """Add a part; a type makes an override, else its ending has a default."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        if content_type:
            self._type(f'<Override PartName="/{name}" ContentType="{content_type}"/>')

    def default(self, ending: str, content_type: str) -> None:
        """Give a file ending its type."""
        if f'Extension="{ending}"'.encode() not in self.parts["[Content_Types].xml"]:
            self._type(f'<Default Extension="{ending}" ContentType="{content_type}"/>')

    def _type(self, element: str) -> None:
        xml = self.parts["[Content_Types].xml"]
        # defaults come first in the schema of some validators
        at = (
            xml.index(b"<Override") if element.startswith("<Default") else xml.index(b"</Types")
        )
        self.parts["[Content_Types].xml"] = xml[:at] + element.encode() + xml[at:]

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relationship and return its id; `kind` may be a full type."""
        folder, _, name = source.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        empty = f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
        xml = self.parts.get(path, empty).replace(
            b'/relationships"/>', b'/relationships"></Relationships>'
        )
        number = len(re.findall(rb"<Relationship\s", xml)) + 900
        full = kind if "/" in kind else f"{OFFICE}/{kind}"
        element = f'<Relationship Id="rId{number}" Type="{full}" Target="{target}"/>'.encode()
        self.parts[path] = xml.replace(b"</Relationships>", element + b"</Relationships>")
        return f"rId{number}"

    def zip(self) -> bytes:
        """Return the package as bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (2023, 1, 31, 9, 30, 0)), content, 8)
        return out.getvalue()


def add_exotica(base: bytes, sheet: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return the workbook with everything exotic in one of its sheets and around it."""
    package = Package(base)
    _add_around(package)
    xml = package.parts[sheet]
    root_tag = re.search(rb"<worksheet[^>]*>", xml)
    assert root_tag is not None
    extras = "".join(
        f' {name}="{value}"'
        for name, value in _ROOT_EXTRAS.items()
        if f" {name}=".encode() not in root_tag[0]
    ).encode()
    end = root_tag.end() - 1
    root = etree.fromstring(xml[:end] + extras + xml[end:])
    _add_cells(package, root)
    for element in _sheet_elements(package, root, sheet):
        _insert(root, element)
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    package.parts[sheet] = declaration + etree.tostring(root, encoding="UTF-8")
    return package.zip()


def _add_around(package: Package) -> None:
    """The parts that hang on the package or on the workbook."""
    for ending, kind in (
        ("png", "image/png"),
        ("bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"),
        ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
    ):
        package.default(ending, kind)
    ui = f'<customUI xmlns="{MICROSOFT}/2009/07/customui"><ribbon><tabs><tab id="t" label="绩效"/></tabs></ribbon></customUI>'
    package.add("customUI/customUI14.xml", ui)
    package.relate(
        "", f"{MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
    )
    package.add("customUI/customUI.xml", ui.replace("2009/07", "2006/01"))
    package.relate(
        "", f"{MICROSOFT}/2006/relationships/ui/extensibility", "customUI/customUI.xml"
    )
    label = f'<clbl:labelList xmlns:clbl="{MICROSOFT}/2020/mipLabelMetadata"><clbl:label id="{{1}}" enabled="1" method="Standard" siteId="{{2}}"/></clbl:labelList>'
    package.add(
        "docMetadata/LabelInfo.xml", label, "application/vnd.ms-office.classificationlabels+xml"
    )
    package.relate(
        "",
        f"{MICROSOFT}/2020/02/relationships/classificationlabels",
        "docMetadata/LabelInfo.xml",
    )
    package.add("customXml/item1.xml", '<单位 xmlns="urn:test">财政局</单位>')
    package.relate("xl/workbook.xml", "customXml", "../customXml/item1.xml")
    package.add("xl/media/photo.png", _PNG)
    package.add("xl/media/wps.png", _PNG)
    images = (
        f'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="{_DRAWING}/spreadsheetDrawing" '
        f'xmlns:a="{_DRAWING}/main" xmlns:r="{OFFICE}"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_A1B2"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId900"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>'
    )
    package.add("xl/cellimages.xml", images, "application/vnd.wps-officedocument.cellimage+xml")
    package.relate(
        "xl/workbook.xml", "http://www.wps.cn/officeDocument/2020/cellImage", "cellimages.xml"
    )
    package.relate("xl/cellimages.xml", "image", "media/wps.png")
    persons = f'<personList xmlns="{MICROSOFT}/spreadsheetml/2018/threadedcomments"><person displayName="张三" id="{{11111111-1111-1111-1111-111111111111}}" userId="z" providerId="None"/></personList>'
    package.add("xl/persons/person.xml", persons, "application/vnd.ms-excel.person+xml")
    package.relate(
        "xl/workbook.xml", f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml"
    )
    metadata = (
        f'<metadata xmlns="{MAIN}" xmlns:xda="{MICROSOFT}/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">'
        '<metadataType name="XLDAPR" minSupportedVersion="120000" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1">'
        '<bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>'
        '</futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
    )
    package.add(
        "xl/metadata.xml",
        metadata,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml",
    )
    package.relate("xl/workbook.xml", "sheetMetadata", "metadata.xml")
    _add_slicer_cache(package)


def _add_slicer_cache(package: Package) -> None:
    cache = (
        f'<slicerCacheDefinition xmlns="{_X14}" xmlns:x="{MAIN}" name="Slicer_类别" sourceName="类别"><extLst>'
        f'<x:ext xmlns:x15="{_X15}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}"><x15:tableSlicerCache tableId="77" column="1"/></x:ext></extLst></slicerCacheDefinition>'
    )
    package.add(
        "xl/slicerCaches/slicerCache1.xml", cache, "application/vnd.ms-excel.slicerCache+xml"
    )
    rel = package.relate(
        "xl/workbook.xml",
        f"{MICROSOFT}/2007/relationships/slicerCache",
        "slicerCaches/slicerCache1.xml",
    )
    ext = (
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{_X15}"><x15:slicerCaches xmlns:x14="{_X14}">'
        f'<x14:slicerCache xmlns:r="{OFFICE}" r:id="{rel}"/></x15:slicerCaches></ext></extLst>'
    )
    xml = package.parts["xl/workbook.xml"]
    if b"<extLst" not in xml:
        package.parts["xl/workbook.xml"] = xml.replace(
            b"</workbook>", ext.encode() + b"</workbook>"
        )


def _add_cells(package: Package, root: etree._Element) -> None:
    """Rows far below: rich text, a WPS picture, shared, array and dynamic formulas, a table."""
    data = root.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    numbers = [int(row.get("r", "0")) for row in data]
    top = exotic_row(max(numbers, default=0))
    rows = (
        f'<row r="{top}"><c r="A{top}" t="inlineStr"><is><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space="preserve"> 细</t></r></is></c>'
        f'<c r="B{top}" t="str"><f>_xlfn.DISPIMG("ID_A1B2",1)</f><v>=DISPIMG("ID_A1B2",1)</v></c>'
        f'<c r="C{top}"><f t="array" ref="C{top}">SUM(A{top + 1}:A{top + 3}*2)</f><v>12</v></c>'
        f'<c r="D{top}" cm="1"><f t="array" ref="D{top}">SUM(A{top + 1}:A{top + 3})</f><v>6</v></c></row>'
        f'<row r="{top + 1}"><c r="A{top + 1}"><v>1</v></c><c r="B{top + 1}"><f t="shared" ref="B{top + 1}:B{top + 3}" si="77">A{top + 1}*2</f><v>2</v></c></row>'
        f'<row r="{top + 2}"><c r="A{top + 2}"><v>2</v></c><c r="B{top + 2}"><f t="shared" si="77"/><v>4</v></c></row>'
        f'<row r="{top + 3}"><c r="A{top + 3}"><v>3</v></c><c r="B{top + 3}"><f t="shared" si="77"/><v>6</v></c></row>'
        f'<row r="{top + 5}"><c r="A{top + 5}" t="inlineStr"><is><t>类别</t></is></c><c r="B{top + 5}" t="inlineStr"><is><t>数</t></is></c></row>'
        f'<row r="{top + 6}"><c r="A{top + 6}" t="inlineStr"><is><t>甲</t></is></c><c r="B{top + 6}"><v>5</v></c></row>'
    )
    for row in etree.fromstring(f'<s xmlns="{MAIN}">{rows}</s>'):
        data.append(row)
    table = (
        f'<table xmlns="{MAIN}" id="77" name="外来表" displayName="外来表" ref="A{top + 5}:B{top + 6}" totalsRowShown="0"><autoFilter ref="A{top + 5}:B{top + 6}"/>'
        '<tableColumns count="2"><tableColumn id="1" name="类别"/><tableColumn id="2" name="数"/></tableColumns></table>'
    )
    package.add(
        "xl/tables/exotic.xml",
        table,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
    )


def exotic_row(last: int) -> int:
    """The first row of the exotic cells, below the last one of the form."""
    return last + 3


def _sheet_elements(package: Package, root: etree._Element, sheet: str) -> list[etree._Element]:
    """What hangs on the sheet; what it has one of already is left as it is."""
    present = {etree.QName(child).localname for child in root.iterchildren("*")}
    elements = []
    relate = package.relate
    if "drawing" not in present:
        _add_drawing(package)
        elements.append(("drawing", relate(sheet, "drawing", "../drawings/exotic.xml")))
    if "legacyDrawing" not in present:
        _add_comments(package)
        elements.append(
            ("legacyDrawing", relate(sheet, "vmlDrawing", "../drawings/exotic.vml"))
        )
        relate(sheet, "comments", "../comments_exotic.xml")
        relate(
            sheet,
            f"{MICROSOFT}/2017/10/relationships/threadedComment",
            "../threadedComments/exotic.xml",
        )
    if "legacyDrawingHF" not in present:
        package.add(
            "xl/drawings/header.vml",
            _vml(
                '<v:shape id="CH" style="width:20pt;height:20pt"><v:imagedata o:relid="rId900" o:title="徽"/></v:shape>'
            ),
        )
        relate("xl/drawings/header.vml", "image", "../media/photo.png")
        elements.append(
            ("legacyDrawingHF", relate(sheet, "vmlDrawing", "../drawings/header.vml"))
        )
    package.add("xl/printerSettings/exotic.bin", b"\x00\x01" * 300)
    printer = relate(sheet, "printerSettings", "../printerSettings/exotic.bin")
    setup = root.find(f"{{{MAIN}}}pageSetup")
    if setup is None:
        elements.append(("pageSetup", printer))
    else:
        setup.set(f"{{{OFFICE}}}id", printer)
    made = [
        etree.Element(f"{{{MAIN}}}{name}", {f"{{{OFFICE}}}id": rel}) for name, rel in elements
    ]
    if "headerFooter" not in present:
        made.append(
            etree.fromstring(
                f'<headerFooter xmlns="{MAIN}"><oddHeader>&amp;C&amp;G</oddHeader></headerFooter>'
            )
        )
    table = relate(sheet, "table", "../tables/exotic.xml")
    slicer = relate(sheet, f"{MICROSOFT}/2007/relationships/slicer", "../slicers/exotic.xml")
    package.add(
        "xl/slicers/exotic.xml",
        f'<slicers xmlns="{_X14}"><slicer name="类别" cache="Slicer_类别" rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    made.append(
        etree.fromstring(
            f'<tableParts xmlns="{MAIN}" xmlns:r="{OFFICE}" count="1"><tablePart r:id="{table}"/></tableParts>'
        )
    )
    made.append(_extensions(slicer))
    return made


def _extensions(slicer: str) -> etree._Element:
    return etree.fromstring(
        f'<extLst xmlns="{MAIN}" xmlns:x14="{_X14}" xmlns:xm="{_XM}" xmlns:r="{OFFICE}" xmlns:x15="{_X15}">'
        '<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>$A$1:$A$3</xm:f></x14:formula1><xm:sqref>Z90</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        '<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
        "<xm:f>A1:C1</xm:f><xm:sqref>Z91</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
        f'<ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}"><x14:slicerList><x14:slicer r:id="{slicer}"/></x14:slicerList></ext></extLst>'
    )


def _add_drawing(package: Package) -> None:
    anchor = "<xdr:from><xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    shape = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">'
        f'<xdr:twoCellAnchor>{anchor.format(20, 22)}<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        f"<xdr:spPr>{shape}</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>科长批示：已阅</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
        f'<xdr:twoCellAnchor>{anchor.format(24, 26)}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="照片"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="rId900"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>{shape}</xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>'
    )
    package.add(
        "xl/drawings/exotic.xml",
        drawing,
        "application/vnd.openxmlformats-officedocument.drawing+xml",
    )
    package.relate("xl/drawings/exotic.xml", "image", "../media/photo.png")


def _add_comments(package: Package) -> None:
    note = '<v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>'
    package.add("xl/drawings/exotic.vml", _vml(note))
    text = f'<comments xmlns="{MAIN}"><authors><author>tc={{22222222-2222-2222-2222-222222222222}}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>[线程批注] 请核实</t></text></comment></commentList></comments>'
    package.add(
        "xl/comments_exotic.xml",
        text,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    )
    threaded = f'<ThreadedComments xmlns="{MICROSOFT}/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" dT="2023-01-31T09:30:00.00" personId="{{11111111-1111-1111-1111-111111111111}}" id="{{22222222-2222-2222-2222-222222222222}}"><text>请核实</text></threadedComment></ThreadedComments>'
    package.add(
        "xl/threadedComments/exotic.xml",
        threaded,
        "application/vnd.ms-excel.threadedcomments+xml",
    )


def _vml(shapes: str) -> str:
    return f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'


def _insert(root: etree._Element, element: etree._Element) -> None:
    """Put an element where the schema wants it; lists that exist are added to."""
    name = etree.QName(element).localname
    existing = root.find(f"{{{MAIN}}}{name}")
    if existing is not None and name in ("extLst", "tableParts"):
        existing.extend(list(element))
        return
    for child in root.iterchildren("*"):
        local = etree.QName(child).localname
        if local in _ORDER and _ORDER.index(local) > _ORDER.index(name):
            child.addprevious(element)
            return
    root.append(element)


# --- small workbooks spelled out, for XML that no library would write

_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
_TOP = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
_BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
_RELS = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def raw_parts(sheet: str) -> dict[str, str | bytes]:
    """The parts of the smallest workbook; `sheet` is a whole worksheet or what is inside."""
    if not sheet.lstrip().startswith(("<?xml", "<worksheet", "<x:worksheet")):
        sheet = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELS,
        "xl/worksheets/sheet1.xml": sheet,
    }


def raw_book(
    sheet: str, method: int = zipfile.ZIP_DEFLATED, **others: str | bytes | None
) -> bytes:
    """The smallest workbook as bytes; `others` adds, exchanges or (None) drops parts."""
    return zip_parts({**raw_parts(sheet), **others}, method)


def zip_parts(
    parts: dict[str, str | bytes | None], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Zip parts in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(zipfile.ZipInfo(name, (2022, 5, 4, 3, 2, 2)), content, method)
    return out.getvalue()
