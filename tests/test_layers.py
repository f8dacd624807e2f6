"""The rooms of the house: what may import what, and where each heavy library lives."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LAYERS = (
    {"__init__"},
    {"errors", "model", "patterns", "decimals", "state", "widths", "remembered", "private_log"},
    {"settings"},  # what a user has set
    {"unplugged"},  # programs without network
    {"visible"},  # strangers' text for a line of ours
    {"filenames"},  # names of files made from what stands in cells
    {"findings"},  # a finding names a model.Place
    {"codes", "hazards"},  # the catalogue, in the shape findings gives it
    {"anchors", "snapshot", "profile", "value", "office", "apart"},
    {"wire"},  # snapshots and patches as plain JSON
    {"package", "read", "check", "score", "issues"},
    {"fill", "report", "blank", "audit", "collect"},
    {"sending"},  # fills blank forms from a bureau's list, read as collect reads lists
    {"hosts"},
    {"returns"},  # records of what came back to a bureau, and by which rules
    {"intake", "ledger"},  # files → records; records → the bureau's book
    {"judging"},  # the book's returns against the roster and against each other
    {"overview"},  # the book → the summary workbook
    {"bureau"},  # all of it in order, and what goes back to the units
    {"ribbon"},
    {"press"},  # a button pressed on a saved file: what the window and the command line do
    {
        "live",
        "service",
        "window",
    },  # where buttons are: spreadsheet programs, WPS, a window
    {"addin"},  # puts the buttons there
    {"cli"},
    {"__main__"},
)
"""Lowest first. A room (module or package) imports only from rooms in lower layers."""

LAYER = {room: depth for depth, rooms in enumerate(LAYERS) for room in rooms}

HOMES = {
    "openpyxl": {"blank"},
    "docx": {"report"},
    "jinja2": {"report"},
    "pandas": {"overview"},
    "xlsxwriter": {"overview"},
    "sqlalchemy": {"ledger", "judging", "overview", "bureau"},
    "pebble": {"intake"},
    "dask": {"bureau"},
    "distributed": {"bureau"},
    "rich": {"cli"},
    "xlwings": {"live"},
    "python_calamine": {"package"},
    "xlrd": {"package"},
    "lxml": {"package", "report", "audit"},  # audit: what people wrote in Word, and comments
}
"""The rooms that may import a heavy library."""

NOT_ON_THE_WAY = {"pandas", "openpyxl", "docx", "jinja2", "xlwings", "xlrd"}
"""Each costs more than a whole `check` or `score`."""


def modules(package: Path) -> dict[str, Path]:
    """Return all modules below `package` by dotted name; a package stands for its `__init__`."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        found[".".join(parts) or "__init__"] = path
    return found


def room(module: str) -> str:
    """Return the room a module belongs to: `value.parse` is in `value`."""
    return module.partition(".")[0]


