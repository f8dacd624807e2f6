"""docs/security.md says what the tests have: figures, files, limits; both READMEs lead to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.security_doc import PAGE, page
from xltools.package.limits import LIMITS

ROOT = Path(__file__).parents[1]
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    """After a new file of the corpus, a limit, a hostile text: python scripts/security_doc.py."""
    assert page() == TEXT


def test_every_test_and_page_that_is_named_is_there() -> None:
    """A promise whose test is gone is no promise."""
    named = set(
        re.findall(
            r"`((?:tests/)?test_[\w*]+\.py|tests/\w+|scripts/\w+\.\w+|xltools/[\w/]+\.py)`",
            TEXT,
        )
    )
    assert len(named) >= 10
    for name in named:
        path = name if "/" in name else f"tests/{name}"
        assert list(ROOT.glob(path)), name
    for target in re.findall(r"\]\(([\w./-]+\.md)\)", TEXT):
        assert (PAGE.parent / target).is_file(), target


@pytest.mark.parametrize("limit", LIMITS, ids=lambda each: each.key)
def test_every_limit_is_told_with_what_it_may_be(limit: object) -> None:
    """Key, default, least, most."""
    line = f"| `{limit.key}` | {limit.default:,} | {limit.least:,}–{limit.most:,} |"  # type: ignore[attr-defined]
    assert line in TEXT


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_the_page_is_led_to(name: str) -> None:
    """By one line."""
    assert "docs/security.md" in (ROOT / name).read_text(encoding="utf-8")


def test_the_page_says_what_is_not_promised_and_how_to_report() -> None:
    """In Chinese, with an English summary at the top."""
    for heading in ("## 防谁，承诺什么", "## 限额和怎么改", "## 不承诺的", "## 发现漏洞怎么报"):
        assert heading in TEXT
    assert "*In English:" in TEXT.partition("## ")[0]
