"""What `--json` prints: the contract with programs. Numbers are strings of exact decimals."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.hosts.examine import Examined
from xltools.model import Amount, Entry, IndicatorScore, TypedValue
from xltools.patterns import BytePattern
from xltools.read import Recognition

Document: TypeAlias = dict[str, Any]

_OBEYED = BytePattern(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf"
    rb"|\xf3\xa0[\x80\x81][\x80-\xbf]"
)
"""DEL, C1, marks and overrides of direction, line ends, tags, in UTF-8: what JSON lets stand."""


def print_json(document: object) -> None:
    """Write one UTF-8 document to stdout, whatever the console's encoding.

    What a terminal would obey is written as JSON's own escapes, and so are the bytes of a file's
    name that are no text.
    """
    try:
        data = msgspec.json.format(msgspec.json.encode(document), indent=2)
    except UnicodeEncodeError:
        import json

        data = json.dumps(document, indent=2).encode()
    data = _OBEYED.sub(lambda found: _escaped(found[0].decode()), data)
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode() + "\n")
    else:
        sys.stdout.flush()
        stream.write(data + b"\n")


def print_documents(args: argparse.Namespace, documents: list[Document]) -> None:
    """One document for one form, a list for several, whatever became of them."""
    if len(args.files) > 1 or len(documents) > 1:
        print_json(documents)
    elif documents:
        print_json(documents[0])


def _escaped(char: str) -> bytes:
    units = char.encode("utf-16-be")
    return b"".join(b"\\u%02x%02x" % pair for pair in zip(units[::2], units[1::2], strict=True))


def exact(value: Decimal | None) -> str | None:
    """A decimal as plain text without trailing zeros; None stays None."""
    return None if value is None else plain(value)


def rate(value: Decimal | None) -> str | None:
    """A ratio to six places (0.989220), enough to print any percentage from."""
    return None if value is None else plain(half_up(value, 6))


def typed_value(value: TypedValue) -> Document:
    """A target or an actual result as it was understood."""
    shown: str | None = exact(value.value)
    if value.kind == "date":
        days = [str(day) for day in (value.start, value.end) if day is not None]
        shown = "..".join(dict.fromkeys(days)) or None
    elif value.kind == "range":
        shown = f"{exact(value.value)}..{exact(value.upper)}"
    return {
        "raw": value.raw,
        "kind": value.kind,
        "comparator": value.comparator,
        "value": shown,
        "unit": value.unit,
    }


def finding(each: Finding) -> Document:
    """One finding."""
    return {
        "code": each.code.number,
        "severity": each.code.severity.key,
        "sheet": each.place.sheet if each.place else None,
        "cell": each.place.a1 if each.place else None,
        "field": each.field,
        "message": each.message,
        "advice": each.advice,
    }


def recognition(seen: Recognition) -> Document:
    """Whose form it was taken for, how that is known, and what else it might be."""
    return {
        "by": seen.by,
        "score": rate(seen.likeness),
        "nearest": seen.nearest,
        "runner_up": seen.runner_up,
        "runner_up_score": rate(seen.runner_up_likeness),
        "anchors": [
            {"label": each.label, "sheet": each.place.sheet, "cell": each.place.a1}
            for each in seen.anchors
        ],
    }


def recognition_document(file: str, examined: Examined) -> Document:
    """What `profile which --json` says of one form."""
    rows = examined.evaluation.area
    return {
        "file": file,
        "sheet": examined.evaluation.sheet,
        "rows": list(rows) if rows else None,
        "profile": examined.profile.id,
        "title": examined.profile.title,
        "recognition": recognition(examined.recognition),
    }


def check_document(file: str, examined: Examined) -> Document:
    """What `check --json` says of one file."""
    return {
        "file": file,
        "sheet": examined.evaluation.sheet,
        "profile": examined.profile.id,
        "recognition": recognition(examined.recognition),
        "findings": [finding(each) for each in examined.findings],
    }


def score_document(file: str, examined: Examined) -> Document:
    """What `score --json` says of one file."""
    evaluation, scores = examined.evaluation, examined.scores
    execution = scores.execution
    return {
        "file": file,
        "sheet": evaluation.sheet,
        "profile": examined.profile.id,
        "recognition": recognition(examined.recognition),
        "year": evaluation.year,
        "project": evaluation.field_text("project_name"),
        "unit": evaluation.field_text("implementing_unit"),
        "total": exact(scores.total),
        "grade": scores.grade,
        "execution": {
            "budget": exact(execution.budget),
            "outturn": exact(execution.outturn),
            "rate": rate(execution.rate),
            "points": exact(execution.points),
            "score": exact(execution.score),
            "trace": execution.trace,
        },
        "indicators": [_indicator(row) for row in scores.indicators],
        "findings": [finding(each) for each in examined.findings],
    }


def _indicator(row: IndicatorScore) -> Document:
    indicator = row.indicator
    return {
        "sheet": indicator.name.place.sheet,
        "cell": indicator.typed_score.place.a1,
        "level1": indicator.level1.text,
        "level2": indicator.level2.text,
        "name": indicator.name.text,
        "nature": _text(indicator.nature),
        "unit": _text(indicator.unit),
        "target": typed_value(indicator.target_value),
        "actual": typed_value(indicator.actual_value),
        "points": exact(row.points),
        "completion_rate": rate(row.completion_rate),
        "score": exact(row.score),
        "typed_score": _typed(indicator.typed_score),
        "trace": row.trace,
        "deviation_note": indicator.deviation_note.text,
    }


def _text(entry: Entry | None) -> str | None:
    return entry.text if entry else None


def _typed(amount: Amount) -> str | None:
    if amount.value is not None:
        return exact(amount.value)
    return None if amount.raw is None else str(amount.raw)
