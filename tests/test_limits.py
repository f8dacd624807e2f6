"""Limits stand in one place, hold everywhere, and are changed by a setting that makes sense."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xltools.cli import main
from xltools.errors import FileError, ProfileError, SettingsError
from xltools.package import limits, load
from xltools.package.limits import LIMITS, MEGABYTE
from xltools.returns.rules import STANDARD, load_rules
from xltools.settings import FILE, NAME, settings_file

DEFAULTS = {each.key: each.default for each in LIMITS}


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What a test sets holds for it alone."""
    yield
    limits.load()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of settings of this test's own, still to be written."""
    path = tmp_path / "设置" / NAME
    path.parent.mkdir()
    path.write_text("", encoding="utf-8")
    monkeypatch.setenv(FILE, str(path))
    return path


def put(path: Path, text: str) -> None:
    """Settings, as somebody writes them."""
    path.write_text(text, encoding="utf-8")


def test_without_settings_the_defaults_hold(settings: Path) -> None:
    """Those that were measured."""
    assert limits.load() == DEFAULTS
    assert limits.FILE_BYTES == 20 * MEGABYTE
    assert limits.MEMBERS == 1_000
    assert limits.BOX_CELLS == 2_000_000


def test_every_limit_is_named_once_and_makes_sense() -> None:
    """Keys and constants are different, defaults within what may be set, words Chinese."""
    assert len({each.key for each in LIMITS}) == len(LIMITS)
    names = [each.name for each in LIMITS if each.name]
    assert len(set(names)) == len(names)
    assert set(names) <= set(limits.__annotations__)
    assert {name for name in limits.__annotations__ if name.isupper()} == set(names)
    for each in LIMITS:
        assert each.least <= each.default <= each.most
        assert not each.what.isascii()


def test_the_rules_of_a_collection_have_the_same_defaults() -> None:
    """rules.toml says what this module says, so that nobody is bound by two numbers."""
    import tomli

    written = tomli.loads(STANDARD.read_text(encoding="utf-8"))["limits"]
    assert written == {each.key: each.default for each in LIMITS if each.use == "collect"}


@pytest.mark.parametrize(
    "limit", [each for each in LIMITS if each.name], ids=lambda each: each.key
)
def test_a_setting_is_what_holds(settings: Path, limit: limits.Limit) -> None:
    """In the constant that readers ask, in bytes where they want bytes."""
    put(settings, f"[limits]\n{limit.key} = {limit.default + 1}\n")
    if limit.key == "part_megabytes":
        assert limit.default + 1 <= DEFAULTS["total_megabytes"]
    limits.load()
    assert getattr(limits, limit.name) == (limit.default + 1) * limit.unit


def test_a_smaller_limit_refuses_and_a_larger_one_takes(settings: Path, demo: Path) -> None:
    """The same workbook: its members, its parts, its box of cells."""
    assert load(demo).snapshot.sheets
    with zipfile.ZipFile(demo) as package:
        count = len(package.infolist())
    assert count < 50
    big = settings.parent / "大.xlsx"
    shutil.copyfile(demo, big)
    with zipfile.ZipFile(big, "a") as package:
        for number in range(60):
            package.writestr(f"xl/media/image{number}.png", b"x")
    assert load(big).snapshot.sheets
    put(settings, "[limits]\nmembers = 60\n")
    limits.load()
    with pytest.raises(FileError, match="超过 60 个"):
        load(big)
    put(settings, "[limits]\nmembers = 100\n")
    limits.load()
    assert load(big).snapshot.sheets


