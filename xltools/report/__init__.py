"""The Word report, written from the same data as the scores.

    write_report(evaluation, scores, profile)   → bytes of a .docx
    write_unit_report(forms)                    → one .docx of all the forms of a unit
    compose_report(forms)                       → the same, and what is missing in it
    missing_texts(written, forms)               → what is missing, as findings
    tells_of_units(profile)                     → whether its template is one for a unit
    stands_in(profile)                          → whether it has none, and takes the outline
    require_template(template, profiles)        → raises TemplateError if it serves none of them
    lint_report_template(profile)               → all that is wrong with the profile's template
    check_report_template(profile)              → raises TemplateError if the template is broken
    convert_to_pdf(docx, pdf)                   → through LibreOffice

Jinja2 is imported when a report is written, never on the way to check or score.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from xltools.errors import TemplateError
from xltools.findings import Finding
from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile

if TYPE_CHECKING:
    from xltools.report.document import Written
    from xltools.report.faults import Fault

__all__ = [
    "check_report_template",
    "compose_report",
    "convert_to_pdf",
    "lint_report_template",
    "missing_texts",
    "require_template",
    "stands_in",
    "tells_of_units",
    "write_report",
    "write_unit_report",
]

Form: TypeAlias = tuple[SelfEvaluation, Scores, Profile]


def write_report(
    evaluation: SelfEvaluation,
    scores: Scores,
    profile: Profile,
    *,
    template_dir: Path | None = None,
) -> bytes:
    """Return the report as the bytes of a .docx; the same input gives the same bytes.

    The template is `template_dir` (a folder holding report.toml or NAME/report.toml, or the name
    of a template) if given, else the one the profile names, else the national outline. A blank
    text shows as （待补充）.

    Raises:
        TemplateError: no such template, or one that is broken; names file, block and line.
    """
    return compose_report([(evaluation, scores, profile)], template_dir=template_dir).content


def write_unit_report(forms: Sequence[Form], *, template_dir: Path | None = None) -> bytes:
    """Return one report of all the forms of a unit, at least one; see `write_report`.

    The template and the words of the form are those of the first form's profile.

    Raises:
        TemplateError: no such template, or one that is broken; names file, block and line.
    """
    return compose_report(forms, template_dir=template_dir).content


def compose_report(forms: Sequence[Form], *, template_dir: Path | None = None) -> Written:
    """Return the report of the forms, and the texts that nobody has written yet.

    Raises:
        TemplateError: no such template, or one that is broken; names file, block and line.
    """
    from xltools.report.adopt import choose_template
    from xltools.report.document import Composer
    from xltools.report.prepare import known_to, prepare_template

    chosen = choose_template(forms[0][2], template_dir)
    facts = chosen.gathered(forms)
    prepared = prepare_template(chosen.path, known_to(chosen.profile, facts.names))
    return Composer(prepared, facts, chosen.profile).compose()


def missing_texts(
    written: Written, forms: Sequence[Form], files: Sequence[str] = ()
) -> list[Finding]:
    """Return a finding for each text that the template needs and nobody wrote.

    For a text that the form requires it equals the one that `check` gives, but for the name of
    the workbook where `files` gives that of each form.
    """
    from xltools.report.gaps import gap_findings

    return gap_findings(written.gaps, forms, files)


def stands_in(profile: Profile, template_dir: Path | None = None) -> bool:
    """Tell whether the report is written from the national outline for want of a template."""
    from xltools.report.adopt import stands_in as is_outline

    return is_outline(profile, template_dir)


def tells_of_units(profile: Profile, template_dir: Path | None = None) -> bool:
    """Tell whether the profile's template makes one report of several forms.

    Raises:
        TemplateError: no such template, or one that is broken.
    """
    from xltools.report.adopt import path_for
    from xltools.report.templates import read_template

    return read_template(path_for(profile, template_dir)).scope == "unit"


def require_template(given: Path, profiles: Sequence[Profile]) -> None:
    """Refuse a template that a user named and that serves none of these profiles' forms.

    Raises:
        TemplateError: no such template, one that cannot be read, or what is wrong with it for
            the first of the profiles.
    """
    from xltools.report.require import require

    require(given, profiles)


def lint_report_template(profile: Profile, template_dir: Path | None = None) -> list[Fault]:
    """Return everything that is wrong with the profile's report template, without any data.

    Raises:
        TemplateError: no such template, or report.toml cannot be read.
    """
    from xltools.report.adopt import path_for
    from xltools.report.lint import lint_template

    return lint_template(path_for(profile, template_dir), profile)


def check_report_template(profile: Profile, template_dir: Path | None = None) -> Path:
    """Check the profile's report template without any data; return its path.

    Raises:
        TemplateError: the first thing wrong; names file, block, line and what to do.
    """
    from xltools.report.adopt import path_for

    errors = [
        fault
        for fault in lint_report_template(profile, template_dir)
        if fault.severity == "error"
    ]
    if errors:
        raise TemplateError(str(errors[0]))
    return path_for(profile, template_dir)


def convert_to_pdf(docx: Path, pdf: Path) -> None:
    """Convert a Word file to PDF through LibreOffice.

    Raises:
        ToolMissingError: LibreOffice is not installed.
        FileError: the Word file cannot be read, or the PDF not be made.
    """
    from xltools.report.pdf import convert_to_pdf as convert

    convert(docx, pdf)
