"""Widths, spans and places: does what is printed fit on the sheet, and has each field its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from xltools.profile.form_spec import AssessmentForm, Form, FundingForm, GridRow, IndicatorForm
from xltools.profile.mistakes import KeyPath, Problem, did_you_mean

_FORM = ("form",)
_WIDTHS: KeyPath = ("form", "widths")
_BAD_IN_SHEET = "[]:*?/\\"
TALLEST = 409


def layout_problems(form: Form) -> Iterator[Problem]:
    """Yield what does not fit in the layout of a form's sheet."""
    yield from _sheet(form)
    yield from _misfits(form)
    for path, row in grid_rows(form):
        yield from _row(path, row)
    yield from _spans(form)
    yield from _objective(form)
    yield from _funding(form)
    yield from _fields(form)


def grid_rows(form: Form) -> Iterator[tuple[KeyPath, GridRow]]:
    """Yield the rows above and below the tables with their key paths."""
    for number, row in enumerate(form.head):
        yield ("form", "head", number), row
    for number, row in enumerate(form.tail.rows):
        yield ("form", "tail", "rows", number), row


def _sheet(form: Form) -> Iterator[Problem]:
    bad = "".join(char for char in form.sheet if char in _BAD_IN_SHEET)
    if bad or not form.sheet.strip() or len(form.sheet) > 31:
        yield Problem(
            (("form", "sheet"),),
            f"“{form.sheet}”不能作工作表的名称。",
            "工作表名称 1 至 31 个字，不能含 [ ] : * ? / \\。",
        )
    for number, width in enumerate(form.widths):
        if not 0 < width <= 255:
            yield Problem(
                ((*_WIDTHS, number),), f"列宽 {width:g} 不对。", "应在 1 到 255 个字符之间。"
            )


class _Block(Struct, frozen=True):
    """A row or a table, the columns of the sheet that it takes, and the keys that say so."""

    subject: str
    used: int
    paths: tuple[KeyPath, ...]


def _blocks(form: Form) -> Iterator[_Block]:
    """Everything that goes from the left edge of the form to the right one."""
    for path, row in grid_rows(form):
        subject = f"{'.'.join(map(str, path[:-1]))} 第 {int(path[-1]) + 1} 行"
        yield _Block(subject, sum(cell.span for cell in row.cells), (path,))
    funding = _funding_width(form.funding)
    if funding is not None:
        which = "measures" if form.funding.orientation == "sources_down" else "sources"
        here = ("form", "funding")
        paths = tuple((*here, key) for key in (which, "label_span", "side_span"))
        yield _Block("form.funding ", funding, paths)
    block = form.objective
    if block is not None:
        here = ("form", "objective")
        used = sum(block.spans) + block.side_span
        yield _Block("form.objective ", used, ((*here, "spans"), (*here, "side_span")))
    yield _table("form.indicators ", form.indicators, ("form", "indicators"))
    for number, table in enumerate(form.assessments):
        subject = f"form.assessments 第 {number + 1} 张表"
        yield _table(subject, table, ("form", "assessments", number))


def _table(subject: str, table: IndicatorForm | AssessmentForm, path: KeyPath) -> _Block:
    used = sum(column.span for column in table.columns)
    used += table.side_span if table.side else 0
    return _Block(subject, used, ((*path, "columns"), (*path, "side_span")))


def _misfits(form: Form) -> Iterator[Problem]:
    width = len(form.widths)
    blocks = list(_blocks(form))
    sizes = {block.used for block in blocks}
    if len(sizes) == 1 and width not in sizes and len(blocks) > 1:
        # they agree among themselves: it is the widths that were forgotten
        yield Problem(
            (_WIDTHS,),
            f"form.widths 有 {width} 列，而各行、各表都占 {blocks[0].used} 列。",
            f"请把 widths 写成 {blocks[0].used} 个列宽；或改各行、各表的 span。",
        )
        return
    for block in blocks:
        if block.used == width:
            continue
        more = block.used - width
        advice = (
            f"多了 {more} 列：请减小 span，或在 form.widths 里加 {more} 个列宽。"
            if more > 0
            else f"少了 {-more} 列：请加大 span，或从 form.widths 里去掉 {-more} 个列宽。"
        )
        message = f"{block.subject}占 {block.used} 列，form.widths 有 {width} 列。"
        yield Problem((*block.paths, _WIDTHS), message, advice)


