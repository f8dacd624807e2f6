"""A template that a user named: refused before anything is done with it that would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xltools.errors import TemplateError
from xltools.profile import Profile
from xltools.report.adopt import choose_template
from xltools.report.base import open_base
from xltools.report.places import REPORT, find_template
from xltools.report.prepare import known_to, prepare_template, sentences_of
from xltools.report.sample import empty_form
from xltools.report.sentences import parse_sentence
from xltools.report.templates import read_template


def require(given: Path, profiles: Sequence[Profile]) -> None:
    """Refuse a template that serves none of the profiles' forms.

    Raises:
        TemplateError: there is none, or the first thing wrong with it.
    """
    if not profiles:
        _readable(given)
        return
    first: TemplateError | None = None
    for profile in {each.id: each for each in profiles}.values():
        try:
            chosen = choose_template(profile, given)
            names = chosen.gathered([empty_form(chosen.profile)]).names
            prepare_template(chosen.path, known_to(chosen.profile, names))
        except TemplateError as error:
            first = first or error
        else:
            return
    if first is not None:
        raise first


def _readable(given: Path) -> None:
    """Refuse what is no template, or has sentences that are no Jinja2, whatever the form."""
    if not (given / REPORT).exists() and any(given.glob(f"*/{REPORT}")):
        return  # one for each kind of form
    template = read_template(find_template("", given))
    base = open_base(template.base)
    for fault in (*template.faults, *base.faults):
        raise TemplateError(str(fault))
    for sentence, where in sentences_of(template, base):
        parse_sentence(sentence, where)
