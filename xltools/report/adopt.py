"""Which template a form's report is written from, and what stands in for what the form lacks.

A template of an office's own folder is for the form it was made for: whatever it names the form
must have. One that has a name (ours, the user's) can be asked for by any form, and a form whose
profile names none takes the national outline. Then the template's own profile lends what the
form does not have: texts and head fields are blank, side tables and 一级指标 empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import ProfileError, TemplateError
from xltools.profile import CategoryBlock, Profile, load_profile
from xltools.report.context import COMPUTED, MEASURES, Facts
from xltools.report.places import find_template, shared_folders
from xltools.report.rows import Category, Part
from xltools.report.several import Form, gather_all

NATIONAL = "national-2020"
"""The outline of 财预〔2020〕10号附件3, for forms that have none of their own."""


class Chosen(Struct, frozen=True):
    """A report.toml, the profile as it is read with, and the profile that lends what is missing.

    `lender` is None where the form has all that the template may ask for.
    """

    path: Path
    profile: Profile
    lender: Profile | None = None

    def gathered(self, forms: Sequence[Form]) -> Facts:
        """The names of a report of the forms, also those that only the lender's form has."""
        if self.lender is None:
            return gather_all(forms)
        lent = [(each, scores, _with_loans(own, self.lender)) for each, scores, own in forms]
        facts = gather_all(lent)
        return Facts(facts.rows, facts.execution, facts.names | _lent(facts.names, self.lender))


def stands_in(profile: Profile, given: Path | None = None) -> bool:
    """True if a form's profile names no template and nobody named one for it."""
    return given is None and not profile.report


def path_for(profile: Profile, given: Path | None = None) -> Path:
    """Return the report.toml for a form: what the user named, else the profile, else the outline.

    Raises:
        TemplateError: there is none; says where it was looked for.
    """
    return find_template(NATIONAL if stands_in(profile, given) else profile.report, given)


def choose_template(profile: Profile, given: Path | None = None) -> Chosen:
    """Return the template for a form and what it is read with.

    Raises:
        TemplateError: no such template, or the form has other 一级指标 than it tells of.
    """
    return chosen_for(profile, path_for(profile, given))


def chosen_for(profile: Profile, path: Path) -> Chosen:
    """Return a template with what it is read with for the forms of a profile.

    Raises:
        TemplateError: the form has other 一级指标 than the template tells of.
    """
    name = path.absolute().parent.name
    if name == profile.report or path.absolute().parent.parent not in shared_folders():
        return Chosen(path, profile)
    try:
        lender = load_profile(name)
    except ProfileError:  # a template without a profile of its name
        return Chosen(path, profile)
    if lender.id == profile.id:
        return Chosen(path, profile)
    lacking = [block.label for block in _categories(lender) if not _has(profile, block)]
    if lacking:
        outline = not profile.report and name == NATIONAL
        which = f"没有报告模板，全国提纲（{name}）" if outline else f"用报告模板“{name}”"
        raise TemplateError(
            f"表样 {profile.id}（{profile.title}）{which}不合适：表上没有{'、'.join(lacking)}。"
            "请用 --template 指明合适的模板，做法见 docs/report-templates.md。"
        )
    return Chosen(path, _with_loans(profile, lender), lender)


def _with_loans(profile: Profile, lender: Profile) -> Profile:
    form, indicators = profile.form, profile.form.indicators
    fields = {field.key for field in form.fields}
    texts = {text.key for text in profile.texts} | fields
    blocks = {block.key for block in indicators.categories}
    return replace(
        profile,
        texts=(*profile.texts, *(each for each in lender.texts if each.key not in texts)),
        group=profile.group or lender.group,
        spending=profile.spending or lender.spending,
        form=replace(
            form,
            fields=(
                *form.fields,
                *(each for each in lender.form.fields if each.key not in fields),
            ),
            indicators=replace(
                indicators,
                categories=(
                    *indicators.categories,
                    *(each for each in _categories(lender) if each.key not in blocks),
                ),
            ),
        ),
    )


def _categories(profile: Profile) -> Sequence[CategoryBlock]:
    return [block for block in profile.form.indicators.categories if not block.execution]


def _has(profile: Profile, block: CategoryBlock) -> bool:
    """Whether a form has a 一级指标, or one of its 二级指标 under another."""
    own = {each.key for each in profile.form.indicators.categories}
    own |= {
        sub.key for each in profile.form.indicators.categories for sub in each.subcategories
    }
    return bool(own & {block.key, *(sub.key for sub in block.subcategories)})


def _lent(names: dict[str, Any], lender: Profile) -> dict[str, Any]:
    """What the form has elsewhere or not at all: 满意度 under 效益指标, sources of money."""
    found: dict[str, Any] = {"category": dict(names["category"])}
    for block in _categories(lender):
        here: Category | None = names["category"].get(block.key)
        if here is None or not here.count:
            subs = [names["subcategory"].get(sub.key) for sub in block.subcategories]
            parts: list[Part] = [part for part in subs if part is not None and part.count]
            rows = tuple(row for part in parts for row in part.indicators)
            found["category"][block.key] = Category(block.key, block.label, rows, tuple(parts))
    blank = dict.fromkeys((*MEASURES, *COMPUTED))
    lines = {
        source.key: {"label": source.label, "part_of": source.part_of, **blank}
        for source in lender.form.funding.sources
    }
    subcategories = {
        sub.key: Part(sub.key, sub.label, ())
        for block in _categories(lender)
        for sub in block.subcategories
    }
    return found | {
        "funding": lines | names["funding"],
        "subcategory": subcategories | names["subcategory"],
    }