def _row(path: KeyPath, row: GridRow) -> Iterator[Problem]:
    if not 0 < row.height <= TALLEST:
        yield Problem(
            ((*path, "height"),), f"行高 {row.height:g} 不对。", f"应在 1 到 {TALLEST} 之间。"
        )
    for index, cell in enumerate(row.cells):
        here = (*path, "cells", index)
        if cell.label and cell.field:
            advice = "请分成两格：先标签，后填写格。"
            yield Problem((here,), "一格里不能既有 label 又有 field。", advice)
        yield from _span(cell.span, (*here, "span"))


def _span(span: int, path: KeyPath) -> Iterator[Problem]:
    if span < 1:
        yield Problem((path,), f"span = {span} 不对。", "一格至少占 1 列。")


def _spans(form: Form) -> Iterator[Problem]:
    """Columns of the tables that would be no column wide."""
    tables: list[tuple[KeyPath, IndicatorForm | AssessmentForm]] = [
        (("form", "indicators"), form.indicators)
    ]
    tables += [(("form", "assessments", n), each) for n, each in enumerate(form.assessments)]
    for path, table in tables:
        for number, column in enumerate(table.columns):
            yield from _span(column.span, (*path, "columns", number, "span"))


def _objective(form: Form) -> Iterator[Problem]:
    block = form.objective
    if block is None:
        return
    path = ("form", "objective")
    if len(block.spans) != len(block.fields):
        yield Problem(
            ((*path, "spans"), (*path, "fields")),
            f"form.objective 的 fields 有 {len(block.fields)} 项，spans 有 {len(block.spans)} 项。",
            "两者应一一对应。",
        )


def _funding(form: Form) -> Iterator[Problem]:
    block = form.funding
    path = ("form", "funding")
    known = [source.key for source in block.sources]
    if "total" not in known:
        yield Problem(
            ((*path, "sources"),),
            'form.funding.sources 没有 key = "total" 的一项（资金总额）。',
            '请加上 { key = "total", label = "年度资金总额" }；执行率按它计算。',
        )
    for number, source in enumerate(block.sources):
        here = (*path, "sources", number, "part_of")
        if source.part_of == source.key:
            yield Problem(
                (here,), f"form.funding.sources 的 {source.key} 属于它自己。", "请改 part_of。"
            )
        elif source.part_of and source.part_of not in known:
            yield Problem(
                (here,),
                f"form.funding.sources 的 {source.key} 属于 {source.part_of}，但没有这一项。",
                did_you_mean(source.part_of, known),
            )


def _funding_width(block: FundingForm) -> int | None:
    """Columns of the sheet that the funding table takes, None where the others decide."""
    if block.orientation == "sources_down":
        side = block.side_span if block.side else 0
        return side + block.label_span + sum(measure.span for measure in block.measures)
    if block.orientation == "measures_down":
        number = 1 if block.number_label else 0
        return block.label_span + number + sum(source.span for source in block.sources)
    return None


def _fields(form: Form) -> Iterator[Problem]:
    keys = [field.key for field in form.fields]
    spots: list[tuple[str, KeyPath]] = [
        (cell.field, (*path, "cells", index, "field"))
        for path, row in grid_rows(form)
        for index, cell in enumerate(row.cells)
        if cell.field
    ]
    if form.objective:
        here = ("form", "objective", "fields")
        spots += [(key, (*here, n)) for n, key in enumerate(form.objective.fields)]
    for key, path in spots:
        if key not in keys:
            yield Problem(
                (path,),
                f"版面用到的字段 {key} 没有在 form.fields 中定义。",
                did_you_mean(key, keys),
            )
    placed = Counter(key for key, _ in spots)
    for number, key in enumerate(keys):
        if not placed[key]:
            yield Problem(
                (("form", "fields", number, "key"), ("form", "head"), _FORM),
                f"form.fields 的 {key} 没有放进版面。",
                f'请在 form.head 的一行里加一格 {{ field = "{key}" }}，或删去这个字段。',
            )
    for key, count in placed.items():
        if count > 1:
            path = [each for other, each in spots if other == key][-1]
            yield Problem((path,), f"字段 {key} 在版面里放了 {count} 次。", "请只留一处。")
