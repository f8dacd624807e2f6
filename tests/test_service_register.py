"""The WPS add-in's registration: ours comes and goes, other people's add-ins stay to the byte."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from xltools import __version__
from xltools.errors import FileError, SaveError
from xltools.service import register
from xltools.service.autostart import RUN_KEY, VALUE, Computer, System
from xltools.service.jsaddons import Kind, write_lists
from xltools.service.state import State, load_state, save_state
from xltools.state import FOLDER

LISTS = ("jsplugins.xml", "publish.xml", "authwebsite.xml")
OTHERS = {
    "jsplugins.xml": '<jsplugins>\n<jsplugin name="other" type="wps" url="http://o.example/" version="1"/>\n</jsplugins>\n',
    "publish.xml": '\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<jsplugins>\r\n  <!-- xltools -->\r\n'
    '  <jspluginonline name="其他" type="et" url="http://o.example/"/>\r\n</jsplugins>\r\n',
    "authwebsite.xml": '<websites><website origin="null" name="xltools-like" status="enable"/></websites>',
}


class Hive:
    """A registry in memory."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get(self, key: str, value: str) -> str | None:
        """The text, or None."""
        return self.values.get((key, value))

    def put(self, key: str, value: str, text: str) -> None:
        """Set it."""
        self.values[key, value] = text

    def delete(self, key: str, value: str) -> None:
        """Take it away."""
        self.values.pop((key, value), None)


class Programs:
    """What was run and what was started to stay."""

    def __init__(self, *, works: bool) -> None:
        self.works = works
        self.run: list[tuple[str, ...]] = []
        self.launched: list[tuple[str, ...]] = []

    def do(self, command: Sequence[str]) -> bool:
        """Run one."""
        self.run.append(tuple(command))
        return self.works

    def launch(self, command: Sequence[str]) -> None:
        """Start one."""
        self.launched.append(tuple(command))


@pytest.fixture
def programs() -> Programs:
    """A computer whose systemd works."""
    return Programs(works=True)


