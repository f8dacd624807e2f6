"""Whose form it is, and how surely: what recognition answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Place
from xltools.profile import Profile
from xltools.read.spots import Area

SURE = Decimal("0.75")
"""From here on a form is the profile's, with its own gaps."""

LIKE = Decimal("0.55")
"""Below this it is a form that we do not know; the nearest profile would mislead."""

UNKNOWN = "unknown"
"""Id of the profile of a form that is like none."""


class Anchor(Struct, frozen=True):
    """A printed label that spoke for the profile, with its cell."""

    label: str
    place: Place


class Recognition(Struct, frozen=True):
    """Whose form it is and how we know: by its identity, because the user named it, by labels.

    `likeness` is 0 to 1 (None unless by labels); `runner_up` the id of the next likely
    profile. A form that is like none is read with the national vocabulary and policy; its
    profile's id is "unknown" and `nearest` says which it resembles most.
    """

    profile: Profile
    by: Literal["identity", "named", "labels"]
    likeness: Decimal | None = None
    runner_up: str | None = None
    runner_up_likeness: Decimal | None = None
    nearest: str | None = None
    title: str = ""
    runner_up_title: str = ""
    anchors: tuple[Anchor, ...] = ()

    @property
    def is_sure(self) -> bool:
        """True unless the labels leave a doubt."""
        return self.likeness is None or self.likeness >= SURE

    @property
    def percent(self) -> str:
        """The likeness as a person reads it."""
        return percent(self.likeness, 0) if self.likeness is not None else ""


class FoundForm(Struct, frozen=True):
    """One form in a workbook: its sheet, its rows (None: by our names), whose form it is."""

    sheet: str
    area: Area | None
    recognition: Recognition
    findings: tuple[Finding, ...] = ()
    leads: bool = True
    """True for the workbook's first form: texts, group and spending beside it are its own."""
