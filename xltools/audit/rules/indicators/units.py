"""Units of targets and results, and how numbers are written."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import Said, find_claims, find_told
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.check import units
from xltools.codes import Code
from xltools.patterns import Pattern


def units_stand_on_both_sides(case: Case) -> Iterator[Remark]:
    """130 beside 221个, and 100 beside 100%: one remark for all, at the first."""
    one_sided: dict[tuple[str, str, str], tuple[Line, int, int, bool]] = {}
    seen: set[tuple[str, str]] = set()
    for told in case.of(find_told):
        for finding in units.units_agree(told.context):
            place = finding.place
            claim = told.claims.get(place.row) if place else None
            at = told.at.get(place) if place else None
            if at is None or claim is None or not (claim.target and claim.actual):
                continue
            target, actual = claim.target.words, claim.actual.words
            if finding.code is Code.UNIT_CONFLICT:
                if (claim.name, actual) not in seen:
                    seen.add((claim.name, actual))
                    yield remark(
                        IndicatorCode.UNITS_CONFLICT, at, name=without_unit(claim.name),
                        said=finding.message,
                    )  # fmt: skip
            elif finding.code is Code.UNIT_MISSING:
                share = "%" in claim.target.line.text + claim.actual.line.text
                key = (without_unit(claim.name), target, actual)
                one_sided.setdefault(key, (*at, share))
    for share, code in (
        (False, IndicatorCode.UNIT_ON_ONE_SIDE), (True, IndicatorCode.PERCENT_ON_ONE_SIDE),
    ):  # fmt: skip
        group = {key: at for key, at in one_sided.items() if at[3] is share}
        if group:
            first = next(iter(group.values()))
            yield remark(code, first[:3], listed=_listed(list(group)))


def _listed(pairs: list[tuple[str, str, str]]) -> str:
    shown = "、".join(
        f"“{name}”目标{target}、实际{actual}" for name, target, actual in pairs[:4]
    )
    return f"{shown}等{len(pairs)}个指标" if len(pairs) > 4 else shown


_BRACKETED = Pattern(r"[≥≤=<>]*\d[\d.,]*\([^()\d]{1,6}\)")
_PLAIN = Pattern(r"[≥≤=<>]*\d[\d.,]*[^\d().,]{1,4}")


def units_are_written_alike(case: Case) -> Iterator[Remark]:
    """=8次 beside =5(次/年) and =18(辆): one remark, at the first."""
    said = [each.target for each in case.of(find_claims) if each.target is not None]
    odd = [each for each in said if _BRACKETED.fullmatch(_folded(each))]
    usual = [each for each in said if _PLAIN.fullmatch(_folded(each))]
    if odd and usual:
        shown = "、".join(f"“{each.words}”" for each in odd[:3])
        listed = f"{shown}等{len(odd)}处" if len(odd) > 3 else shown
        yield remark(
            IndicatorCode.UNIT_IN_BRACKETS, odd[0].at, listed=listed, against=usual[0].words
        )


def _folded(said: Said) -> str:
    return said.line.text[said.start : said.end]


_COUNT = Pattern(r"(?P<number>\d[\d,.]*)(?P<unit>(?P<bare>人|户|次|个|件|台|套|份|批|场)次?数)")


def counts_are_no_units(case: Case) -> Iterator[Remark]:
    """20人数 is meant as 20人."""
    for claim in case.of(find_claims):
        for said in (claim.target, claim.actual):
            found = _COUNT.fullmatch(_folded(said)) if said else None
            if said is not None and found is not None:
                yield remark(
                    IndicatorCode.COUNT_AS_UNIT, said.at, claim=said.words, unit=found["unit"],
                    against=f"{found['number']}{found['unit'][:-1]}",
                )  # fmt: skip


_RATE_ROW = Pattern(r"[\u4e00-\u9fff]{2,8}率")


def rate_rows_are_labelled(case: Case) -> Iterator[Remark]:
    """预算到位率 beside 预算执行率(%), both with 100; and 0 where there was no amount to divide by."""
    for table in case.report.tables:
        rows = [row for row in table.rows if row and _RATE_ROW.match(row[0].text)]
        bare = [row for row in rows if "%" not in row[0].text and _numbers(row)]
        marked = [row for row in rows if "%" in row[0].text and _numbers(row)]
        if bare and marked:
            yield remark(
                IndicatorCode.RATE_LABELS_DIFFER, bare[0][0], claim=bare[0][0].text,
                against=marked[0][0].text,
            )  # fmt: skip
        amounts = [row for row in table.rows if row and "率" not in row[0].text]
        for row in rows[:1]:
            empty = [at for at in range(2, len(row)) if _is_of_nothing(row, amounts, at)]
            if empty:
                yield remark(
                    IndicatorCode.RATE_OF_NOTHING, row[empty[0]], claim=row[0].text,
                    listed=len(empty),
                )  # fmt: skip


def _numbers(row: tuple[Line, ...]) -> bool:
    texts = [cell.text for cell in row[1:] if cell.text and "(" not in cell.text]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


_NUMBER = Pattern(r"\d+(?:\.\d+)?")


def _is_of_nothing(row: tuple[Line, ...], amounts: list[tuple[Line, ...]], at: int) -> bool:
    """True if the rate is 0 and every row of amounts leaves that column empty or at 0."""
    if row[at].text not in ("0", "0.00"):
        return False
    filled = [each for each in amounts if _numbers_any(each)]
    column = [each[at].text for each in filled if at < len(each)]
    return len(filled) >= 3 and all(text in ("", "0", "0.00") for text in column)


def _numbers_any(row: tuple[Line, ...]) -> bool:
    return any(_NUMBER.fullmatch(cell.text) and cell.text != "0" for cell in row[1:])


RULES: tuple[Rule, ...] = (
    units_stand_on_both_sides,
    units_are_written_alike,
    counts_are_no_units,
    rate_rows_are_labelled,
)
