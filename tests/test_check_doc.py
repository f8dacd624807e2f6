"""docs/checks.md: what a bureau looks a code up in is what the program says."""

from __future__ import annotations

from pathlib import Path

from scripts.checks_doc import ALL_CODES, PAGE, SOURCES, page, source_of


def test_the_page_of_codes_is_current() -> None:
    """After a change of a code: python scripts/checks_doc.py."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_code_has_a_source_and_every_source_a_code() -> None:
    """Nobody is told of a fault without being told what it offends."""
    assert all(source_of(code.number) for code in ALL_CODES)
    numbers = {code.number for code in ALL_CODES}
    for key in SOURCES:
        assert any(number.startswith(key) for number in numbers), key


def test_every_code_is_on_the_page_with_its_severity() -> None:
    """One line a code."""
    lines = page().splitlines()
    for code in ALL_CODES:
        start = f"| {code.number} | {code.severity.value} |"
        assert any(line.startswith(start) for line in lines), code


def test_every_code_is_raised_somewhere(root: Path) -> None:
    """A code that no line of the program mentions is a promise that nobody keeps."""
    sources = [
        path.read_text(encoding="utf-8")
        for path in sorted((root / "xltools").rglob("*.py"))
        if path.relative_to(root / "xltools").as_posix() not in ("codes.py", "collect/codes.py")
    ]
    unused = [
        c.name for c in ALL_CODES if not any(f"Code.{c.name}" in text for text in sources)
    ]
    assert unused == []
