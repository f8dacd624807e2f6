"""Make samples/returned: what a bureau sent out, what came back, and what ought to be said of it.

    python samples/build_returned.py

发放 holds the forms that twelve units were sent and the roster that says to whom, 来件 is the
heap that came back by mail, chat and disk, 清单.toml tells of each file in it what it is and
what is wrong with it. All units and projects are invented. The files' times, which git does
not keep, are in the list; `set_times` gives them back.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from returning.happenings import BUDGETS_DIFFER, happenings
from returning.post import Post, Return
from returning.projects import DEADLINE, LAYOUTS, YEAR, Project, projects, sent
from returning.tampering import Trouble

from xltools.anchors import ROSTER_PROPERTY
from xltools.collect.xlsx import Cell, Page, write_workbook
from xltools.package import load_bytes
from xltools.profile import load_profile
from xltools.sending import ROSTER, build_roster, file_names

TARGET = Path(__file__).parent / "returned"
SENT, CAME, LIST = "发放", "来件", "清单.toml"


def roster(all_sent: tuple[Project, ...]) -> bytes:
    """One roster of all layouts: the rows of the three, with a column that says which."""
    rows: list[tuple[Cell, ...]] = []
    widths: tuple[float, ...] = ()
    for layout in LAYOUTS:
        own = [each.to_send() for each in all_sent if each.layout == layout]
        data = build_roster(load_profile(layout), own, file_names(own), DEADLINE)
        (sheet,) = load_bytes(data, Path(ROSTER)).snapshot.sheets
        head = [Cell(str(each), "heading") for each in sheet.rows[2]]
        rows = rows or [(*head, Cell("表样", "heading"))]
        for line in sheet.rows[3:]:
            number = Cell(Decimal(len(rows)), "count")
            cells = [
                Cell(Decimal(str(each)), "money")
                if isinstance(each, float)
                else Cell(str(each))
                for each in line[1:]
            ]
            rows.append((number, *cells, Cell(layout, "centre")))
        widths = (6, 26, 22, 14, 32, 8, 14, 52, 20, 14, 16)
    note = f"共 {len(rows) - 1} 个项目，三种表样。“文件”“标识”用来核对报回来的表，请勿改动；截止日期可以改。"
    blank = (Cell(None, "note"),) * (len(widths) - 1)
    title = (Cell("绩效自评表报送名册", "title"), *blank)
    page = Page(
        "报送名册", widths, (title, (Cell(note, "note"), *blank), *rows), 3, (1, 2), True
    )
    return write_workbook((page,), "绩效自评表报送名册", ROSTER_PROPERTY)


def build() -> dict[str, bytes]:
    """Every file of the folder by its path."""
    all_sent = projects()
    names = file_names([each.to_send() for each in all_sent])
    files = {f"{SENT}/{name}": sent(one) for one, name in zip(all_sent, names, strict=True)}
    post = happenings({one.number: one for one in all_sent})
    files |= {f"{CAME}/{path}": data for path, (data, _) in post.files().items()}
    files[f"{SENT}/{ROSTER}"] = roster(all_sent)
    files[LIST] = "".join(_listed(post, all_sent)).encode()
    return files


# --- the list


def _listed(post: Post, all_sent: tuple[Project, ...]) -> Iterator[str]:
    yield "# 由 samples/build_returned.py 生成：来件里每个文件是什么、应如何处理、埋了什么问题。\n"
    yield "# path 进入压缩包与进入文件夹一样写；verdict：accepted 收下，findings 收下但有问题，refused 退回，\n"
    yield "# duplicate 重复，ignored 不理会；said 是读不出时报错里应有的字；金额万元。\n"
    yield f'year = {YEAR}\ndeadline = "{DEADLINE}"\n'
    came = {each.code for each in post.returns if each.verdict in ("accepted", "findings")}
    tried = {each.code for each in post.returns}
    for one in all_sent:
        if one.code in came:
            continue
        state = "退回" if one.code in tried else "未报送"
        yield _table("missing", {"unit": one.unit, "code": one.code, "project": one.name, "state": state})  # fmt: skip
    for path, moment in post.archives().items():
        yield _table("archive", {"path": path, "time": moment.isoformat(" ")})
    yield from _across(post)
    for each in post.returns:
        yield _table("file", _facts(each))
        for trouble in each.troubles:
            yield _table("file.trouble", _trouble(trouble))


def _across(post: Post) -> Iterator[str]:
    """What only shows when the returns are laid side by side."""
    groups: dict[str, list[str]] = {}
    for each in post.returns:
        for kind in ("same_reason", "all_full"):
            if any(trouble.kind == kind for trouble in each.troubles):
                groups.setdefault(kind, []).append(each.path)
    for kind, paths in groups.items():
        yield _table("across", {"kind": kind, "files": paths})
    for unit, planned, returned in BUDGETS_DIFFER:
        yield _table("across", {"kind": "unit_sum", "unit": unit, "planned": planned, "returned": returned})  # fmt: skip


def _facts(each: Return) -> dict[str, object]:
    facts: dict[str, object] = {
        "path": each.path, "time": each.time.isoformat(" "), "verdict": each.verdict,
        "unit": each.unit, "code": each.code, "profile": each.profile, "reason": each.reason,
        "said": each.said, "of": each.of, "replaced": each.replaced, "outturn": each.outturn,
        "typed": each.typed, "score": each.score,
    }  # fmt: skip
    return {key: value for key, value in facts.items() if value not in ("", None, False)}


def _trouble(trouble: Trouble) -> dict[str, object]:
    facts = {"kind": trouble.kind, "cell": trouble.cell, "sent": trouble.sent, "returned": trouble.returned}  # fmt: skip
    return {key: value for key, value in facts.items() if value}


def _table(name: str, facts: dict[str, object]) -> str:
    lines = (f"{key} = {_value(value)}" for key, value in facts.items())
    return f"\n[[{name}]]\n" + "".join(f"{line}\n" for line in lines)


def _value(value: object) -> str:
    if isinstance(value, bool | Decimal):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False)


# --- the folder


def set_times(folder: Path) -> None:
    """Give the files that came in the times at which they came."""
    listed = tomllib.loads((folder / LIST).read_text(encoding="utf-8"))
    for each in (*listed["archive"], *listed["file"]):
        path = folder / CAME / each["path"]
        if path.is_file():  # not in an archive
            moment = datetime.fromisoformat(each["time"]).timestamp()
            os.utime(path, (moment, moment))


def main() -> None:
    """Write the folder anew."""
    files = build()
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, data in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    set_times(TARGET)
    total = sum(map(len, files.values()))
    print(f"{TARGET.name}: {len(files)} files, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
