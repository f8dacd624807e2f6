"""Ruff and mypy are content, and no room has grown too large to read in one sitting."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE_LINES = 350
FUNCTION_LINES = 60  # aim at 40


@pytest.mark.parametrize(
    "tool", ["ruff check .", "ruff format --check .", "mypy"], ids=lambda tool: tool
)
def test_the_tool_has_no_complaint(tool: str, root: Path) -> None:
    """What `make lint` says is part of the tests; the output names file and line."""
    done = subprocess.run(
        [sys.executable, "-m", *tool.split()],
        cwd=root,
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        pytest.fail(f"{tool}\n{done.stdout}{done.stderr}", pytrace=False)


def span(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines from a function's first statement to its last, docstring excluded."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def too_long(path: Path) -> Iterator[str]:
    """Yield what is too long in the module at `path`: itself, its functions."""
    text = path.read_text(encoding="utf-8")
    if (lines := len(text.splitlines())) > MODULE_LINES:
        yield f"{path}: {lines} lines, at most {MODULE_LINES}"
    for node in ast.walk(ast.parse(text)):
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if function and (lines := span(node)) > FUNCTION_LINES:
            yield f"{path}:{node.lineno}: {node.name} {lines} lines, at most {FUNCTION_LINES}"


def test_modules_and_functions_stay_short(root: Path) -> None:
    """Past these sizes a noun is missing."""
    paths = [
        path for top in ("xltools", "workbook") for path in sorted((root / top).rglob("*.py"))
    ]
    assert paths

    assert [fault for path in paths for fault in too_long(path)] == []


def test_the_guard_sees_a_long_module_and_a_long_function(tmp_path: Path) -> None:
    """Docstrings do not count, nested functions do."""
    path = tmp_path / "long.py"
    words = '    """' + "Many words.\n" * 80 + '    """\n'
    fine = f"def fine():\n{words}" + "    a = 1\n" * FUNCTION_LINES
    outer = "def outer():\n    def inner():\n" + "        a = 1\n" * (FUNCTION_LINES + 1)
    path.write_text(fine + outer + "\n" * MODULE_LINES)

    module, first, second = too_long(path)
    assert module.endswith("lines, at most 350")
    assert "outer 62 lines" in first
    assert "inner 61 lines" in second
