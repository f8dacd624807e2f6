"""What all tests share: where things are, and texts that a person has reviewed (goldens)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"

# Tests share two cores with LibreOffice and mypy: a slow example is no failure.
settings.register_profile("xltools", deadline=None)
settings.load_profile("xltools")

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--regold`."""
    parser.addoption(
        "--regold",
        action="store_true",
        help="rewrite the goldens that differ; the test still fails, so read the diff",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def demo() -> Path:
    """The filled form of seed 003 that `make demo` scores; 89.5 points, 良."""
    assert DEMO.exists(), f"{DEMO.relative_to(ROOT)} is missing: make samples"
    return DEMO


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the reviewed one in a file: `golden(path, text)`."""

    def compare(path: Path, text: str) -> None:
        reviewed = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != reviewed and request.config.getoption("--regold"):
            path.write_text(text, encoding="utf-8", newline="\n")
            pytest.fail(f"{path.name} was rewritten; read the diff and run again")
        assert text == reviewed, f"differs from {path.name}; if right: pytest --regold"

    return compare
