"""Where everything is by its printed labels alone, as one profile calls it."""

from __future__ import annotations

from xltools.profile import Profile
from xltools.read.fields import find_fields, find_tail
from xltools.read.funding_table import find_funding
from xltools.read.labels import Lexicon, lexicon
from xltools.read.spots import Area, FundingSpots, Layout


def by_labels(profile: Profile, area: Area) -> Layout:
    """Where everything is by its labels alone, as this profile calls it."""
    words = lexicon(profile)
    funding = area_funding(area, words)
    fields = find_fields(area, words, funding)
    return Layout(area.grid, fields, funding, area.tables, find_tail(area, words, fields), area)


def area_funding(area: Area, words: Lexicon) -> FundingSpots:
    """The funding table of a form: above its indicators, or else between or below them."""
    for first, last in area.around:
        funding = find_funding(area.grid, words, first, last)
        if funding.cells:
            return funding
    return FundingSpots()
