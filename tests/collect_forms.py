"""Sets of forms for the tests of `collect`: 渝水's fourteen, changed in one place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from samples.build_samples import Content, fill_in, forms_of, read_content
from xltools.collect import Given, Project, ProjectSet, Told, check_set
from xltools.hosts.examine import examine_all
from xltools.package import load_bytes

SAMPLES = Path(__file__).parent.parent / "samples"
UNIT = SAMPLES / "jiangxi-2022" / "区委组织部.toml"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.toml"


@cache
def contents() -> dict[str, Content]:
    """What the unit typed, by the number that each file's name begins with."""
    return {path.name[:2]: content for path, content in forms_of(UNIT)}


def good(name: str, **changes: Any) -> Content:
    """The careful office's form as another project, with keys such as `fields__year` changed."""
    content = copy.deepcopy(read_content(GOOD))
    content["fields"]["project_name"] = name
    for key, value in changes.items():
        *way, last = key.split("__")
        place: Any = content
        for part in way:
            place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
        place[last] = value
    return content


def projects(named: Sequence[tuple[str, Content]]) -> tuple[Project, ...]:
    """Contents as workbooks, read, scored and checked."""
    found = []
    for file, content in named:
        workbook = load_bytes(fill_in(content), Path(file))
        for form in examine_all(workbook.snapshot):
            found.append(
                Project(file, form.evaluation, form.scores, form.profile, tuple(form.findings))
            )
    return tuple(found)


@cache
def unit_projects() -> tuple[Project, ...]:
    """The fourteen as published, in the order of the published table."""
    return projects([(f"{number}.xlsx", contents()[number]) for number in sorted(contents())])


def unit(
    change: Callable[[dict[str, Content]], None] | None = None, given: Given | None = None
) -> ProjectSet:
    """The fourteen; `change` may alter their contents first."""
    if change is None:
        return ProjectSet(unit_projects(), given or Given())
    changed = copy.deepcopy(contents())
    change(changed)
    named = [(f"{number}.xlsx", changed[number]) for number in sorted(changed)]
    return ProjectSet(projects(named), given or Given())


def a_set(*forms: Content, given: Given | None = None) -> ProjectSet:
    """Forms as a set, in files 1.xlsx, 2.xlsx …"""
    named = [(f"{number}.xlsx", content) for number, content in enumerate(forms, start=1)]
    return ProjectSet(projects(named), given or Given())


def told(given: ProjectSet, code: str) -> list[Told]:
    """What the set shows under one code, by the code's name in the catalogue."""
    return [each for each in check_set(given) if each.finding.code.name == code]


def spot(each: Told) -> tuple[str, str]:
    """File and cell."""
    place = each.finding.place
    return each.file, place.a1 if place else ""
