"""The Word report, written from the same data as the scores.

    write_report(evaluation, scores, profile)   → bytes of a .docx
    check_report_template(profile)              → raises TemplateError if the template is broken
    convert_to_pdf(docx, pdf)                   → through LibreOffice

Jinja2 and lxml are imported when a report is written, never on the way to check or score.
"""

from __future__ import annotations

from pathlib import Path

from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile

__all__ = ["check_report_template", "convert_to_pdf", "write_report"]


def write_report(
    evaluation: SelfEvaluation,
    scores: Scores,
    profile: Profile,
    *,
    template_dir: Path | None = None,
) -> bytes:
    """Return the report as the bytes of a .docx; the same input gives the same bytes.

    The template is the one the profile names, from `template_dir` (holding report.toml or
    NAME/report.toml) if given, else ours. A blank text shows as （待补充）.

    Raises:
        TemplateError: no such template, or one that is broken; names file, block and line.
    """
    from xltools.report.base import open_base
    from xltools.report.context import gather
    from xltools.report.document import Composer
    from xltools.report.templates import check_template, find_template, read_template

    template = read_template(find_template(profile.report, template_dir))
    facts = gather(evaluation, scores, profile)
    check_template(template, profile, set(facts.names))
    return Composer(template, open_base(template.base), facts, profile).compose()


def check_report_template(profile: Profile, template_dir: Path | None = None) -> Path:
    """Check the profile's report template without any data; return its path.

    A report of an empty form is written, so every sentence is computed once.

    Raises:
        TemplateError: names file, block, line and what is wrong.
    """
    from xltools.report.empty import blank_evaluation, blank_scores
    from xltools.report.templates import find_template

    path = find_template(profile.report, template_dir)
    write_report(blank_evaluation(profile), blank_scores(), profile, template_dir=template_dir)
    return path


def convert_to_pdf(docx: Path, pdf: Path) -> None:
    """Convert a Word file to PDF through LibreOffice.

    Raises:
        ToolMissingError: LibreOffice is not installed.
        FileError: the Word file cannot be read, or the PDF not be made.
    """
    from xltools.report.pdf import convert_to_pdf as convert

    convert(docx, pdf)
