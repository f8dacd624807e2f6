"""A large heap of returns, drawn from a seed, and what must come of it.

    python bench/heap.py FOLDER --forms 10000 [--units 200] [--seed 1] [--layout NAME …]

Makes FOLDER/发放 (the forms as `xltools new` sends them out, and the roster), FOLDER/来件 (what came
back, in the units' folders, in zips with GBK names and zips in zips, some of it by chat) and
FOLDER/应有.json: counts by verdict, which projects are missing, which came in two versions, which
files are something else than accepted. Every unit, project and number is invented. Forms are
stamped (`heap_forms`), so ten thousand take half a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))

from heap_forms import Filler, Key
from heap_projects import DEADLINE, Drawer, Project
from msgspec import Struct
from msgspec import json as msgspec_json
from returning.containers import packed

from xltools.anchors import ROSTER_PROPERTY
from xltools.collect.xlsx import Cell, Page, write_workbook
from xltools.hosts.sending import send_out
from xltools.package import load_bytes
from xltools.profile import load_profile
from xltools.sending import ROSTER, Listing, build_roster, file_names
from xltools.sending.model import Value

SENT, CAME, LIST = "发放", "来件", "应有.json"
LAYOUTS = ("national-2020",)
_FIRST = datetime(2025, 3, 1, 8).timestamp()
_LATER = datetime(2025, 3, 20, 8).timestamp()
"""When first versions come and when second ones and copies do, all before the deadline."""

_COPIED = 3
"""The row that falls short where a reason is copied."""

_OTHER: tuple[tuple[str, bytes], ...] = (
    ("盖章扫描{}.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
    ("IMG_{}.png", b"\x89PNG\r\n\x1a\n" + bytes(60)),
    ("空表{}.xlsx", b""),
    ("下载{}.xls", "<html><body><p>登录已超时，请重新登录后下载。</p></body></html>".encode()),
    ("打包{}.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
)  # fmt: skip
_LITTER = (("Thumbs.db", b"\xd0\xcf\x11\xe0" + bytes(508)), (".DS_Store", bytes(64)))


class Made(Struct):
    """What must come of the heap; paths are below 来件, through zips as through folders.

    `missing` projects sent nothing, of `broken` ones only a damaged file came. `versions` map a
    project's code to its two files, of which the second counts; `duplicates` a file to the one
    that it repeats. Every file that is in none of the lists is accepted.
    """

    forms: int
    files: int = 0
    verdicts: dict[str, int] = {}
    missing: list[str] = []
    broken: list[str] = []
    versions: dict[str, list[str]] = {}
    duplicates: dict[str, str] = {}
    wrong_scores: list[str] = []
    copied: list[list[str]] = []
    refused: list[str] = []
    ignored: list[str] = []
    archives: int = 0


class _Plan(Struct):
    """Which projects meet with what; disjoint."""

    missing: set[int]
    broken: set[int]
    twice: set[int]
    again: set[int]
    wrong: set[int]
    copied: list[list[int]]


def _plan(projects: list[Project], scored: set[str], chance: random.Random) -> _Plan:
    """Draw who meets with what; wrong scores and copied reasons only where the form prints them."""
    numbers = list(range(len(projects)))
    chance.shuffle(numbers)

    def take(share: float, least: int = 1, *, printed: bool = False) -> list[int]:
        count = max(least, round(len(projects) * share))
        fit = [n for n in numbers if not printed or projects[n].layout in scored]
        taken = fit[:count]
        numbers[:] = [n for n in numbers if n not in set(taken)]
        return taken

    wrong = set(take(0.01, printed=True))
    groups = [take(0, 3, printed=True) for _ in range(max(1, len(projects) // 1000))]
    missing, broken, twice, again = (set(take(share)) for share in (0.01, 0.0025, 0.01, 0.01))
    return _Plan(missing, broken, twice, again, wrong, groups)


class _Heap:
    """Collects the files of 来件 unit by unit and writes them."""

    def __init__(self, folder: Path, made: Made) -> None:
        self.folder, self.made = folder, made
        self.files: dict[str, tuple[bytes, float]] = {}

    def put(self, path: str, data: bytes, moment: float) -> str:
        """A file of the unit at hand."""
        self.files[path] = (data, moment)
        return path

    def flush(self, unit: str, packing: str) -> None:
        """Write the unit's files: loose, or in a zip of its folder, or in a zip in a zip."""
        base = f"邮箱/{unit}/"
        inside = {p: each for p, each in self.files.items() if packing and p.startswith(base)}
        for path, (data, moment) in self.files.items():
            if path not in inside:
                self._write(path, data, moment)
        if inside:
            self._pack(
                unit, {p.removeprefix(base): each for p, each in inside.items()}, packing
            )
        self.files = {}

    def _pack(self, unit: str, inside: dict[str, tuple[bytes, float]], packing: str) -> None:
        moment = max(each[1] for each in inside.values())
        half = len(inside) // 2 if packing == "nested" else 0
        names = list(inside)
        data = _zip({name: inside[name] for name in names[half:]}, packing)
        self.made.archives += 1
        if half:
            outer = {name: inside[name] for name in names[:half]} | {"其余.zip": (data, moment)}
            data = _zip(outer, packing)
            self.made.archives += 1
            for name in names[half:]:
                self._renamed(f"邮箱/{unit}/{name}", f"邮箱/{unit}.zip/其余.zip/{name}")
        for name in names[:half] if half else names:
            self._renamed(f"邮箱/{unit}/{name}", f"邮箱/{unit}.zip/{name}")
        self._write(f"邮箱/{unit}.zip", data, moment)

    def _renamed(self, old: str, new: str) -> None:
        """The list calls a file by its way through the zip."""
        made = self.made
        for each in (made.wrong_scores, made.refused, made.ignored, *made.copied, *made.versions.values()):  # fmt: skip
            each[:] = [new if path == old else path for path in each]
        made.duplicates = {
            new if path == old else path: new if of == old else of
            for path, of in made.duplicates.items()
        }

    def _write(self, path: str, data: bytes, moment: float) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        os.utime(target, (moment, moment))


