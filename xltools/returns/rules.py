"""By which rules a bureau takes returns: data, with a file of its own where it wants others."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomli
from msgspec import Struct

from xltools.errors import ProfileError
from xltools.package import limits

STANDARD = Path(__file__).with_name("rules.toml")
_LIMITS = {each.key: each for each in limits.LIMITS if each.use == "collect"}


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """Which return of a project counts where there are several that may."""

    order: Literal["newest", "first", "best"]
    without_errors: bool
    late: bool


class Verdict(Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """From which severity on a form is accepted with findings."""

    least: Literal["error", "warning", "hint"]


class Refuse(Struct, frozen=True, forbid_unknown_fields=True):
    """What can be read and is not taken."""

    wrong_year: bool
    wrong_version: bool
    other_form: bool
    empty: bool


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What one file may cost: seconds and megabytes of its process, size of what it unpacks to."""

    seconds: float
    megabytes: int
    archive_megabytes: int
    archive_members: int
    archive_depth: int


class Matching(Struct, frozen=True, forbid_unknown_fields=True):
    """How a form finds its project; `synonyms` map spellings of units to the proper one."""

    near: float
    near_most: int
    synonyms: dict[str, str]


class Across(Struct, frozen=True, forbid_unknown_fields=True):
    """From what on a likeness between projects says something."""

    text_length: int
    text_projects: int
    unit_projects: int
    amount_digits: int
    indicator_rows: int
    unit_budget: Decimal


class Outliers(Struct, frozen=True, forbid_unknown_fields=True):
    """From how many like indicators on, and how many interquartile ranges away."""

    group: int
    times: float


class LastYear(Struct, frozen=True, forbid_unknown_fields=True):
    """From what change on the year before is brought up: points, share of the budget."""

    score_change: Decimal
    budget_change: Decimal


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them; `rules.toml` says in Chinese what each means."""

    counts: Counts
    verdict: Verdict
    refuse: Refuse
    limits: Limits
    matching: Matching
    across: Across
    outliers: Outliers
    last_year: LastYear

    @property
    def digest(self) -> str:
        """The same for the same rules, whatever file they come from."""
        text = msgspec.json.encode(self, order="deterministic")
        return hashlib.sha256(text).hexdigest()


def load_rules(path: Path | None = None) -> Rules:
    """The rules that came with xltools, with the user's limits and a file's own in their place.

    Raises:
        ProfileError: the file cannot be read, or says something that is no rule.
        SettingsError: the user's settings say something senseless.
    """
    limits.load()
    standard = tomli.loads(STANDARD.read_text(encoding="utf-8"))
    standard["limits"] |= {k: v for k, v in limits.set_by_user().items() if k in _LIMITS}
    if path is None:
        return msgspec.convert(standard, Rules)
    try:
        own = tomli.loads(path.read_text(encoding="utf-8-sig"))
        _check_limits(own.get("limits"), path)
        return msgspec.convert(_merged(standard, own), Rules)
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"读不了收表规则“{path}”：{error}") from None
    except (
        ValueError,
        msgspec.ValidationError,
    ) as error:  # also of a number of five thousand digits
        raise ProfileError(f"收表规则“{path}”有误：{error}") from None


def _check_limits(own: object, path: Path) -> None:
    """Say it in Chinese where a limit is senseless.

    Raises:
        ProfileError: it is.
    """
    for key, value in own.items() if isinstance(own, dict) else ():
        complaint = limits.wrong(_LIMITS[key], value) if key in _LIMITS else ""
        if complaint:
            raise ProfileError(f"收表规则“{path}”里 [limits] {complaint}")


def _merged(standard: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `standard`, table by table."""
    merged = dict(standard)
    for key, value in own.items():
        old = merged.get(key)
        nested = isinstance(value, dict) and isinstance(old, dict)
        merged[key] = _merged(old or {}, value) if nested else value
    return merged
