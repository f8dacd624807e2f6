"""Write docs/audit-seeds.md: what the auditor finds in five published reports, fault by fault.

    python scripts/audit_doc.py

The faults are those that people found when the reports were taken apart (tests/data/seeds/truth.tsv);
what the auditor says besides was reviewed one by one (judged.tsv).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xltools.audit import Remark, audit_report, read_report

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "tests" / "data" / "seeds"
PAGE = ROOT / "docs" / "audit-seeds.md"

NAMES = {
    "S0": ("kashi-2020", "喀什 2020（互联网领域党建工作经费）"),
    "S1": ("kashi-2018", "喀什 2018（政府网站宣传）"),
    "S2": ("aketao-2022", "阿克陶 2022（工作经费）"),
    "S3": ("shanxi-2020", "山西 2020（创建党建先进县）"),
    "S4": ("jiangxi-2022", "渝水 2022（14 个项目）"),
}
KINDS = {
    "calc": "计算", "xref": "前后不一", "type": "口径", "miss": "缺项", "copy": "照抄",
    "logic": "矛盾", "typo": "文字", "policy": "规定",
}  # fmt: skip


class Fault(Struct, frozen=True):
    """A fault that people found: what it is, and the remark that finds it, or why none does."""

    id: str
    kind: str
    severity: str
    code: str
    words: str
    why_missed: str

    @property
    def seed(self) -> str:
        """Whose it is: S0 to S4."""
        return self.id[:2]

    def is_found_by(self, remark: Remark) -> bool:
        """True if the remark has its code and stands at its words."""
        return (
            bool(self.code)
            and remark.code.number == self.code
            and self.words in remark.line.raw
        )


class Judgement(Struct, frozen=True):
    """What a reviewer said of a remark that no listed fault claims."""

    seed: str
    code: str
    words: str
    verdict: str
    note: str

    def is_of(self, remark: Remark) -> bool:
        """True if it speaks of this remark."""
        return remark.code.number == self.code and self.words in remark.line.raw


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of tab-separated values."""
    with (SEEDS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def faults() -> list[Fault]:
    """All listed faults marked as error or warning."""
    return [Fault(**row) for row in rows("truth.tsv")]


def judgements() -> list[Judgement]:
    """All reviewed remarks."""
    return [Judgement(**row) for row in rows("judged.tsv")]


class Result(Struct, frozen=True):
    """One report: its remarks, the faults found and missed, and the remarks beyond them."""

    seed: str
    remarks: tuple[Remark, ...]
    found: tuple[Fault, ...]
    missed: tuple[Fault, ...]
    true: tuple[Judgement, ...]
    false: tuple[Judgement, ...]
    unreviewed: tuple[Remark, ...]


def results() -> list[Result]:
    """Audit the five reports, each by itself, and compare with what people found."""
    listed, judged = faults(), judgements()
    return [
        result(seed, listed, [each for each in judged if each.seed == seed]) for seed in NAMES
    ]


def result(seed: str, listed: Sequence[Fault], judged: Sequence[Judgement]) -> Result:
    """Audit one report."""
    remarks = tuple(audit_report(read_report(SEEDS / f"{NAMES[seed][0]}.txt")))
    own = [each for each in listed if each.seed == seed]
    found = tuple(each for each in own if any(each.is_found_by(r) for r in remarks))
    beyond = [r for r in remarks if not any(each.is_found_by(r) for each in own)]
    spoken = [each for each in judged if any(each.is_of(r) for r in beyond)]
    return Result(
        seed, remarks, found, tuple(each for each in own if each not in found),
        tuple(each for each in spoken if each.verdict == "true"),
        tuple(each for each in spoken if each.verdict == "false"),
        tuple(r for r in beyond if not any(each.is_of(r) for each in judged)),
    )  # fmt: skip


HEAD = """\
# 五份公开报告里查出了什么

五份公开的自评、评价报告人工逐句审过，列出的错误和提醒共 {total} 处（计算、前后不一、口径、缺项、照抄、矛盾、
文字、规定八类；只供参考的提示不计）。下面是 `xltools audit` 不看自评表、只看报告本身查出来的。

- 查出 **{found}** 处，其中计算类 {calc} 处全部查出；没有查出 {missed} 处，原因写在表里。
- 另外报出的 {extra} 条逐条看过：{true} 条属实（人工清单没有列，或只列为提示），{false} 条是误报。
  一个错误可能在几处各报一条；按条计，每 10 条属实的有 {ratio} 条误报。

本页由 `python scripts/audit_doc.py` 从程序生成，请勿手改；`tests/test_audit_seeds.py` 核对。

| 报告 | 人工列出 | 查出 | 漏查 | 另有属实 | 误报 |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    found = results()
    false = sum(len(each.false) for each in found)
    true_remarks = sum(len(each.remarks) for each in found) - false
    parts = [
        HEAD.format(
            total=sum(len(each.found) + len(each.missed) for each in found),
            found=sum(len(each.found) for each in found),
            missed=sum(len(each.missed) for each in found),
            calc=sum(fault.kind == "calc" for each in found for fault in each.found),
            extra=sum(len(each.true) + len(each.false) for each in found),
            true=sum(len(each.true) for each in found), false=false,
            ratio=f"{10 * false / true_remarks:.1f}",
        )
    ]  # fmt: skip
    parts += [
        f"| {NAMES[each.seed][1]} | {len(each.found) + len(each.missed)} | {len(each.found)} "
        f"| {len(each.missed)} | {len(each.true)} | {len(each.false)} |\n"
        for each in found
    ]
    parts += [_section(each) for each in found]
    return "".join(parts)


def _section(one: Result) -> str:
    lines = [
        f"\n## {one.seed} {NAMES[one.seed][1]}\n\n| 编号 | 类别 | 程度 | 查出 | 原文 |\n|---|---|---|---|---|\n"
    ]
    for fault in sorted((*one.found, *one.missed), key=lambda each: int(each.id[4:])):
        degree = {"E": "错误", "W": "提醒"}[fault.severity]
        said = fault.code if fault in one.found else f"没有：{fault.why_missed}"
        words = f"“{_cell(fault.words)}”" if fault in one.found else ""
        lines.append(f"| {fault.id} | {KINDS[fault.kind]} | {degree} | {said} | {words} |\n")
    beyond = (*one.true, *one.false)
    if beyond:
        lines.append("\n另外报出：\n\n| 查出 | 原文 | 复核 | 说明 |\n|---|---|---|---|\n")
    for each in beyond:
        verdict = "属实" if each.verdict == "true" else "误报"
        lines.append(
            f"| {each.code} | “{_cell(each.words)}” | {verdict} | {_cell(each.note)} |\n"
        )
    return "".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