def imports(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of every import, at the top or inside a function.

    `from a import b` gives `a.b`, since `b` may be a module.
    """
    here = (package.name, *path.relative_to(package).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = here[: len(here) - level + 1] if level else ()
                base = ".".join((*above, *([module] if module else [])))
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def own_imports(package: Path) -> Iterator[tuple[str, int, str]]:
    """Yield importing module, line, imported module of all imports inside `package`."""
    known = modules(package)
    for module, path in known.items():
        for line, name in imports(path, package):
            top, *parts = name.split(".")
            if top != package.name:
                continue
            while parts and ".".join(parts) not in known:
                parts.pop()
            yield module, line, ".".join(parts) or "__init__"


def strangers(package: Path) -> list[str]:
    """Return the rooms that nobody has given a layer."""
    return sorted({room(module) for module in modules(package)} - LAYER.keys())


def wrong_directions(package: Path) -> list[str]:
    """Return the imports that do not point to a lower layer."""
    known = modules(package)
    return [
        f"{known[module]}:{line}: {room(module)} may not import {room(target)}"
        for module, line, target in own_imports(package)
        if {room(module), room(target)} <= LAYER.keys()
        and room(module) != room(target)
        and LAYER[room(target)] >= LAYER[room(module)]
    ]


def cycle(package: Path) -> list[str]:
    """Return the modules of one import cycle, or nothing."""
    graph: dict[str, set[str]] = {module: set() for module in modules(package)}
    for module, _, target in own_imports(package):
        graph[module].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def strays(package: Path) -> list[str]:
    """Return the imports of a heavy library outside its home."""
    return [
        f"{path}:{line}: {library} belongs in {' or '.join(sorted(HOMES[library]))}"
        for module, path in modules(package).items()
        for line, name in imports(path, package)
        if (library := name.partition(".")[0]) in HOMES and room(module) not in HOMES[library]
    ]


def test_every_room_has_a_layer(root: Path) -> None:
    """A new module or package is given its place in LAYERS on purpose."""
    assert strangers(root / "xltools") == []


def test_imports_point_only_to_lower_layers(root: Path) -> None:
    """The table is the order of the house; nothing points back or sideways."""
    assert wrong_directions(root / "xltools") == []


def test_modules_of_a_room_do_not_import_each_other_in_a_circle(root: Path) -> None:
    """Inside a package, too, there is a first module and a last one."""
    assert cycle(root / "xltools") == []


def test_each_heavy_library_has_one_home(root: Path) -> None:
    """Who wants to swap a library opens one room."""
    assert strays(root / "xltools") == []


PROBE = """
import json, sys
from pathlib import Path
from xltools.cli import main
status = main(sys.argv[2:])
Path(sys.argv[1]).write_text(json.dumps([status, sorted(sys.modules)]))
"""


@pytest.mark.parametrize("command", ["check", "score"])
def test_check_and_score_start_without_the_heavy_libraries(
    command: str, root: Path, demo: Path, tmp_path: Path
) -> None:
    """A person at the counter waits for neither pandas nor openpyxl, docx, jinja2, xlwings."""
    report = tmp_path / "modules.json"
    arguments = [command, str(demo)]
    if command == "score":
        arguments += ["-o", str(tmp_path / "scored.xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(report), *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert report.exists(), done.stderr
    status, loaded = json.loads(report.read_text())

    assert status in {0, 1}, done.stderr
    assert NOT_ON_THE_WAY.isdisjoint(loaded)


def test_a_worker_of_the_desk_loads_nothing_heavy() -> None:
    """Each of them starts anew, and holds what it loaded as often as there are workers."""
    code = "import sys, xltools.bureau.work, xltools.intake.pool; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    heavy = NOT_ON_THE_WAY | {"numpy", "sqlalchemy", "xlsxwriter"}
    assert heavy.isdisjoint(done.stdout.split())


# The guard itself, on small houses.


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package without fault: every room empty but `value`, which has two modules."""
    package = tmp_path / "xltools"
    (package / "value").mkdir(parents=True)
    for name in ("__init__", "model", "read", "score", "report", "cli"):
        (package / f"{name}.py").touch()
    (package / "value" / "__init__.py").write_text("from xltools.value.parse import parse\n")
    (package / "value" / "parse.py").write_text("from .. import model\nparse = model\n")
    return package


def test_the_guard_accepts_a_house_in_order(house: Path) -> None:
    """Imports downward and inside a room are fine."""
    (house / "cli.py").write_text("def main():\n    from xltools import read, __version__\n")

    assert strangers(house) == wrong_directions(house) == cycle(house) == strays(house) == []


def test_the_guard_sees_a_room_without_a_layer(house: Path) -> None:
    """Modules and packages are both rooms."""
    (house / "helpers.py").touch()
    (house / "utils").mkdir()
    (house / "utils" / "text.py").touch()

    assert strangers(house) == ["helpers", "utils"]


@pytest.mark.parametrize(
    "line",
    [
        "import xltools.cli",
        "import xltools.cli as command_line",
        "from xltools import cli",
        "from xltools.cli import main",
        "from .. import cli",
        "from ..cli import main",
        "def late():\n    from xltools.cli import main",
        "import importlib\nimportlib.import_module('xltools.cli')",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from xltools.cli import main",
    ],
)
def test_the_guard_sees_an_import_of_a_higher_layer(house: Path, line: str) -> None:
    """However an import is written, and also for types only."""
    (house / "value" / "parse.py").write_text(line + "\n")

    (found,) = wrong_directions(house)
    assert found.endswith("value may not import cli")


def test_the_guard_sees_an_import_of_a_neighbour(house: Path) -> None:
    """Rooms of one layer share values, not code; the line is named."""
    (house / "score.py").write_text("\nfrom xltools.read import read_form\n")

    assert wrong_directions(house) == [
        f"{house / 'score.py'}:2: score may not import read",
    ]


def test_the_guard_sees_a_circle_inside_a_room(house: Path) -> None:
    """Also when one half of it is inside a function."""
    (house / "value" / "units.py").write_text("def f():\n    from xltools.value import parse\n")
    (house / "value" / "parse.py").write_text("from .units import f\n")

    assert set(cycle(house)) == {"value.parse", "value.units"}


def test_the_guard_sees_a_library_away_from_home(house: Path) -> None:
    """At home it is welcome."""
    (house / "report.py").write_text("from docx.oxml.ns import qn\nfrom lxml import etree\n")
    (house / "read.py").write_text("def f():\n    import pandas as pd\n")

    assert strays(house) == [f"{house / 'read.py'}:2: pandas belongs in overview"]