def _zip(inside: dict[str, tuple[bytes, float]], packing: str) -> bytes:
    when = {name: datetime.fromtimestamp(moment) for name, (_, moment) in inside.items()}
    return packed(
        ((name, data) for name, (data, _) in inside.items()),
        encoding="gbk" if packing == "gbk" else "utf-8", when=when, level=1,
    )  # fmt: skip


def make_heap(
    folder: Path,
    forms: int = 10_000,
    units: int = 200,
    seed: int = 1,
    layouts: tuple[str, ...] = LAYOUTS,
) -> Made:
    """Write the heap into a folder that is not there or empty; return what must come of it."""
    units = min(units, forms)
    drawer, chance = Drawer(seed, units, layouts), random.Random(f"plan-{seed}")
    projects = [drawer.project(number) for number in range(forms)]
    fillers = {}
    for one in projects[:units]:
        if one.layout not in fillers:
            fillers[one.layout] = Filler(one.layout, one)
    _send(folder / SENT, projects)
    scored = {layout for layout, each in fillers.items() if each.profile.policy.scored}
    made, plan = Made(forms), _plan(projects, scored, chance)
    made.copied = [[] for _ in plan.copied]
    heap = _Heap(folder / CAME, made)
    packings = ["gbk", "nested", "gbk", "plain", *[""] * max(1, units // 12 - 4)]
    for place in range(units):
        for one in projects[place::units]:
            _come(heap, one, plan, fillers[one.layout], drawer)
        heap.flush(projects[place].unit, packings[place % 50] if place % 50 < 4 else "")
    _strangers(heap, max(1, forms // 400), chance)
    _count(made)
    (folder / LIST).write_bytes(msgspec_json.format(msgspec_json.encode(made), indent=1))
    return made


def _come(heap: _Heap, one: Project, plan: _Plan, filler: Filler, drawer: Drawer) -> None:
    """What a unit sends in for one project."""
    made, number = heap.made, one.number
    path = f"邮箱/{one.unit}/{one.code}-{one.name}.xlsx"
    moment = _FIRST + number % 600_000 * 2
    if number in plan.missing:
        made.missing.append(one.code)
    elif number in plan.broken:
        whole = filler.filled(one)
        heap.put(path, whole[: len(whole) * 2 // 3], moment)
        made.broken.append(one.code)
        made.refused.append(path)
    elif number in plan.wrong:
        lie = one.rows[7].score - 1
        lies: dict[Key, Value] = {("score", "7"): lie, ("total", ""): one.total - 1}
        heap.put(path, filler.filled(one, lies), moment)
        made.wrong_scores.append(path)
    else:
        group = next((n for n, each in enumerate(plan.copied) if number in each), None)
        lies = {}
        if group is not None:
            one, lies = (
                drawer.fallen_short(one, _COPIED),
                {("note", str(_COPIED)): _reason(group)},
            )
        data = filler.filled(one, lies)
        heap.put(path, data, moment)
        if group is not None:
            made.copied[group].append(path)
        if number in plan.twice:
            copy = heap.put(f"微信/自评表({number}).xlsx", data, _LATER + number * 2)
            made.duplicates[copy] = path
        if number in plan.again:
            other = filler.filled(drawer.again(one))
            later = heap.put(path.replace(".xlsx", "(修改稿).xlsx"), other, _LATER + number * 2)
            made.versions[one.code] = [path, later]


def _reason(group: int) -> str:
    """What a group of projects gives as the reason, word for word."""
    return (
        f"第{group + 1}号文件要求调整任务，乡镇报送资料不及时，人手不足。"
        "改进措施：下年度提前两个月部署，由业务股逐月督办。"
    )


def _strangers(heap: _Heap, count: int, chance: random.Random) -> None:
    """What lies among the forms and is none."""
    for number in range(count):
        name, data = chance.choice(_OTHER)
        ending = b"" if not data else f"\n{number}".encode()
        path = heap.put(f"微信/{name.format(number)}", data + ending, _LATER + number * 2)
        heap.made.refused.append(path)
    for name, data in _LITTER:
        heap.made.ignored.append(heap.put(f"邮箱/{name}", data, _LATER))
    heap.flush("", "")


def _count(made: Made) -> None:
    """The counts; a file in no list is accepted."""
    came = made.forms - len(made.missing) + len(made.duplicates) + len(made.versions)
    strangers = len(made.refused) - len(made.broken) + len(made.ignored)
    made.files = came + strangers
    verdicts = Counter(
        findings=len(made.wrong_scores) + sum(map(len, made.copied)),
        refused=len(made.refused), duplicate=len(made.duplicates), ignored=len(made.ignored),
    )  # fmt: skip
    made.verdicts = {"accepted": made.files - verdicts.total(), **verdicts}


def _send(folder: Path, projects: list[Project]) -> None:
    """The forms of each layout as `xltools new` writes them, and one roster of them all."""
    rows: list[tuple[Cell, ...]] = []
    layouts = list(dict.fromkeys(one.layout for one in projects))
    for layout in layouts:
        profile = load_profile(layout)
        own = [one.to_send(profile) for one in projects if one.layout == layout]
        send_out(Listing("清单.xlsx", tuple(own), ()), profile, folder, deadline=DEADLINE)
        if len(layouts) > 1:
            rows += _roster_rows(layout, build_roster(profile, own, file_names(own), DEADLINE), len(rows))  # fmt: skip
            (folder / ROSTER).unlink()
    if len(layouts) > 1:
        heading = tuple(Cell(each, "heading") for each in (*_HEADS, "表样"))
        title = tuple(
            Cell(text, "title") for text in ("绩效自评表报送名册", *[None] * len(_HEADS))
        )
        page = Page("报送名册", (14,) * len(heading), (title, heading, *rows), 2, (1,), True)
        (folder / ROSTER).write_bytes(write_workbook((page,), "报送名册", ROSTER_PROPERTY))


_HEADS = ("序号", "单位", "主管部门", "项目编号", "项目名称", "年度", "预算数（万元）", "文件", "标识", "报送截止日期")  # fmt: skip


def _roster_rows(layout: str, data: bytes, before: int) -> list[tuple[Cell, ...]]:
    """The rows of one layout's roster, with the layout in a column of its own."""
    (sheet,) = load_bytes(data, Path(ROSTER)).snapshot.sheets
    assert tuple(map(str, sheet.rows[2])) == _HEADS
    return [
        (
            Cell(Decimal(before + number)),
            *(
                Cell(Decimal(str(each)) if isinstance(each, float) else str(each))
                for each in line[1:]
            ),
            Cell(layout),
        )
        for number, line in enumerate(sheet.rows[3:], start=1)
    ]


def main() -> None:
    """Make a heap and print its counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", action="append", help="may be given several times")
    args = parser.parse_args()
    began = time.perf_counter()
    made = make_heap(
        args.folder, args.forms, args.units, args.seed, tuple(args.layout or LAYOUTS)
    )
    print(
        f"{made.files} files in {time.perf_counter() - began:.1f} s: {json.dumps(made.verdicts)}"
    )


if __name__ == "__main__":
    main()
