"""Build official.docx: the styles, page and footers of an official document, GB/T 9704.

    python templates/build_official.py

The result is committed. An office may open it in Word and change fonts, margins, header or
footer; a report takes all of that from the file and replaces only the text. The styles are
found by their names, so they must keep them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

TARGET = Path(__file__).with_name("official.docx")
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NS = f'xmlns:w="{MAIN}" xmlns:r="{REL}"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
BIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"
# What stands in on a machine without the fonts of official documents.
FALLBACK = {
    FANGSONG: "仿宋",
    KAITI: "楷体",
    HEITI: "SimHei",
    SONGTI: "SimSun",
    BIAOSONG: "宋体",
}

MM = 1440 / 25.4
PAGE = 'w:w="11906" w:h="16838"'  # A4
MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25}
# Type sizes in half-points: 二号, 三号, 四号, 小四, 五号.
SIZE = {"二号": 44, "三号": 32, "四号": 28, "小四": 24, "五号": 21}

# 156 mm hold 28 characters of 三号, as the standard asks, if each is a quarter point tighter.
LINE_OF_28 = -5

FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
SIGNED = '<w:ind w:rightChars="400" w:right="1280" w:firstLineChars="0" w:firstLine="0"/>'
HANGING = '<w:ind w:leftChars="200" w:left="1600" w:hangingChars="300" w:hanging="960"/>'
CENTRE, LEFT, RIGHT = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right"))
KEEP = "<w:keepNext/><w:keepLines/>"


def fonts(east_asia: str) -> str:
    """The fonts of a style; Word takes the East Asian one from its own attribute only."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{east_asia}" w:hAnsi="{LATIN}"'
        f' w:cs="{LATIN}"/>'
    )


def spacing(before: int = 0, after: int = 0, line: int = 560, rule: str = "exact") -> str:
    """Distances in twips; a line of 560 is 28 pt, with rule auto 240 is a single line."""
    return (
        f'<w:spacing w:before="{before}" w:after="{after}"'
        f' w:line="{line}" w:lineRule="{rule}"/>'
    )


SINGLE = spacing(line=240, rule="auto")


def paragraph_style(  # noqa: PLR0913 - a style has that many properties
    key: str,
    name: str,
    font: str,
    size: str,
    layout: str,
    *,
    bold: bool = False,
    after: str = "",
    pitch: int = 0,
) -> str:
    """One paragraph style; `layout` is the inside of w:pPr, `pitch` twips added to a character."""
    based = "" if key == "Normal" else '<w:basedOn w:val="Normal"/>'
    kind = ' w:default="1"' if key == "Normal" else ""
    if not name.isascii():  # built-in styles have English names in the file
        kind = ' w:customStyle="1"'
    following = f'<w:next w:val="{after}"/>' if after else ""
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    number = SIZE[size]
    apart = f'<w:spacing w:val="{pitch}"/>' if pitch else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{based}{following}<w:qFormat/><w:pPr>{layout}</w:pPr>"
        f'<w:rPr>{fonts(font)}{weight}<w:color w:val="000000"/>{apart}'
        f'<w:sz w:val="{number}"/><w:szCs w:val="{number}"/></w:rPr></w:style>'
    )


def heading(level: int, font: str, *, bold: bool = False) -> str:
    """A real heading: outline level, kept with what follows, indented like the text."""
    layout = KEEP + spacing() + INDENT + LEFT + f'<w:outlineLvl w:val="{level - 1}"/>'
    return paragraph_style(
        f"Heading{level}", f"heading {level}", font, "三号", layout, bold=bold, after="BodyText"
    )


def contents_entry(level: int) -> str:
    """A line of the contents: indented by level, dots, page number at the right margin."""
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>'
    chars = (level - 1) * 200
    indent = (
        f'<w:ind w:leftChars="{chars}" w:left="{(level - 1) * 640}"'
        ' w:firstLineChars="0" w:firstLine="0"/>'
    )
    font = HEITI if level == 1 else FANGSONG
    return paragraph_style(
        f"TOC{level}", f"toc {level}", font, "四号", tabs + spacing(line=440) + indent + LEFT
    )


