"""xltools addin: buttons go into a user's programs and out again, and nothing else is touched."""

from __future__ import annotations

import ast
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from xltools import __version__
from xltools.addin import Computer, install, status, this_computer, uninstall
from xltools.addin.computer import Kind, Ran, _interpreter, run
from xltools.addin.record import interpreter_file
from xltools.addin.registry import Root, Value
from xltools.cli import main
from xltools.ribbon import TAB
from xltools.state import settings_folder

XLAM = f"{TAB}.xlam"


class PaperRegistry:
    """A registry on paper; remembers what was written."""

    def __init__(self) -> None:
        self.values: dict[tuple[Root, str, str], Value] = {}

    def read(self, root: Root, key: str, name: str) -> Value | None:
        return self.values.get((root, key.lower(), name.lower()))

    def subkeys(self, root: Root, key: str) -> tuple[str, ...]:
        begin = f"{key.lower()}\\"
        below = [
            k.removeprefix(begin).partition("\\")[0]
            for r, k, _ in self.values
            if r == root and k.startswith(begin)
        ]
        return tuple(dict.fromkeys(below))

    def write(self, key: str, name: str, value: str) -> None:
        self.put("user", key, name, value)

    def remove(self, key: str, name: str) -> None:
        self.values.pop(("user", key.lower(), name.lower()), None)

    def put(self, root: Root, key: str, name: str, value: Value) -> None:
        self.values[root, key.lower(), name.lower()] = value


@pytest.fixture
def registry() -> PaperRegistry:
    """That of a computer with Excel 2016 or newer."""
    paper = PaperRegistry()
    paper.put(
        "machine", r"Software\Classes\Excel.Application\CurVer", "", "Excel.Application.16"
    )
    return paper


@pytest.fixture
def windows(tmp_path: Path, registry: PaperRegistry) -> Computer:
    """A Windows user whose name has Chinese characters and a space; Excel, no LibreOffice."""
    home = tmp_path / "张 三"
    python = home / "xltools" / "pythonw.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    return Computer("windows", home, home / "AppData/Roaming", python, registry=registry)


def xlstart(computer: Computer) -> Path:
    """The folder that Excel opens at every start."""
    return computer.roaming / "Microsoft" / "Excel" / "XLSTART"


def tree(computer: Computer) -> set[str]:
    """Every file below the user's home."""
    return {
        path.relative_to(computer.home).as_posix()
        for path in computer.home.rglob("*")
        if path.is_file()
    }


# Excel.


def test_excel_gets_the_add_in_and_the_macro_its_python(
    windows: Computer, registry: PaperRegistry, root: Path
) -> None:
    """The file in XLSTART, the interpreter where the macro looks for it; then all is well."""
    (outcome, missing, _) = install(windows)
    assert (outcome.done, missing.done, missing.failed) == (True, False, False)
    assert outcome.message == "Excel：已安装，重新打开 Excel 后可见。"
    assert missing.message == "LibreOffice：没有找到，跳过。"
    assert (xlstart(windows) / XLAM).read_bytes() == (root / "workbook" / XLAM).read_bytes()
    macro = (root / "workbook/addin/excel/xltools.bas").read_text(encoding="utf-8")
    assert r'"HKEY_CURRENT_USER\Software\xltools\Python"' in macro
    assert registry.read("user", r"Software\xltools", "Python") == str(windows.python)
    state, *_ = status(windows)
    assert (state.program, state.version, state.works) == ("Excel 16.0", __version__, True)


def test_uninstall_leaves_nothing_behind_and_nothing_else_out(
    windows: Computer, registry: PaperRegistry
) -> None:
    """Other add-ins, other settings and the registry are as before, to the byte."""
    stranger = xlstart(windows) / "PERSONAL.XLSB"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"another's")
    registry.put("user", r"Software\Microsoft\Office\16.0\Excel\Options", "OPEN", "other.xlam")
    before, values = tree(windows), dict(registry.values)
    install(windows)
    assert tree(windows) > before
    outcome, *_ = uninstall(windows)
    assert outcome.message == "Excel：已卸载。"
    assert (tree(windows), registry.values) == (before, values)
    assert stranger.read_bytes() == b"another's"
    again, *_ = uninstall(windows)
    assert again.message == "Excel：没有安装过，不必卸载。"


