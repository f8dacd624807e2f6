"""Where everything on a drawn form stands."""

from __future__ import annotations

from msgspec import Struct

from xltools.blank.canvas import Area
from xltools.blank.funding_cells import FundingPlace
from xltools.blank.indicator_plan import IndicatorPlace


class FormPlaces(Struct, frozen=True):
    """Cells by what they hold; `points` is the sum of all points, None without one."""

    fields: dict[str, Area]
    funding: FundingPlace
    assessments: tuple[IndicatorPlace, ...]
    indicators: IndicatorPlace
    points: tuple[int, int] | None