@pytest.fixture
def computer(tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A user's home, with a blank in its name; nothing is waited for."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "state"))
    monkeypatch.setattr(register, "_PATIENCE", 0.0)
    home = tmp_path / "用户 甲"
    home.mkdir()
    return Computer("linux", home, '/opt/绩效 "自评"/100%/python', programs.do, programs.launch)


def on(computer: Computer, system: System) -> Computer:
    """The same on another system."""
    return replace(computer, system=system, registry=Hive() if system == "windows" else None)


def with_others(computer: Computer) -> dict[str, bytes]:
    """Other people's add-ins in the lists; the bytes that they are."""
    computer.jsaddons.mkdir(parents=True)
    for name, text in OTHERS.items():
        (computer.jsaddons / name).write_bytes(text.encode())
    return contents(computer.jsaddons)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ours(computer: Computer, name: str) -> ElementTree.Element:
    """Our one element of a list."""
    root = ElementTree.fromstring((computer.jsaddons / name).read_bytes())
    (found,) = (each for each in root if each.get("name") == "xltools")
    return found


@pytest.mark.parametrize("system", ["linux", "windows", "mac"])
@pytest.mark.parametrize("kind", ["online", "folder"])
def test_what_was_there_before_is_there_afterwards(
    computer: Computer, system: System, kind: Kind
) -> None:
    """Twice installed is once installed; uninstalled leaves every byte as it was."""
    computer = on(computer, system)
    before = with_others(computer)
    register.install(computer, kind)
    once = contents(computer.home)
    register.install(computer, kind)
    assert contents(computer.home) == once
    assert len(ElementTree.fromstring((computer.jsaddons / "publish.xml").read_bytes())) == 2
    register.uninstall(computer)
    assert contents(computer.jsaddons) == before
    assert contents(computer.home).keys() == {
        (computer.jsaddons / name).relative_to(computer.home).as_posix() for name in LISTS
    }


@pytest.mark.parametrize("kind", ["online", "folder"])
def test_where_nothing_was_nothing_is_left(computer: Computer, kind: Kind) -> None:
    """Lists that we made go with us; they are nobody else's to read."""
    register.install(computer, kind)
    for name in LISTS:
        assert stat.S_IMODE((computer.jsaddons / name).stat().st_mode) == 0o600
    register.uninstall(computer)
    assert contents(computer.home) == {}
    assert register.uninstall(computer)[0] == "WPS 的加载项清单中本来就没有"


def test_the_lists_say_what_wps_reads(computer: Computer) -> None:
    """Online: the page comes from the service, whose origin may use WPS' interface."""
    register.install(computer)
    state = load_state()
    assert ours(computer, "jsplugins.xml").tag == "jspluginonline"
    publish = ours(computer, "publish.xml")
    assert publish.attrib == {
        "name": "xltools", "type": "et", "url": f"http://127.0.0.1:{state.port}/{state.secret}/",
        "debug": "", "enable": "enable_dev", "install": "null",
    }  # fmt: skip
    website = ours(computer, "authwebsite.xml")
    assert website.attrib == {
        "origin": f"http://127.0.0.1:{state.port}", "name": "xltools", "status": "enable",
    }  # fmt: skip


def test_the_folder_has_ribbon_and_pictures_and_waits_for_the_service(
    computer: Computer,
) -> None:
    """Its words.js, which holds the secret address, is for the user alone."""
    register.install(computer, "folder")
    folder = computer.jsaddons / f"xltools_{__version__}"
    assert ours(computer, "publish.xml").attrib == {
        "name": "xltools", "type": "et", "url": folder.name, "version": __version__,
        "enable": "enable_dev", "install": "null",
    }  # fmt: skip
    names = contents(folder)
    assert {"index.html", "main.js", "ribbon.xml", "manifest.xml", "words.js"} < names.keys()
    assert "images/score-32.png" in names
    assert load_state().url.encode() in names["words.js"]
    assert stat.S_IMODE((folder / "words.js").stat().st_mode) == 0o600


def test_a_list_with_the_secret_address_is_for_the_user_alone(computer: Computer) -> None:
    """Also one that others made and that everybody could read."""
    with_others(computer)
    register.install(computer)
    for name in LISTS:
        assert stat.S_IMODE((computer.jsaddons / name).stat().st_mode) & 0o077 == 0


def test_a_list_that_cannot_be_written_leaves_no_secret_lying_about(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary file holds the address too."""
    with_others(computer)
    before = sorted(computer.jsaddons.iterdir())

    def refused(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(SaveError, match="写不进去"):
        write_lists(computer.jsaddons, load_state(), "online")
    assert sorted(computer.jsaddons.iterdir()) == before


def test_one_kind_replaces_the_other(computer: Computer) -> None:
    """WPS must not load the add-in twice."""
    register.install(computer, "folder")
    register.install(computer, "online")
    assert ours(computer, "publish.xml").tag == "jspluginonline"


@pytest.mark.parametrize(
    "damaged", [b"<jsplugins>", b"\xff\xfe<", b"<other></other>", "<jsplugins>…".encode("gbk")]
)
def test_a_damaged_list_is_left_alone_and_told(computer: Computer, damaged: bytes) -> None:
    """No other list is written either."""
    computer.jsaddons.mkdir(parents=True)
    (computer.jsaddons / "publish.xml").write_bytes(damaged)
    with pytest.raises(FileError, match="没有改动它"):
        register.install(computer)
    assert (computer.jsaddons / "publish.xml").read_bytes() == damaged
    if damaged != b"<other></other>":
        assert list(contents(computer.jsaddons)) == ["publish.xml"]
    assert any(
        "没有改动它" in line for _, well, line in register.status(computer) if not well
    ) or (damaged == b"<other></other>")


@pytest.mark.parametrize(
    "empty", ["<jsplugins/>", "<jsplugins />\n", "", "<jsplugins></jsplugins>"]
)
def test_an_empty_list_takes_us_in(computer: Computer, empty: str) -> None:
    """However it is written."""
    computer.jsaddons.mkdir(parents=True)
    (computer.jsaddons / "publish.xml").write_text(empty)
    register.install(computer)
    assert ours(computer, "publish.xml") is not None
    register.uninstall(computer)
    path = computer.jsaddons / "publish.xml"
    assert not path.exists() or len(ElementTree.fromstring(path.read_bytes())) == 0


def test_linux_starts_it_at_log_in_twice_over(computer: Computer, programs: Programs) -> None:
    """A unit of the user's systemd is enabled by its link, and XDG autostart serves other desktops."""
    register.install(computer)
    config = computer.home / ".config"
    unit = (config / "systemd/user/xltools.service").read_text()
    assert (
        'ExecStart="/opt/绩效 \\"自评\\"/100%%/python" "-P" "-X" "utf8" "-m" "xltools.service"'
        in unit
    )
    link = config / "systemd/user/default.target.wants/xltools.service"
    assert link.resolve() == (config / "systemd/user/xltools.service").resolve()
    entry = (config / "autostart/xltools-service.desktop").read_text()
    assert 'Exec="/opt/绩效 \\\\"自评\\\\"/100%%/python" "-P"' in entry
    assert programs.run[-1] == ("systemctl", "--user", "restart", "xltools.service")
    assert programs.launched == []


def test_without_systemd_it_is_started_directly(computer: Computer, programs: Programs) -> None:
    """As in a desktop of a container, or under WSL."""
    programs.works = False
    register.install(computer)
    assert programs.launched == [computer.command]


def test_windows_has_a_line_in_the_users_run_key(
    computer: Computer, programs: Programs
) -> None:
    """No administrator, no task, no service of the system."""
    hive = Hive()
    computer = replace(
        computer, system="windows", registry=hive, python=r"D:\绩效 自评\pythonw.exe"
    )
    register.install(computer)
    assert hive.values == {
        (RUN_KEY, VALUE): r'"D:\绩效 自评\pythonw.exe" -P -X utf8 -m xltools.service'
    }
    assert computer.jsaddons == computer.home / "AppData/Roaming/kingsoft/wps/jsaddons"
    assert programs.launched == [computer.command]
    register.uninstall(computer)
    assert hive.values == {}


def test_the_status_tells_what_is_missing(computer: Computer) -> None:
    """Nothing there; all but the running service; an address that is no longer true."""
    assert [well for _, well, _ in register.status(computer)] == [False, False, False]
    register.install(computer)
    assert [well for _, well, _ in register.status(computer)] == [False, True, True]
    save_state(replace(load_state(), port=1))
    assert [well for _, well, _ in register.status(computer)] == [False, True, False]
    moved = replace(computer, python="/elsewhere/python")
    assert [well for _, well, _ in register.status(moved)] == [False, False, False]


@pytest.mark.parametrize("kind", ["online", "folder"])
def test_a_service_that_moved_tells_wps(computer: Computer, kind: Kind) -> None:
    """Only if the add-in is listed at all."""
    moved = State(4321, "elsewhere")
    register.follow(moved, computer.jsaddons)
    assert contents(computer.home) == {}
    register.install(computer, kind)
    register.follow(moved, computer.jsaddons)
    told = b"".join(contents(computer.jsaddons).values())
    assert moved.url.encode() in told
    assert ours(computer, "authwebsite.xml").get("origin") == "http://127.0.0.1:4321"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("authaddin.json", json.dumps({"et": {"xltools": {"enable": False}}}), "允许"),
        ("authaddin.json", json.dumps([{"name": "xltools", "enable": False}]), "允许"),
        ("authaddin.json", json.dumps({"xltools": {"enable": True, "isload": True}}), ""),
        ("authaddin.json", json.dumps({"other": {"enable": False}}), ""),
        ("authaddin.json", "{", ""),
        ("jsaddinblockhost.ini", "[block]\nhost=127.0.0.1\n", "拦截"),
        ("jsaddinblockhost.ini", "[block]\nhost=o.example\n", ""),
    ],
)
def test_what_wps_itself_forbids_is_told(
    computer: Computer, name: str, content: str, told: str
) -> None:
    """As far as its files say so, which others found in theirs."""
    register.install(computer)
    (computer.jsaddons / name).write_text(content)
    lines = [line for heading, _, line in register.status(computer) if heading == "WPS 许可"]
    assert len(lines) == bool(told)
    assert all(told in line for line in lines)


def test_a_real_service_is_started_and_ended(
    computer: Computer, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uninstalling asks it to end; nothing of it is left."""
    monkeypatch.setattr(register, "_PATIENCE", 20.0)
    monkeypatch.setenv("HOME", str(computer.home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    started: list[subprocess.Popen[bytes]] = []

    def launch(command: Sequence[str]) -> None:
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))

    programs.works = False
    computer = replace(computer, python=sys.executable, launch=launch)
    try:
        assert "后台服务已启动" in register.install(computer)
        assert all(well for _, well, _ in register.status(computer))
        assert register.uninstall(computer)[1] == "后台服务已停止，登录时不再启动"
        assert started[0].wait(10) == 0
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert contents(computer.home) == {}
    assert contents(Path(str(computer.home)).parent / "state") == {}
