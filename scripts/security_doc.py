"""Write docs/security.md: what is promised, with the figures that the tests have now.

python scripts/security_doc.py
"""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from xltools.package import limits
from xltools.package.limits import LIMITS, MEGABYTE
from xltools.report.bounds import LONGEST
from xltools.report.sandbox import MOST

ROOT = Path(__file__).resolve().parents[1]
TEXT = Path(__file__).with_suffix(".md")
PAGE = ROOT / "docs" / "security.md"
TESTS = ROOT / "tests"

_VERDICTS = {
    "same": "读出的与原表一样", "more": "多认出一张表", "finding": "在那一格报出问题", "refused": "没有收，说明原因",
    "ignored": "不理会（锁文件、聊天软件的零碎）",
}  # fmt: skip
_GROUPS = {
    "containers": "外壳（zip、加密、截断）", "markup": "XML", "sheets": "工作表", "values": "值", "texts": "文字", "names": "文件名和链接",
    "formats": "格式", "active": "宏、链接、DDE", "kinds": "种类", "archives": "压缩包", "bulk": "很大的", "lies": "自相矛盾的",
}  # fmt: skip


def page() -> str:
    """The page as it has to be."""
    verdicts, groups = _corpus()
    examples = _constant("test_fuzz.py", "EXAMPLES")
    figures = {
        "variants": sum(verdicts.values()),
        "verdicts": "，".join(f"{_VERDICTS[key]} {verdicts[key]}" for key in _VERDICTS if verdicts[key]),
        "groups": "，".join(f"{_GROUPS.get(key, key)} {count}" for key, count in groups.most_common()),
        "targets": len(examples),
        "examples": f"{sum(examples.values()):,}",
        "texts": len(_constant("hostile_texts.py", "HOSTILE")),
        "save_commands": _save_commands(),
        "steps": f"{MOST // 10_000} 万",
        "longest": f"{LONGEST // 10_000} 万",
        "click": next(each.default for each in LIMITS if each.name == "CLICK_BYTES"),
        "locked": len(re.findall(r"^[A-Za-z0-9]\S*==", (ROOT / "requirements.lock").read_text("utf-8"), re.M)),
        "bundled": len(re.findall(r"^\| [a-z]\S* \| \d", (ROOT / "docs" / "licences.md").read_text("utf-8"), re.M)),
        "advisories": len(tomllib.loads((ROOT / "scripts" / "known_bad.toml").read_text("utf-8"))["bad"]),
        "limits": "\n".join(map(_limit, LIMITS)),
        "rows": f"{limits.ROWS:,}",
        "columns": f"{limits.COLUMNS:,}",
        "characters": f"{limits.TEXT_LENGTH:,}",
    }  # fmt: skip
    return TEXT.read_text(encoding="utf-8").format(**figures)


def _limit(each: limits.Limit) -> str:
    used = "每个文件" if each.use == "file" else "收表"
    if each.unit == MEGABYTE or each.name.endswith("_BYTES"):
        assert "MB" in each.what
    return f"| `{each.key}` | {each.default:,} | {each.least:,}–{each.most:,} | {each.what} | {used} |"


def _corpus() -> tuple[Counter[str], Counter[str]]:
    """How many files of the corpus have each verdict, and are of each sort."""
    with (TESTS / "corpus" / "verdicts.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    verdicts = Counter(line["verdict"] for line in lines)
    return verdicts, Counter(line["variant"].partition("/")[0] for line in lines)


def _constant(file: str, name: str) -> dict[str, int]:
    """A mapping that a test has, without importing it: only its keys and plain numbers are looked at."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            assert isinstance(node.value, ast.Dict)
            pairs = zip(node.value.keys, node.value.values, strict=True)
            return {
                str(key.value): each.value if isinstance(each, ast.Constant) and isinstance(each.value, int) else 0
                for key, each in pairs
                if isinstance(key, ast.Constant)
            }  # fmt: skip
    raise SystemExit(f"security_doc: {file} has no {name}")


def _save_commands() -> int:
    """The commands that save, of which every call is made to fail."""
    return len(_constant("faults/cases.py", "CASES"))


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
