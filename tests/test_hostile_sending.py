"""A bureau's list with texts that want to be more: forms, roster and names hold them as texts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest
from hostile_texts import OBEYED, TEXTS, read_back, stored
from sending_lists import FIRST, empty_list, written

from xltools.cli import main
from xltools.hosts.file import open_form
from xltools.profile import load_profile

LISTED = [
    (name, text) for name, text in TEXTS if name not in ("long", "climb", "climb_back", "dots")
]


def hostile_list() -> bytes:
    """Each text as the name of a project, its unit and its objective."""
    cells: dict[tuple[str, int, str], object] = {}
    for number, _ in enumerate(LISTED):
        row = FIRST + number
        cells |= {
            ("项目", row, "项目名称"): f"填名{number:03d}",
            ("项目", row, "实施单位"): f"填位{number:03d}",
            ("项目", row, "项目编号"): f"XM{number:03d}",
            ("项目", row, "年度"): "2024",
        }
    data = written(empty_list(load_profile("national-2020")), cells)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            part = source.read(name)
            for number, (_, text) in enumerate(LISTED):
                for mark in (f"填名{number:03d}", f"填位{number:03d}"):
                    part = part.replace(mark.encode(), stored(text).encode())
            archive.writestr(name, part)
    return target.getvalue()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was sent out."""
    folder = tmp_path_factory.mktemp("sent")
    (folder / "清单.xlsx").write_bytes(hostile_list())
    status = main(
        [
            "new",
            "national-2020",
            "--projects",
            str(folder / "清单.xlsx"),
            "-o",
            str(folder / "发放"),
        ]
    )
    assert status == 0
    return folder / "发放"


def test_every_project_has_its_form_in_its_folder(sent: Path) -> None:
    """One step for the unit, one for the form; nothing beside the folder."""
    forms = [
        path for path in sent.rglob("*.xlsx") if path.parent != sent or path.stem != "报送名册"
    ]
    assert len(forms) == len(LISTED)
    for path in forms:
        inside = path.relative_to(sent)
        assert len(inside.parts) <= 2
        assert not PureWindowsPath(str(inside)).drive
        for part in inside.parts:
            assert not re.search(r'[\\:*?"<>|]', part)
            assert not OBEYED.search(part)
            assert not part.startswith(("-", ".", " ", "~"))
            assert not PureWindowsPath(part).is_reserved()
    assert {path.name for path in sent.parent.iterdir()} == {"清单.xlsx", "发放"}


def test_a_form_holds_the_text_and_no_new_formula(sent: Path) -> None:
    """Read by our reader and by another; formulas and defined names are those of every form."""
    known: set[tuple[str, ...]] = set()
    by_code = {path.stem[:5]: path for path in sent.rglob("XM*.xlsx")}
    for number, (_, text) in enumerate(LISTED):
        path = by_code[f"XM{number:03d}"]
        form = open_form(path).examined.evaluation
        typed = form.field_text("project_name") or ""
        assert _solid(typed) == _solid(read_back(text))
        with zipfile.ZipFile(path) as package:
            parts = [
                package.read(name)
                for name in package.namelist()
                if name.startswith("xl/worksheets/sheet")
            ]
        known.add(tuple(re.findall(r"<f>[^<]*</f>", b"".join(parts).decode())))
    assert len(known) == 1


def _solid(text: str) -> str:
    """Without ends of lines and what no cell can hold."""
    return "".join(OBEYED.sub("", text).split())


def test_the_roster_holds_the_texts(sent: Path) -> None:
    """As texts; it is read back by the desk."""
    book = openpyxl.load_workbook(sent / "报送名册.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or cell.value.startswith("=COUNT")
                assert cell.hyperlink is None or not cell.hyperlink.target


@pytest.mark.parametrize(("name", "text"), [each for each in TEXTS if each not in LISTED])
def test_a_name_that_is_none_is_a_mistake_at_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    """Too long for a cell, or a row of dots: told at its cell, or a form under its number."""
    data = written(
        empty_list(load_profile("national-2020")),
        {
            ("项目", FIRST, "项目名称"): text,
            ("项目", FIRST, "实施单位"): "甲局",
            ("项目", FIRST, "年度"): "2024",
        },
    )
    (tmp_path / "清单.xlsx").write_bytes(data)
    target = tmp_path / "发放"
    status = main(
        ["new", "national-2020", "--projects", str(tmp_path / "清单.xlsx"), "-o", str(target)]
    )
    printed = capsys.readouterr()
    assert status in (0, 2)
    assert status == 0 or "项目!" in printed.err
    assert {path.name for path in tmp_path.iterdir()} <= {"清单.xlsx", "发放"}
    assert not target.exists() or all(
        len(path.name.encode()) <= 255 for path in target.rglob("*")
    )