def test_what_it_distributed_itself_stays(
    windows: Computer, registry: PaperRegistry, root: Path
) -> None:
    """File and registry value without a record: status sees them, uninstall leaves them alone."""
    path = xlstart(windows) / XLAM
    path.parent.mkdir(parents=True)
    shutil.copy(root / "workbook" / XLAM, path)
    registry.write(r"Software\xltools", "Python", str(windows.python))
    before, values = tree(windows), dict(registry.values)
    assert status(windows)[0].works
    assert not any(outcome.done for outcome in uninstall(windows))
    assert (tree(windows), registry.values) == (before, values)


def test_installing_twice_is_installing_once(
    windows: Computer, registry: PaperRegistry
) -> None:
    """The second time changes no file, and says that it was an update."""
    install(windows)
    files = {path: path.stat().st_mtime_ns for path in xlstart(windows).iterdir()}
    before, values = tree(windows), dict(registry.values)
    assert install(windows)[0].message.startswith("Excel：已更新")
    assert {path: path.stat().st_mtime_ns for path in xlstart(windows).iterdir()} == files
    assert (tree(windows), registry.values) == (before, values)


def test_a_stranger_s_file_of_our_name_stays(windows: Computer) -> None:
    """It is neither overwritten nor, where it took our place, deleted."""
    path = xlstart(windows) / XLAM
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another's")
    outcome, *_ = install(windows)
    assert outcome.failed
    assert "不是 xltools 的加载项，没有覆盖" in outcome.message
    assert path.read_bytes() == b"another's"
    path.unlink()
    install(windows)
    path.write_bytes(b"another's")
    outcome, *_ = uninstall(windows)
    assert "没有删除" in outcome.message
    assert path.read_bytes() == b"another's"


