"""Drawings become workbooks in memory, and workbooks what the core says about them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from published.drawing import Drawing
from published.layouts import PLAIN, Options, draw
from published.styles import (
    AH,
    CQ,
    HB,
    HE,
    HN,
    HN_DEPARTMENT,
    NX,
    RF,
    SC,
    YN,
    N,
    Style,
)
from published.transcripts import FORMS, Form
from xltools.hosts.examine import Examined, examine
from xltools.model import Place
from xltools.package import load_bytes
from xltools.snapshot import Snapshot


@dataclass(frozen=True)
class Page:
    """One sheet: forms drawn on it (no two on the same rows) and what else is there."""

    name: str
    drawings: tuple[Drawing, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Sample:
    """A workbook in the making: its pages, and which forms to expect in reading order."""

    pages: tuple[Page, ...]
    forms: tuple[Form, ...]

    def workbook(self) -> Workbook:
        """The workbook as openpyxl holds it."""
        book = Workbook()
        book.remove(book.active)
        for page in self.pages:
            sheet = book.create_sheet(page.name)
            for row in page.rows:
                sheet.append(row)
            for drawing in page.drawings:
                drawing.draw(sheet)
            if page.hidden:
                sheet.sheet_state = "hidden"
        return book

    def snapshot(self) -> Snapshot:
        """The workbook saved and loaded again through our own package reader."""
        stream = io.BytesIO()
        self.workbook().save(stream)
        return load_bytes(stream.getvalue(), Path("published.xlsx")).snapshot

    def drawn(self) -> list[tuple[str, Drawing]]:
        """Every drawing with its sheet, in the order of `forms`."""
        return [(page.name, each) for page in self.pages for each in page.drawings]

    def places(self, number: int = 0) -> dict[str, Place]:
        """Where each value of one form stands."""
        sheet, drawing = self.drawn()[number]
        return drawing.places(sheet)

    def idents(self, number: int = 0) -> dict[Place, str]:
        """What stands at each place of one form."""
        sheet, drawing = self.drawn()[number]
        return {Place(sheet, *spot): ident for spot, ident in drawing.idents().items()}


STYLES: dict[str, Style] = {
    "anhui_chizhou_tangxi_2022_entrusted": AH,
    "anhui_suixi_2019_relief": RF,
    "chongqing_liangping_2022_department": CQ,
    "hebei_chengan_2020_longevity": HE,
    "hubei_ezhou_2019_third_party": N,
    "hubei_huangshi_library_2022": HB,
    "hubei_huangshi_sponge_2022": HB,
    "hunan_hengshan_2020_grain_noscore": HN,
    "hunan_lingling_2021_department": HN_DEPARTMENT,
    "ningxia_yinchuan_2021_school": NX,
    "shanghai_putuo_sport_2022": replace(N, title="财政项目支出绩效自评表"),
    "shanxi_jishan_2021_health": N,
    "sichuan_daying_2022_library": SC,
    "sichuan_daying_2023_cost90": SC,
    "yunnan_yongde_2022_nutrition": YN,
}
"""Each published table in its own layout."""


def arrived(form: Form) -> Form:
    """河北 prints 预算安排(调整后), 资金到位, 资金执行: the three transcribed amounts in that order."""
    rows = tuple(
        replace(
            row,
            original_budget=None,
            revised_budget=row.original_budget,
            received=row.revised_budget,
        )
        for row in form.funding
    )
    return replace(form, funding=rows)


def with_problem(form: Form) -> Form:
    """大英's library states a problem though it has 100 points; its note says which."""
    return replace(form, texts={"problems": "补助资金到位较晚，部分活动推迟。"})


ADJUSTED: dict[str, Callable[[Form], Form]] = {
    "hebei_chengan_2020_longevity": arrived,
    "sichuan_daying_2022_library": with_problem,
}


@cache
def published(form_id: str) -> Form:
    """One transcription as its layout prints it."""
    form = FORMS[form_id]
    return ADJUSTED.get(form_id, lambda each: each)(form)


def lay_out(
    form: Form,
    style: Style | None = None,
    options: Options = PLAIN,
    sheet: str = "Sheet1",
    change: Callable[[Drawing], Drawing] = lambda drawing: drawing,
) -> Sample:
    """One form in one layout (its own unless said) on a workbook's only sheet."""
    drawing = change(draw(form, style or STYLES[form.id], options))
    return Sample((Page(sheet, (drawing,)),), (form,))


@cache
def sample(form_id: str) -> Sample:
    """One published table in its own layout; drawn once."""
    return lay_out(published(form_id))


@cache
def examined(form_id: str) -> Examined:
    """The same, read, scored and checked once for all tests."""
    return examine(sample(form_id).snapshot())


__all__ = ["STYLES", "Page", "Sample", "examined", "lay_out", "published", "sample"]
