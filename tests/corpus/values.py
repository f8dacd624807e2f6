"""What stands in one cell: numbers that are none, errors, texts, formulas and what they hide."""

from __future__ import annotations

from corpus.base import Copy, Group

GROUP = Group("values")
VARIANTS = GROUP.variants
changed = GROUP.changed
_WIDE = str.maketrans("0123456789.%-,", "０１２３４５６７８９．％－，")
_DATE = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
_PERCENT = '<xf numFmtId="10" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'

# --- numbers that no cell shows

for _name, _raw in {
    "nan": "NaN", "inf": "INF", "minus_inf": "-Infinity", "1e308": "1e308", "1e309": "1E309",
    "minus_5": "-5", "minus_zero": "-0", "tiny": "1e-300", "hex": "0x10", "underscore": "1_000",
    "arabic_digits": "٤٦٨", "words": "很多", "nothing": "", "many_digits": "4" * 400,
    "twenty_decimals": "468.60000000000002274", "exponent": "4.686E2",
}.items():  # fmt: skip
    changed(f"number_{_name}_as_the_money", lambda copy, raw=_raw: copy.number("outturn", raw))
    if _name in ("nan", "inf", "1e308", "minus_5", "words", "many_digits"):
        changed(
            f"number_{_name}_as_the_result", lambda copy, raw=_raw: copy.number("actual", raw)
        )
    if _name in ("nan", "1e308", "minus_5"):
        changed(
            f"number_{_name}_as_the_points", lambda copy, raw=_raw: copy.number("points", raw)
        )

# --- booleans and errors

for _role in ("outturn", "actual", "points"):
    changed(
        f"true_as_the_{_role}", lambda copy, role=_role: copy.put(role, "<v>1</v>", ' t="b"')
    )
for _error in ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"):
    _short = _error.strip("#!?").replace("/", "").lower()
    changed(
        f"error_{_short}_as_the_result",
        lambda copy, e=_error: copy.formula("actual", "A1/0", e, "e"),
    )
for _role in ("outturn", "points", "name"):
    changed(
        f"error_as_the_{_role}",
        lambda copy, role=_role: copy.formula(role, "A1/0", "#DIV/0!", "e"),
    )
changed("error_without_a_formula", lambda copy: copy.put("outturn", "<v>#N/A</v>", ' t="e"'))
changed("error_typed_as_text", lambda copy: copy.type("outturn", "#DIV/0!"))
changed("error_that_is_unknown", lambda copy: copy.put("outturn", "<v>#BUSY!</v>", ' t="e"'))
changed(
    "a_type_that_is_unknown",
    lambda copy: copy.put("outturn", f"<v>{copy.base.text('outturn')}</v>", ' t="zz"'),
)

# --- dates