def test_an_open_excel_is_asked_to_be_closed(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody replace or delete a file that Excel has open; the old one stays whole."""
    install(windows)
    path = xlstart(windows) / XLAM
    old = path.read_bytes() + b"\0"
    path.write_bytes(old)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "being used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    for act in (install, uninstall):
        outcome = act(windows, ["excel"])[0]
        assert outcome.failed
        assert (
            outcome.message == f"Excel：{XLAM} 正在使用，请先关闭 Excel 的所有窗口，再试一次。"
        )
        assert path.read_bytes() == old


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        (r"Policies\Microsoft\Office\16.0\Common", "VBAOff", "组策略关闭了 Office 的宏"),
        (
            r"Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations",
            "AllLocationsDisabled",
            "组策略禁用了受信任位置",
        ),
        (
            r"Microsoft\Office\15.0\Excel\Security\Trusted Locations",
            "AllLocationsDisabled",
            "本机的 Office 设置禁用了受信任位置",
        ),
    ],
)
def test_status_names_the_setting_that_keeps_the_macro_from_running(
    key: str, name: str, said: str, windows: Computer, registry: PaperRegistry
) -> None:
    """A button that does nothing would otherwise be ours to explain."""
    install(windows)
    registry.put("user", rf"Software\{key}", name, 0)
    assert status(windows)[0].works
    registry.put("user", rf"Software\{key}", name, 1)
    (said_of_it,) = status(windows)[0].missing
    assert said_of_it == f"{said}（{name}=1），宏会被拦，请与信息部门商量。"


def test_status_misses_a_python_that_moved_and_a_file_of_another_version(
    windows: Computer,
) -> None:
    """Both are mended by installing again."""
    install(windows)
    windows.python.unlink()
    path = xlstart(windows) / XLAM
    data = path.read_bytes()
    version = f"<cp:version>{__version__}<".encode()
    assert version in data
    path.write_bytes(data + b"\0")
    state, *_ = status(windows)
    assert len(state.missing) == 2
    assert "版本不同" in state.missing[0]
    assert f"Python 已不在 {windows.python}" in state.missing[1]
    windows.python.touch()
    install(windows)
    assert status(windows)[0].works


def test_excel_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Named, it is a failure; unnamed, it is passed over. On a Mac the reason is told."""
    for kind, said in (
        ("windows", "没有找到 Excel"),
        ("linux", "没有找到 Excel"),
        ("mac", "Mac"),
    ):
        home = tmp_path / kind
        computer = Computer(kind, home, home, Path("python"))  # type: ignore[arg-type]
        outcome = install(computer, ["excel"])[0]
        assert outcome.failed
        assert said in outcome.message
        assert not install(computer)[0].failed
        assert not home.exists()


# LibreOffice.


@pytest.fixture
def linux(tmp_path_factory: pytest.TempPathFactory) -> Computer:
    """A user of this computer with a home of his own; never root, whom unopkg refuses."""
    soffice = shutil.which("soffice")
    assert soffice
    home = tmp_path_factory.mktemp("home")
    for folder in (home, *home.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o755)
    home.chmod(0o777)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    prefix = nobody if os.geteuid() == 0 else []
    clean = [*prefix, "env", "-i", "PATH=/usr/bin:/bin", f"HOME={home}"]

    def as_user(command: Sequence[str]) -> Ran:
        for argument in command:
            if argument.endswith(".oxt"):
                Path(argument).parent.chmod(0o755)
        return run([*clean, *command])

    return Computer(
        "linux",
        home,
        home / ".config",
        home / "python",
        Path(soffice).resolve(),
        run=as_user,
    )


def test_libreoffice_takes_the_extension_and_gives_it_back(linux: Computer) -> None:
    """By its real unopkg: listed after installing, twice the same, gone after removing."""
    linux.python.touch()
    assert [state.version for state in status(linux, ["libreoffice"])] == [None]
    for said in ("已安装", "已更新"):
        (outcome,) = install(linux, ["libreoffice"])
        assert outcome.message == f"LibreOffice：{said}，重新打开 LibreOffice 后可见。"
        (state,) = status(linux, ["libreoffice"])
        assert (state.version, state.missing) == (__version__, ())
    written = linux.settings / "interpreter"
    assert written.read_text(encoding="utf-8") == f"{linux.python}\n"
    (outcome,) = uninstall(linux, ["libreoffice"])
    assert outcome.message == "LibreOffice：已卸载。"
    assert [state.version for state in status(linux, ["libreoffice"])] == [None]
    assert not list(linux.settings.iterdir())


def test_root_is_told_why_unopkg_refuses(linux: Computer) -> None:
    """Nothing is tried, nothing is recorded."""
    computer = replace(linux, is_root=True)
    (outcome,) = install(computer, ["libreoffice"])
    assert outcome.failed
    assert "不让 root 安装" in outcome.message
    assert not list(linux.home.iterdir())
    (state,) = status(computer, ["libreoffice"])
    assert state.hints
    assert "root" in state.hints[0]


@pytest.mark.parametrize(
    ("ran", "said"),
    [
        (
            Ran(
                1,
                "\nERROR: unopkg cannot be started. The lock file indicates it as already running.",
            ),
            "LibreOffice 正在运行，请先关闭",
        ),
        (
            Ran(1, "\nERROR: Error while adding: x\n"),
            "unopkg 没有完成：ERROR: Error while adding: x",
        ),
        (Ran(-1, ""), "unopkg 没有完成：状态 -1"),
    ],
)
def test_what_unopkg_says_reaches_the_user(ran: Ran, said: str, linux: Computer) -> None:
    """An office that is open has its own advice; all else is told as it was said."""
    (outcome,) = install(replace(linux, run=lambda command: ran), ["libreoffice"])
    assert outcome.failed
    assert said in outcome.message


@pytest.mark.parametrize(
    ("kind", "platform"), [("linux", "linux"), ("mac", "darwin"), ("windows", "win32")]
)
def test_the_extension_looks_where_the_installer_writes(
    kind: Kind,
    platform: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """LibreOffice's component cannot import xltools; the two agree on every system."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    component = (root / "workbook/addin/libreoffice/press.py").read_text(encoding="utf-8")
    (looks,) = (
        node
        for node in ast.parse(component).body
        if isinstance(node, ast.FunctionDef) and node.name == "interpreter_file"
    )
    names: dict[str, Any] = {"os": os, "sys": sys}
    exec(compile(ast.Module([looks], []), "press.py", "exec"), names)
    for _ in range(2):  # a Windows without the variable, too
        computer = Computer(kind, tmp_path, settings_folder().parent, Path("python"))
        assert names["interpreter_file"]() == str(interpreter_file(computer))
        monkeypatch.delenv("APPDATA", raising=False)


def test_a_button_starts_the_python_without_a_console(tmp_path: Path) -> None:
    """Where Windows has one beside it; else the one that runs, by the name it was called."""
    python = tmp_path / "python.exe"
    assert _interpreter(python, "windows") == python
    (tmp_path / "pythonw.exe").touch()
    assert _interpreter(python, "windows") == tmp_path / "pythonw.exe"
    assert _interpreter(python, "linux") == python
    computer = this_computer()
    assert computer.python == Path(sys.executable)
    assert computer.is_root == (os.geteuid() == 0)


# WPS.


def test_wps_is_registered_and_taken_out_by_its_own_service(
    windows: Computer,
    registry: PaperRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The very places, interpreter and registry of this user; afterwards all is as before."""
    monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("xltools.service.register._PATIENCE", 0)
    assert "没有找到 WPS" in install(windows, ["wps"])[0].message
    registry.put("machine", r"Software\Classes\Ket.Application\CLSID", "", "{45540001}")
    before, values = tree(windows), dict(registry.values)
    started: list[Sequence[str]] = []
    computer = replace(windows, launch=started.append)
    (outcome,) = install(computer, ["wps"])
    assert outcome.message == "WPS：已安装，重新打开 WPS 后可见。"
    assert [command[0] for command in started] == [str(windows.python)]
    assert (windows.roaming / "kingsoft/wps/jsaddons/publish.xml").exists()
    run_key = r"Software\Microsoft\Windows\CurrentVersion\Run"
    assert str(windows.python) in str(registry.read("user", run_key, "xltools-service"))
    (state,) = status(computer, ["wps"])
    assert state.version == __version__
    assert any("后台服务" in each for each in state.missing)  # it was only pretended to start
    assert uninstall(computer, ["wps"])[0].message == "WPS：已卸载。"
    assert (tree(windows), registry.values) == (before, values)


# The command line.


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another home for the user of this process, without programs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("xltools.office.find_soffice", lambda: None)
    monkeypatch.setattr("xltools.addin.computer._wps", lambda kind: None)
    return tmp_path


def test_the_command_tells_each_program_and_its_status(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing found: install could not do its job, status is not well, uninstall is content."""
    assert main(["addin", "install"]) == 2
    assert "LibreOffice：没有找到，跳过。" in capsys.readouterr().out
    assert main(["addin", "status", "--libreoffice"]) == 1
    assert capsys.readouterr().out == "· LibreOffice：没有找到这个程序\n"
    assert main(["addin", "uninstall"]) == 0
    assert "Excel：没有安装过，不必卸载。" in capsys.readouterr().out
    assert not list(home.rglob("*"))


def test_the_command_speaks_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a program."""
    assert main(["addin", "status", "--json"]) == 1
    states = json.loads(capsys.readouterr().out)
    assert {
        "program",
        "name",
        "found",
        "installed",
        "version",
        "works",
        "missing",
        "hints",
    } == set(states[0])
    assert main(["addin", "install", "--excel", "--json"]) == 2
    (outcome,) = json.loads(capsys.readouterr().out)
    assert outcome == {"program": "excel", "done": False, "message": "Excel：没有找到 Excel。"}


def test_the_command_without_a_word_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    """As every command with commands of its own."""
    assert main(["addin"]) == 2
    assert "uninstall" in capsys.readouterr().out
