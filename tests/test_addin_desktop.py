"""The desktop's menus: an entry that every Linux desktop understands, shortcuts under 发送到."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from xltools.addin import Computer, desktop, install, status, uninstall
from xltools.addin.computer import Ran
from xltools.ribbon import BUTTONS, TAB

ODD = "自评表 (2025)&A=1 100%.xlsx"


class Programs:
    """xdg-mime and its kin; the default for a workbook is `default`, until our entry is there."""

    def __init__(self, home: Path, default: str = "libreoffice-calc.desktop") -> None:
        self.home, self.default, self.called = home, default, list[list[str]]()

    def __call__(self, command: Sequence[str]) -> Ran:
        self.called.append(list(command))
        if list(command[:3]) == ["xdg-mime", "query", "default"]:
            ours = any(self.home.rglob("*.desktop")) and not self.is_set
            return Ran(0, f"{TAB}.desktop\n" if ours else f"{self.default}\n")
        return Ran(0, "")

    @property
    def is_set(self) -> bool:
        return any(command[:2] == ["xdg-mime", "default"] for command in self.called)


@pytest.fixture
def linux(tmp_path: Path) -> Computer:
    """A Linux without any spreadsheet program; our Python lies in an awkward place."""
    home = tmp_path / "家 目录"
    python = home / 'env $x "q"' / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$LISTEN"\n', encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    programs = Programs(home)
    return Computer("linux", home, home / ".config", python, run=programs)


@pytest.fixture
def windows(tmp_path: Path) -> Computer:
    """A Windows; wherever its SendTo folder is."""
    home = tmp_path / "Users" / "zhang"
    roaming = home / "AppData" / "Roaming"
    (roaming / "Microsoft" / "Windows" / "SendTo").mkdir(parents=True)
    python = home / "AppData" / "Local" / "Programs" / "xltools" / "python" / "pythonw.exe"
    return Computer("windows", home, roaming, python)


def files(folder: Path) -> set[str]:
    """Names of all files below a folder."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_the_entry_is_valid_and_starts_the_window_with_the_file(
    linux: Computer, tmp_path: Path
) -> None:
    """Checked by freedesktop's own validator, launched by GLib with an awkward name."""
    assert install(linux, ["desktop"])[0].done
    entry = linux.home / ".local/share/applications" / f"{TAB}.desktop"
    done = subprocess.run(
        ["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    form = tmp_path / ODD
    form.touch()
    heard = tmp_path / "heard"
    subprocess.run(
        ["gio", "launch", str(entry), str(form)],
        env=os.environ | {"LISTEN": str(heard)}, check=True, timeout=30,
    )  # fmt: skip
    for _ in range(100):
        if heard.exists() and heard.read_text("utf-8").endswith("xlsx\n"):
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert heard.read_text("utf-8").splitlines() == ["-m", "xltools.window", str(form)]


def test_every_action_of_the_desktop_is_a_button(linux: Computer) -> None:
    """With its caption, and `--action` as the window takes it."""
    text = desktop.desktop_entry(linux.python)
    assert f"Actions={';'.join(desktop.ACTIONS)};" in text
    for action in desktop.ACTIONS:
        assert f"[Desktop Action {action}]\nName={BUTTONS[action].caption}\nExec=" in text
        assert f" -m xltools.window --action {action} %F\n" in text


def test_what_a_double_click_starts_stays(linux: Computer) -> None:
    """A new entry must not become the program for all workbooks."""
    programs = linux.run
    assert isinstance(programs, Programs)
    install(linux, ["desktop"])
    kinds = [command[3] for command in programs.called if command[1:2] == ["default"]]
    assert kinds
    assert set(kinds) <= set(desktop.MIME_TYPES)
    assert all(
        command[2] == "libreoffice-calc.desktop"
        for command in programs.called
        if command[1:2] == ["default"]
    )


def test_a_desktop_without_those_programs_gets_its_entry_all_the_same(
    linux: Computer,
) -> None:
    """They only help."""
    bare = replace(linux, run=lambda _: Ran(-1, "no such program"))
    assert install(bare, ["desktop"])[0].done
    assert f"{TAB}.desktop" in files(linux.home)


def test_it_comes_only_when_asked_for_and_goes_without_a_trace(linux: Computer) -> None:
    """`addin install` alone is for programs."""
    before = files(linux.home)
    install(linux)
    assert files(linux.home) == before
    install(linux, ["desktop"])
    found = {each.host: each for each in status(linux)}["desktop"]
    assert (found.found, found.is_installed, found.missing) == (True, True, ())
    next(linux.home.rglob("*.desktop")).unlink()
    gone = {each.host: each for each in status(linux)}["desktop"]
    assert f"{TAB}.desktop" in gone.missing[0]
    install(linux, ["desktop"])
    uninstall(linux)
    assert files(linux.home) == before


def test_a_strangers_entry_is_neither_replaced_nor_removed(linux: Computer) -> None:
    """It only has our name."""
    entry = linux.home / ".local/share/applications" / f"{TAB}.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text("[Desktop Entry]\nName=别的\n", encoding="utf-8")
    (outcome,) = install(linux, ["desktop"])
    assert not outcome.done
    assert "没有覆盖" in outcome.message
    entry.unlink()
    install(linux, ["desktop"])
    entry.write_text("[Desktop Entry]\nName=别的\n", encoding="utf-8")
    uninstall(linux)
    assert entry.read_text("utf-8") == "[Desktop Entry]\nName=别的\n"


def test_windows_gets_a_shortcut_for_the_window_and_each_action(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by Windows' own object under a plain name, then called as people read it."""
    made: list[SimpleNamespace] = []

    def shortcut(path: str) -> SimpleNamespace:
        link = SimpleNamespace(path=path)
        link.Save = lambda: Path(path).write_bytes(link.Arguments.encode("utf-16-le"))
        made.append(link)
        return link

    shell = SimpleNamespace(CreateShortcut=shortcut)
    client = SimpleNamespace(Dispatch=lambda name: shell if name == "WScript.Shell" else None)
    monkeypatch.setattr(desktop, "import_module", lambda _: client)
    assert install(windows, ["desktop"])[0].done
    folder = windows.roaming / "Microsoft" / "Windows" / "SendTo"
    captions = [f"-{BUTTONS[action].caption}" for action in desktop.ACTIONS]
    assert files(folder) == {f"{TAB}{caption}.lnk" for caption in ("", *captions)}
    assert all(Path(link.path).name.isascii() for link in made)
    assert {link.TargetPath for link in made} == {str(windows.python)}
    assert made[2].Arguments == "-X utf8 -m xltools.window --action score"
    uninstall(windows)
    assert files(folder) == set()


def test_without_windows_object_a_batch_file_does_the_same(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASCII, since the folder of the user is named by a variable."""

    def no_pywin32(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(desktop, "import_module", no_pywin32)
    chinese = windows.home.with_name("张三")
    windows.home.rename(chinese)
    moved = replace(
        windows,
        home=chinese,
        roaming=chinese / "AppData" / "Roaming",
        python=chinese / windows.python.relative_to(windows.home),
    )
    assert install(moved, ["desktop"])[0].done
    folder = moved.roaming / "Microsoft" / "Windows" / "SendTo"
    batch = folder / f"{TAB}-{BUTTONS['score'].caption}.cmd"
    text = batch.read_bytes().decode("ascii")
    where = PureWindowsPath(moved.python.relative_to(chinese))
    assert text == (
        f'@start "" "%USERPROFILE%\\{where}" -X utf8 -m xltools.window --action score %*\r\n'
    )
    uninstall(moved)
    assert files(folder) == set()


def test_a_mac_is_told(tmp_path: Path) -> None:
    """It has no such menu."""
    mac = Computer("mac", tmp_path, tmp_path, tmp_path / "python")
    (outcome,) = install(mac, ["desktop"])
    assert not outcome.done
    assert "Mac" in outcome.message