def styles() -> str:
    """All styles a report uses."""
    hanging = '<w:ind w:leftChars="300" w:left="2560" w:hangingChars="500" w:hanging="1600"/>'
    attachment = KEEP + spacing(after=120) + FLUSH + LEFT + '<w:outlineLvl w:val="0"/>'
    found = [
        paragraph_style("Normal", "Normal", FANGSONG, "三号", spacing() + FLUSH),
        paragraph_style("BodyText", "Body Text", FANGSONG, "三号", spacing() + INDENT + '<w:jc w:val="both"/>', pitch=LINE_OF_28),
        heading(1, HEITI),
        heading(2, KAITI),
        heading(3, FANGSONG, bold=True),
        heading(4, FANGSONG),
        paragraph_style("Attachment", "附件标题", HEITI, "三号", attachment, after="BodyText"),
        paragraph_style("Title", "Title", BIAOSONG, "二号", KEEP + spacing(line=700) + FLUSH + CENTRE),
        paragraph_style("Subtitle", "Subtitle", KAITI, "三号", spacing(before=120, after=120) + FLUSH + CENTRE),
        paragraph_style("Cover", "封面信息", FANGSONG, "三号", spacing(line=640) + hanging + LEFT),
        paragraph_style("TOCHeading", "TOC Heading", BIAOSONG, "二号", KEEP + spacing(after=280) + FLUSH + CENTRE),
        *(contents_entry(level) for level in (1, 2, 3)),
        paragraph_style("Caption", "caption", HEITI, "小四", KEEP + spacing(before=120, after=60, line=360) + FLUSH + CENTRE),
        paragraph_style("Figure", "图片", SONGTI, "五号", KEEP + spacing(before=120, line=240, rule="auto") + FLUSH + CENTRE),
        paragraph_style("Signature", "落款", FANGSONG, "三号", KEEP + spacing() + SIGNED + RIGHT),
        paragraph_style("Enclosure", "附件说明", FANGSONG, "三号", spacing() + HANGING + LEFT),
        paragraph_style("TableUnit", "表格单位", FANGSONG, "五号", KEEP + SINGLE + FLUSH + RIGHT),
        paragraph_style("TableHead", "表格表头", HEITI, "五号", SINGLE + FLUSH + CENTRE),
        paragraph_style("TableText", "表格文字", SONGTI, "五号", SINGLE + FLUSH + LEFT),
        paragraph_style("TableFigure", "表格数字", SONGTI, "五号", SINGLE + FLUSH + CENTRE),
        paragraph_style("TableNote", "表格说明", SONGTI, "五号", spacing(before=60, line=240, rule="auto") + FLUSH + LEFT),
        paragraph_style("Gap", "间隔", FANGSONG, "五号", spacing(line=160) + FLUSH),
        paragraph_style("Footer", "footer", SONGTI, "四号", SINGLE + FLUSH),
        character_style("Lead", "引语", "<w:b/><w:bCs/>"),
        character_style("Missing", "待补充", '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'),
        TABLE_STYLE,
    ]  # fmt: skip
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}"
        '<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return f"{HEAD}<w:styles {NS}>{defaults}{''.join(found)}</w:styles>"


def character_style(key: str, name: str, layout: str) -> str:
    """One character style; `layout` is the inside of w:rPr."""
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}">'
        f'<w:name w:val="{name}"/><w:qFormat/><w:rPr>{layout}</w:rPr></w:style>'
    )


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )


TABLE_STYLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable">'
    '<w:name w:val="报告表格"/><w:qFormat/>'
    f'<w:tblPr><w:jc w:val="center"/><w:tblBorders>{_borders()}</w:tblBorders><w:tblCellMar>'
    '<w:top w:w="45" w:type="dxa"/><w:left w:w="45" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr></w:tblStylePr></w:style>'
)


