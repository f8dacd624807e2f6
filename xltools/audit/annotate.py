"""Remarks → a copy of the Word file with each as a comment at its words."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.audit.remark import Remark
from xltools.audit.word.comments import Comment, with_comments
from xltools.audit.word.package import open_document
from xltools.audit.word.walk import Passage, walk


def annotated(name: str, data: bytes, remarks: Sequence[Remark]) -> bytes:
    """Return the bytes of the Word file with the remarks as comments.

    `data` is the file that the remarks were made on. The same input gives the same bytes; without
    remarks they are those of the file.

    Raises:
        FileError: it is no Word document.
    """
    document = open_document(name, data)
    passages = walk(document).passages
    comments = [_comment(passages[each.line.source], each) for each in remarks]
    return with_comments(document, comments)


def _comment(passage: Passage, remark: Remark) -> Comment:
    """Positions in the text that a rule reads → in the characters of the passage."""
    offsets, shift = remark.line.offsets, len(passage.number)
    start, end = remark.start, remark.end
    if start < end <= len(offsets):
        first, last = offsets[start] - shift, offsets[end - 1] + 1 - shift
    else:
        first, last = 0, len(remark.line.raw) - shift
    return Comment(passage, max(0, first), max(0, last), comment_lines(remark))


def comment_lines(remark: Remark) -> tuple[str, ...]:
    """What a comment says: the fault, the arithmetic where the words do not hold it, the advice."""
    code = remark.code
    lines = [f"【{code.severity.value} {code.number}】{remark.message}"]
    if remark.arithmetic and remark.arithmetic not in remark.message:
        lines.append(f"算式：{remark.arithmetic}")
    if remark.advice:
        lines.append(f"建议：{remark.advice}")
    return tuple(lines)