def test_a_larger_file_is_taken_where_the_office_says_so(
    settings: Path, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line, before and after: photographs made it 21 MB."""
    big = settings.parent / "照片.xlsx"
    shutil.copyfile(demo, big)
    with zipfile.ZipFile(big, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/image1.jpg", os.urandom(21 * MEGABYTE))
    limits.load()
    assert main(["check", str(big)]) == 2
    assert "超过 20 MB" in capsys.readouterr().err
    put(settings, "[limits]\nfile_megabytes = 30\n")
    limits.load()
    assert main(["check", str(big)]) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[limits]\nfile_megabytes = 0\n",
            "file_megabytes = 0 不对：一个表格文件的大小（MB）应是 1 到 2000 之间的整数",
        ),
        ("[limits]\nfile_megabytes = -5\n", "file_megabytes = -5 不对"),
        ("[limits]\nfile_megabytes = 1.5\n", "file_megabytes = 1.5 不对"),
        ("[limits]\nfile_megabytes = true\n", "file_megabytes = True 不对"),
        ("[limits]\nfile_megabytes = '很大'\n", "file_megabytes = 很大 不对"),
        ("[limits]\nfile_megabytes = [20]\n", "file_megabytes = [20] 不对"),
        ("[limits]\nfile_megabytes = nan\n", "file_megabytes = nan 不对"),
        ("[limits]\nread_seconds = nan\n", "read_seconds = nan 不对"),
        ("[limits]\nread_seconds = inf\n", "read_seconds = inf 不对"),
        ("[limits]\nfile_megabytes = 99999999999999999999\n", "不对"),
        (
            "[limits]\nfile_megabites = 20\n",
            "没有 file_megabites 这一项，是不是 file_megabytes",
        ),
        ("[limits]\narchive_depth = 1000\n", "压缩包套压缩包的层数应是 1 到 20 之间的整数"),
        (
            "[limits]\npart_megabytes = 300\n",
            "part_megabytes（300）不能大于 total_megabytes（200）",
        ),
        ("[limits]\ntotal_megabytes = 10\n", "不能大于 total_megabytes（10）"),
        ("[limit]\nfile_megabytes = 20\n", "没有 limit 这一节，是不是 limits"),
        ("limits = 5\n", "limits 应是一节，写成 [limits]"),
        ("[limits\n", "写法不对"),
        ("[limits]\nfile_megabytes = 20\nfile_megabytes = 30\n", "写法不对"),
    ],
)
def test_a_senseless_setting_is_told_in_chinese(
    settings: Path, demo: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """One line with the file, the key, what may stand there and what held before; nothing is read."""
    put(settings, text)
    with pytest.raises(SettingsError) as told:
        limits.load()
    assert said in str(told.value)
    assert str(settings) in str(told.value)
    assert "\n" not in str(told.value)
    with pytest.raises(SettingsError):
        load_rules()
    put(settings, "")


def test_a_command_with_senseless_settings_ends_at_once(settings: Path, demo: Path) -> None:
    """In a process of its own, as at a desk: status 2, one line, no traceback; so does a collection."""
    put(settings, "[limits]\nfile_megabytes = 0\n")
    for words in (
        ["check", str(demo)],
        ["collect", str(demo.parent), "-o", str(settings.parent / "汇总.xlsx")],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "xltools", *words], capture_output=True, text=True, encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"}, cwd=settings.parent, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.startswith("xltools：设置文件")
        assert len(done.stderr.splitlines()) == 1
        assert not (settings.parent / "汇总.xlsx").exists()


def test_a_file_that_is_not_utf_8_or_not_there_is_told(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old editor's GBK; a path in the environment that leads nowhere."""
    settings.write_bytes("[limits] # 限额\n".encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        limits.load()
    settings.unlink()
    with pytest.raises(SettingsError, match="找不到设置文件"):
        limits.load()
    settings.mkdir()
    with pytest.raises(SettingsError, match="读不了设置文件"):
        limits.load()
    monkeypatch.delenv(FILE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings.parent / "没有"))
    assert limits.load() == DEFAULTS


def test_the_settings_are_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside what add-ins were installed; a mark at the beginning and Windows' line ends do no harm."""
    monkeypatch.delenv(FILE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_file() == tmp_path / "xltools" / NAME
    settings_file().parent.mkdir()
    settings_file().write_bytes("\ufeff[limits]\r\nfile_megabytes = 50\r\n".encode())
    assert limits.load()["file_megabytes"] == 50


def test_the_rules_of_one_collection_go_before_the_settings(
    settings: Path, tmp_path: Path
) -> None:
    """What came with us, what the user set, what this collection says."""
    assert load_rules().limits.archive_depth == 4
    put(settings, "[limits]\narchive_depth = 6\narchive_members = 500\n")
    assert load_rules().limits.archive_depth == 6
    own = tmp_path / "规则.toml"
    put(own, "[limits]\narchive_depth = 2\nseconds = 7.5\n")
    rules = load_rules(own)
    assert (rules.limits.archive_depth, rules.limits.archive_members) == (2, 500)
    assert rules.limits.seconds == 7.5
    for text, said in (("seconds = 0", "seconds = 0 不对：收表时读一个文件的时间（秒）应是 1 到 3600 之间的数"),
                       ("megabytes = -1", "megabytes = -1 不对"), ("archive_depth = 1.5", "archive_depth = 1.5 不对")):  # fmt: skip
        put(own, f"[limits]\n{text}\n")
        with pytest.raises(ProfileError) as told:
            load_rules(own)
        assert said in str(told.value)


def test_doctor_tells_what_was_set(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And that nothing works while it is senseless."""
    put(settings, "[limits]\nmembers = 2000\n")
    main(["doctor", "--json"])
    (check,) = [
        each
        for each in json.loads(capsys.readouterr().out)["checks"]
        if each["key"] == "settings"
    ]
    assert check["status"] == "told"
    assert "members = 2000" in check["said"]
    put(settings, "[limits]\nmembers = 0\n")
    assert main(["doctor", "--json"]) == 2
    (check,) = [
        each
        for each in json.loads(capsys.readouterr().out)["checks"]
        if each["key"] == "settings"
    ]
    assert check["status"] == "fails"
    put(settings, "")


def test_nothing_is_read_before_a_limit_is_asked_for(settings: Path) -> None:
    """A command that opens no file does not look for settings; one that does finds them in every process."""
    code = (
        "import sys, xltools.package.limits as limits\n"
        "assert 'FILE_BYTES' not in vars(limits)\n"
        "print(limits.FILE_BYTES, limits.MEMBERS)"
    )
    put(settings, "[limits]\nfile_megabytes = 33\n")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(33 * MEGABYTE), "1000"]
    with pytest.raises(AttributeError):
        _ = limits.NO_SUCH  # type: ignore[attr-defined]
    assert importlib.import_module("xltools.package.limits") is limits


def test_what_was_too_large_is_read_again_when_it_may_be_larger(
    settings: Path, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the file nor its time changed; the limit did, in the settings or in the rules."""
    heap = settings.parent / "来件"
    heap.mkdir()
    big = heap / "照片.xlsx"
    shutil.copyfile(demo, big)
    with zipfile.ZipFile(big, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/image1.jpg", os.urandom(2 * MEGABYTE))
    words = [
        "collect",
        str(heap),
        "-o",
        str(settings.parent / "汇总.xlsx"),
        "--jobs",
        "1",
        "--json",
    ]
    put(settings, "[limits]\nfile_megabytes = 1\n")
    main(words)
    assert json.loads(capsys.readouterr().out)["refused"] == 1
    main(words)
    again = json.loads(capsys.readouterr().out)
    assert (again["refused"], again["read"]) == (1, 0)
    put(settings, "[limits]\nfile_megabytes = 3\n")
    main(words)
    larger = json.loads(capsys.readouterr().out)
    assert (larger["refused"], larger["read"], larger["read_again"]) == (0, 1, 1)