def font_table() -> str:
    """Every font with its stand-in (w:altName), its family and its character set."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in FALLBACK.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    return f"{HEAD}<w:fonts {NS}>{latin}{chinese}</w:fonts>"


def footer(side: str) -> str:
    """— 1 —, one character in from the outer margin."""
    edge = "right" if side == "right" else "left"
    layout = (
        f'<w:pStyle w:val="Footer"/><w:ind w:{edge}Chars="100" w:{edge}="280"/>'
        f'<w:jc w:val="{side}"/>'
    )
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return (
        f"{HEAD}<w:ftr {NS}><w:p><w:pPr>{layout}</w:pPr>"
        f'<w:r>{hint}<w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:r>{hint}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def settings() -> str:
    """Footers differ on odd and even pages. No updateFields: Word would ask every reader."""
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


SAMPLES = [
    ("Title", "报告样式文件"),
    ("Subtitle", "用 Word 修改样式、页边距、页眉页脚，保存即可"),
    ("Heading1", "一、标题 1：一级标题"),
    ("Heading2", "（一）标题 2：二级标题"),
    ("Heading3", "1.标题 3：三级标题"),
    ("Heading4", "（1）标题 4：四级标题"),
    ("BodyText", "正文文本：报告只取用本文件的样式和页面设置，这里的文字不会出现在报告里。"
     "报告的文字在各地区文件夹的 report.toml 里，用记事本修改。样式的名称请不要改动。"),
    ("Attachment", "附件标题"),
    ("Cover", "封面信息：项目名称、实施单位、主管部门"),
    ("Caption", "表1　题注"),
    ("TableUnit", "表格单位：万元"),
    ("TableHead", "表格表头"),
    ("TableText", "表格文字"),
    ("TableFigure", "表格数字 89.5"),
    ("TableNote", "表格说明：注"),
    ("Figure", "图片"),
    ("Enclosure", "附件说明：1.项目支出绩效自评表"),
    ("Signature", "落款：实施单位"),
]  # fmt: skip


def document() -> str:
    """One paragraph in each style, so that whoever opens the file sees them; and the page."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{key}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        for key, text in SAMPLES
    )
    margins = " ".join(f'w:{key}="{round(mm * MM)}"' for key, mm in MARGINS.items())
    return (
        f"{HEAD}<w:document {NS}><w:body>{body}<w:sectPr>"
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz {PAGE}/><w:pgMar {margins} w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def relationships(*targets: tuple[str, str]) -> str:
    """A .rels part; ids rId1, rId2 … in order."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types() -> str:
    """[Content_Types].xml."""
    office = "application/vnd.openxmlformats"
    overrides = {
        "/word/document.xml": f"{WORD}.document.main+xml",
        "/word/styles.xml": f"{WORD}.styles+xml",
        "/word/settings.xml": f"{WORD}.settings+xml",
        "/word/fontTable.xml": f"{WORD}.fontTable+xml",
        "/word/footer1.xml": f"{WORD}.footer+xml",
        "/word/footer2.xml": f"{WORD}.footer+xml",
        "/docProps/core.xml": f"{office}-package.core-properties+xml",
        "/docProps/app.xml": f"{office}-officedocument.extended-properties+xml",
    }
    rows = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{office}-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def parts() -> dict[str, str]:
    """Every part of the package by name."""
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{REL}/officeDocument", "word/document.xml"),
            (core, "docProps/core.xml"),
            (f"{REL}/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            (f"{REL}/styles", "styles.xml"),
            (f"{REL}/settings", "settings.xml"),
            (f"{REL}/fontTable", "fontTable.xml"),
            (f"{REL}/footer", "footer1.xml"),
            (f"{REL}/footer", "footer2.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>报告样式文件</dc:title></cp:coreProperties>",
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Application>xltools</Application></Properties>',
    }


def build() -> bytes:
    """Return official.docx; the same bytes each time."""
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            package.writestr(info, text.encode(), zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build())