changed("date_as_the_money", lambda copy: copy.number("outturn", 44925, copy.style(_DATE)))
changed("date_as_the_points", lambda copy: copy.number("points", 44925, copy.style(_DATE)))
changed("date_as_the_result", lambda copy: copy.number("actual", 44925, copy.style(_DATE)))
changed(
    "date_of_iso_8601",
    lambda copy: copy.put("date", "<v>2020-11-18T00:00:00</v>", ' t="d"', copy.style(_DATE)),
)
changed("date_as_a_number_where_a_date_belongs", lambda copy: copy.number("date", 44153))
changed("date_in_a_cell_of_dates", lambda copy: copy.number("date", 44153, copy.style(_DATE)))
changed(
    "date_of_1904",
    lambda copy: (
        copy.number("date", 44153 - 1462, copy.style(_DATE)),
        copy.swap("xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>'),
    ),
)
changed("date_that_is_none", lambda copy: copy.type("date", "2020年11月31日"))
changed("date_far_away", lambda copy: copy.number("date", 9_999_999, copy.style(_DATE)))
changed("date_below_zero", lambda copy: copy.number("date", -5, copy.style(_DATE)))

# --- numbers as text


def _money(copy: Copy) -> str:
    """The total in 元 with three groups of digits: 4,686,000."""
    return f"{round(copy.base.number('outturn') * 10_000):,}"


changed(
    "result_in_wide_digits",
    lambda copy: copy.type("actual", copy.base.text("actual").translate(_WIDE)),
)
changed(
    "result_with_spaces",
    lambda copy: copy.type("actual", f"\u3000{copy.base.number('actual')} \u00a0% "),
)
changed("result_as_a_number", lambda copy: copy.number("actual", copy.base.number("actual")))
changed(
    "result_as_a_share",
    lambda copy: copy.number("actual", f"{copy.base.number('actual') / 100:.4f}"),
)
changed(
    "result_as_a_percentage",
    lambda copy: copy.number(
        "actual", f"{copy.base.number('actual') / 100:.4f}", copy.style(_PERCENT)
    ),
)
changed(
    "result_times_100_as_a_percentage",
    lambda copy: copy.number("actual", copy.base.number("actual"), copy.style(_PERCENT)),
)
changed(
    "result_in_words", lambda copy: copy.type("actual", f"百分之{copy.base.number('actual')}")
)
changed(
    "result_with_a_decimal_comma",
    lambda copy: copy.type("actual", copy.base.text("actual").replace(".", ",")),
)
changed("result_with_two_points", lambda copy: copy.type("actual", "93.5.1%"))
changed("result_below_zero", lambda copy: copy.type("actual", f"-{copy.base.text('actual')}"))
changed(
    "result_that_is_a_formula_as_text",
    lambda copy: copy.type("actual", f"={copy.base.text('actual')}"),
)
changed(
    "result_with_a_leading_apostrophe",
    lambda copy: copy.type("actual", f"'{copy.base.text('actual')}"),
)
changed("money_as_text", lambda copy: copy.type("outturn", copy.base.text("outturn")))
changed(
    "money_in_wide_digits",
    lambda copy: copy.type("outturn", copy.base.text("outturn").translate(_WIDE)),
)
changed(
    "money_with_a_leading_apostrophe",
    lambda copy: copy.type("outturn", f"'{copy.base.text('outturn')}"),
)
changed(
    "money_with_its_unit", lambda copy: copy.type("outturn", f"{copy.base.text('outturn')}万元")
)
changed("money_in_yuan", lambda copy: copy.type("outturn", f"{_money(copy)}元"))
changed(
    "money_in_yuan_wide_commas",
    lambda copy: copy.type("outturn", f"{_money(copy).replace(',', '，')}元"),
)
changed(
    "money_in_yuan_with_spaces",
    lambda copy: copy.type("outturn", f"{_money(copy).replace(',', ' ')}元"),
)
changed(
    "money_in_yuan_narrow_spaces",
    lambda copy: copy.type("outturn", f"{_money(copy).replace(',', chr(0x202F))}元"),
)
changed(
    "money_in_yuan_apostrophes",
    lambda copy: copy.type("outturn", f"{_money(copy).replace(',', chr(0x27))}元"),
)
changed(
    "money_with_a_sign_of_currency", lambda copy: copy.type("outturn", f"¥{_money(copy)}元")
)
changed(
    "money_with_the_wide_sign",
    lambda copy: copy.type("outturn", f"￥{copy.base.text('outturn')}万元"),
)
changed("money_in_dollars", lambda copy: copy.type("outturn", f"${copy.base.text('outturn')}"))
changed(
    "money_in_yuan_without_saying_so",
    lambda copy: copy.number("outturn", round(copy.base.number("outturn") * 10_000)),
)
changed("money_grouped_wrongly", lambda copy: copy.type("outturn", "46,86,000元"))
changed(
    "money_in_brackets", lambda copy: copy.type("outturn", f"({copy.base.text('outturn')})")
)
changed("money_in_chinese_capitals", lambda copy: copy.type("outturn", "肆佰陆拾捌万陆仟元整"))
changed("money_of_two_numbers", lambda copy: copy.type("outturn", "468.6/480"))
changed("money_as_a_sum", lambda copy: copy.type("outturn", "418.6+50"))
changed("money_that_is_a_letter_o", lambda copy: copy.type("outturn", "46O.6"))
changed("points_as_text", lambda copy: copy.type("points", f"{copy.base.text('points')}"))
changed(
    "points_with_a_unit", lambda copy: copy.type("points", f"{copy.base.number('points'):g}分")
)
