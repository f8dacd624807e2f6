"""make bundle: what goes to offices without internet is complete, the same each time, and installs."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from xltools import __version__
from xltools.package import load

SCRIPTS = Path(__file__).parents[1] / "scripts"
PATIENCE = 300  # seconds; 30 packages come from the index
CUT_OFF = {
    "PIP_NO_INDEX": "1",
    **{f"{kind}_proxy": "http://127.0.0.1:9" for kind in ("http", "https", "all")},
}
"""The network as an office without internet has it, also where unshare is not allowed."""


def script(path: Path) -> ModuleType:
    """A script as a module, which finds its neighbours."""
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = module_from_spec(spec)
    sys.modules[path.stem] = found
    spec.loader.exec_module(found)
    return found


bundle = script(SCRIPTS / "bundle.py")
installer = script(SCRIPTS / "offline" / "installer.py")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Both bundles, made once for all workers: who comes second waits."""
    base = tmp_path_factory.getbasetemp()
    output = (base if worker_id == "master" else base.parent) / "dist"
    done = output / "done"
    try:
        output.mkdir()
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not done.exists():
            assert time.monotonic() < end, "the other worker has not built the bundles"
            time.sleep(0.1)
    else:
        assert bundle.main(["--output", str(output)]) == 0
        done.touch()
    return output


@pytest.fixture(scope="module")
def windows(built: Path) -> Iterator[zipfile.ZipFile]:
    """The bundle for Windows."""
    with zipfile.ZipFile(built / f"xltools-{__version__}-windows-x64.zip") as archive:
        yield archive


@pytest.fixture(scope="module")
def linux(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle for Linux, unpacked."""
    folder = tmp_path_factory.mktemp("安装 包")
    with tarfile.open(built / f"xltools-{__version__}-linux-x86_64.tar.gz") as archive:
        archive.extractall(folder)  # our own; `filter` is not in every 3.11
    return folder / f"xltools-{__version__}-linux-x86_64"


def offline(*command: str | Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run something with the network cut, and with nothing of our environment."""
    cut = ["unshare", "--net"] if os.geteuid() == 0 else []
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **CUT_OFF}
    return subprocess.run(
        [*cut, *map(str, command)], env=environment | more, cwd=home, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120,
    )  # fmt: skip


# --- what the lock says


LOCK = """\
appscript==1.5.0 ; sys_platform == 'darwin' \\
    --hash=sha256:aa
    # via xlwings
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via pytest
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:dd
    # via pandas
pandas==3.1.1 \\
    --hash=sha256:ee
    # via xltools (pyproject.toml)
pytest==9.2.0 \\
    --hash=sha256:ff
    # via xltools (pyproject.toml:dev)
pywin32==312 ; sys_platform == 'win32' \\
    --hash=sha256:11
    # via xlwings
xlwings==0.37.8 \\
    --hash=sha256:22
    # via
    #   xltools (pyproject.toml)
    #   something else
"""


def test_what_xltools_runs_with_is_chosen_for_the_other_computer() -> None:
    """Markers hold for Windows although this is Linux; nothing of the tests; no pandas."""
    packages = bundle.locked(LOCK)
    assert len(packages) == 7
    on_windows = bundle.needed(packages, bundle.environment("windows", "3.11"))
    assert [each.name for each in on_windows] == ["pywin32", "xlwings"]
    assert on_windows[0].line() == "pywin32==312 --hash=sha256:11"
    on_linux = bundle.needed(packages, bundle.environment("linux", "3.11"))
    assert [each.name for each in on_linux] == ["xlwings"]


def test_everything_that_the_project_states_is_in_the_lock(root: Path) -> None:
    """No block of the real lock is passed over."""
    text = (root / "requirements.lock").read_text("utf-8")
    packages = bundle.locked(text)
    assert len(packages) == len(re.findall(r"^\S+==", text, re.M))
    assert all(each.hashes and each.via for each in packages if each.name not in _STATED)
    found = {each.name for each in bundle.needed(packages, bundle.environment("linux", "3.11"))}
    assert {"lxml", "msgspec", "python-calamine", "tomli", "xlrd", "jinja2"} <= found
    assert {"openpyxl", "et-xmlfile", "python-docx", "xlwings", "markupsafe"} <= found
    assert found.isdisjoint({"pytest", "mypy", "ruff", "pandas", "numpy", "hatchling"})


_STATED = frozenset({"editables", "hatchling"})
"""Named on the command line of uv, by no file."""


def test_no_command_needs_what_is_left_out(root: Path, tmp_path: Path) -> None:
    """Else a bundle would fail where it cannot be mended: the summary, CSV and Parquet do without."""
    code = (
        "import sys\n"
        f"for name in {sorted(bundle.LEFT_OUT | {'numpy'})!r}: sys.modules[name] = None\n"
        "from xltools.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    (tmp_path / "来件").mkdir()
    shutil.copy(root / "samples" / "jiangxi-2022" / "02-基层党建.xlsx", tmp_path / "来件")
    done = subprocess.run(
        [sys.executable, "-c", code, "collect", "来件", "-o", "汇总.xlsx", "--csv", "csv", "--jobs", "1"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert (tmp_path / "汇总.xlsx").is_file()
    assert len(list((tmp_path / "csv").glob("*.csv"))) == 7


def test_what_is_left_out_is_imported_where_it_is_told_that_it_is_missing(root: Path) -> None:
    """By one function, for programs that call it; nowhere at the top of a module."""
    for path in (root / "xltools").rglob("*.py"):
        text = path.read_text("utf-8")
        for name in bundle.LEFT_OUT:
            assert not re.search(rf"^(import|from) {name}\b", text, re.M), path


# --- the archives


def test_the_bundle_for_windows_is_complete(windows: zipfile.ZipFile, root: Path) -> None:
    """Python, wheels, add-ins, forms, templates, installer; one folder; a list of hashes."""
    assert windows.testzip() is None
    names = {PurePosixPath(name) for name in windows.namelist()}
    assert {name.parts[0] for name in names} == {f"xltools-{__version__}-windows-x64"}
    inside = {"/".join(name.parts[1:]): windows.read(str(name)) for name in names}
    wanted = {"install.bat", "uninstall.bat", "installer.py", "安装说明.txt", "LICENSE"}
    wanted |= {f"forms/{each.name}" for each in (root / "workbook").glob("*.xlsx")}
    wanted |= {"addins/绩效自评.xlam", "addins/绩效自评.oxt", "templates/official.docx"}
    wanted |= {f"python/{name}" for name in ("python.exe", "pythonw.exe", "python311.dll")}
    assert wanted <= inside.keys()
    assert inside["python/python311._pth"].split(b"\r\n") == [
        b"python311.zip", b".", rb"Lib\site-packages", b"import site", b"",
    ]  # fmt: skip
    assert inside["python-version"] == b"3.11\n"
    listed = dict(
        reversed(line.split("  ", 1)) for line in inside["SHA256SUMS"].decode().splitlines()
    )
    assert listed.keys() == inside.keys() - {"SHA256SUMS"}
    assert all(
        hashlib.sha256(inside[name]).hexdigest() == each for name, each in listed.items()
    )
    assert inside["安装说明.txt"].startswith(b"\xef\xbb\xbf")


def test_the_wheels_for_windows_need_nothing_else(
    windows: zipfile.ZipFile, tmp_path: Path
) -> None:
    """The installer of Python resolves xltools from them alone; what is left out is the only thing it would miss."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for name in windows.namelist():
        if name.endswith(".whl"):
            (wheels / PurePosixPath(name).name).write_bytes(windows.read(name))
    assert not [each.name for each in wheels.iterdir() if "linux" in each.name]
    _stand_in(wheels, "pandas", "99")
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-index",
            "--find-links", str(wheels), "--target", str(tmp_path / "none"), "--platform", "win_amd64",
            "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none",
            "--only-binary=:all:", "xltools", "pywin32",
        ],
        env={**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Would install" in done.stdout
    assert "pywin32-312" in done.stdout


def _stand_in(folder: Path, name: str, version: str) -> None:
    """An empty wheel."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")


def test_batch_files_are_ascii_lines_of_windows(windows: zipfile.ZipFile) -> None:
    """No code page garbles them; Chinese comes from Python. Every label that is jumped to is there."""
    for name in ("install.bat", "uninstall.bat"):
        data = windows.read(f"xltools-{__version__}-windows-x64/{name}")
        text = data.decode("ascii")
        assert data.count(b"\n") == data.count(b"\r\n") > 5
        labels = set(re.findall(r"^:(\w+)", text, re.M))
        assert set(re.findall(r"goto (\w+)", text)) <= labels
        assert "||" not in text  # Wine takes a pushd that worked for one that failed
        assert '"python\\python.exe" -X utf8' in text


def test_xlwings_goes_without_what_has_another_licence(windows: zipfile.ZipFile) -> None:
    """`xlwings/pro` is in no bundle; the wheel's own list does not name it; the rest is there."""
    name = next(name for name in windows.namelist() if "/xlwings-" in name)
    with zipfile.ZipFile(io.BytesIO(windows.read(name))) as wheel:
        members = wheel.namelist()
        record = wheel.read(next(each for each in members if each.endswith("/RECORD"))).decode()
    assert not [each for each in members if each.startswith("xlwings/pro")]
    assert "xlwings/pro" not in record
    assert "xlwings/main.py" in members
    listed = {line.split(",")[0] for line in record.splitlines()}
    assert {each for each in members if not each.endswith("/")} <= listed


def test_the_same_files_give_the_same_archives() -> None:
    """No date, no user, no order of the disk."""
    files = {"b.txt": b"2", "a/甲.sh": b"1"}
    turned = dict(reversed(files.items()))
    assert bundle.zipped("x", files) == bundle.zipped("x", turned)
    assert bundle.tarred("x", files) == bundle.tarred("x", turned)
    with tarfile.open(fileobj=io.BytesIO(bundle.tarred("x", files))) as archive:
        modes = {member.name: member.mode for member in archive}
        assert modes == {"x/SHA256SUMS": 0o644, "x/a/甲.sh": 0o755, "x/b.txt": 0o644}
        assert {(member.uid, member.uname) for member in archive.getmembers()} == {(0, "")}


def test_our_own_wheel_is_the_same_each_time(tmp_path: Path) -> None:
    """The one part of a bundle that the lock does not pin."""
    first, second = (bundle.build_wheel(tmp_path / name).read_bytes() for name in "ab")
    assert first == second


# --- Python that the operator supplies


def test_an_embeddable_python_of_ones_own_is_taken(tmp_path: Path) -> None:
    """Whatever version; its packages are found beside it."""
    path = tmp_path / "python-3.12.8-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("python.exe", "python3.dll", "python312.dll", "python312._pth"):
            archive.writestr(name, b"x")
    files = bundle.embedded_python(path, tmp_path)
    assert bundle.python_tag(files) == "312"
    assert files["python312._pth"].startswith(b"python312.zip\r\n.\r\nLib\\site-packages")


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_what_is_no_python_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file that is no zip, and a zip of something else."""
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    if not content:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", b"x")
    with pytest.raises(SystemExit, match="bundle: "):
        bundle.embedded_python(path, tmp_path)


# --- the installation


def test_it_installs_without_network_and_scores_the_sample(
    linux: Path, tmp_path: Path, demo: Path
) -> None:
    """From install.sh to 89.5 in a fresh home; a second installation replaces the first."""
    home = tmp_path / "家"
    home.mkdir()
    form = Path(shutil.copy(demo, home))
    for _ in range(2):
        done = offline(
            "sh", linux / "install.sh", "--desktop", home=home, PYTHON=sys.executable
        )
        assert done.returncode == 0, done.stdout
        assert "✓ 计分：样例得 89.5 分、良，写入表格后读回一致" in done.stdout
        assert "安装完成" in done.stdout
    command = home / ".local/lib/xltools/bin/xltools"
    done = offline(command, "score", form.name, home=home)
    assert "总分：89.5  等级：良" in done.stdout
    scored = form.with_name(f"{form.stem}-已评分.xlsx")
    values = {
        str(v) for sheet in load(scored).snapshot.sheets for row in sheet.rows for v in row
    }
    assert "89.5" in values
    assert (home / ".local/lib/xltools/空白自评表/shanxi-2020.xlsx").is_file()
    entry = next((home / ".local/share/applications").glob("*.desktop")).read_text("utf-8")
    assert f'Exec="{home}/.local/lib/xltools/env/bin/python" -m xltools.window %F' in entry
    report = offline(command, "report", form.name, home=home)
    assert "自评报告.docx" in report.stdout
    assert list(home.glob("*-自评报告.docx"))


def test_a_folder_with_something_else_in_it_is_left_alone(linux: Path, tmp_path: Path) -> None:
    """Nothing is written, nothing removed."""
    target = tmp_path / "文档"
    target.mkdir()
    (target / "重要.txt").touch()
    done = offline(
        "sh", linux / "install.sh", "--target", target, home=tmp_path, PYTHON=sys.executable
    )
    assert done.returncode == 2
    assert "里有别的东西" in done.stdout
    assert [each.name for each in target.iterdir()] == ["重要.txt"]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda folder: (folder / "forms/shanxi-2020.xlsx").write_bytes(b"x"), "与清单不符"),
        (lambda folder: next((folder / "wheels").glob("lxml*")).unlink(), "缺少 wheels/lxml"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "把压缩包完整解开"),
    ],
)
def test_a_damaged_bundle_is_not_installed(
    harm: Callable[[Path], object], said: str, linux: Path, tmp_path: Path
) -> None:
    """The hashes are compared first."""
    folder = tmp_path / "bundle"
    shutil.copytree(linux, folder)
    harm(folder)
    done = offline("sh", folder / "install.sh", home=tmp_path, PYTHON=sys.executable)
    assert done.returncode == 2
    assert said in done.stdout
    assert not (tmp_path / ".local").exists()


def test_another_python_is_told(linux: Path, tmp_path: Path) -> None:
    """The shell says which one is wanted; so does the installer when it is started by hand."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "python-version").write_text("3.99\n", encoding="ascii")
    shutil.copy(linux / "install.sh", folder)
    done = offline("sh", folder / "install.sh", home=tmp_path)
    assert (done.returncode, "没有找到 Python 3.99" in done.stdout) == (2, True)
    with pytest.raises(installer.NotInstalledError, match=r"需要 Python 3\.99"):
        installer.check_python(folder)


def test_wheels_for_another_computer_are_told(tmp_path: Path) -> None:
    """An ARM computer does not take those for Intel."""
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "lxml-6-cp311-cp311-manylinux_2_28_sparc.whl").touch()
    (tmp_path / "python-version").write_text(
        "{}.{}".format(*sys.version_info), encoding="ascii"
    )
    with pytest.raises(installer.NotInstalledError, match="不适用于这种电脑"):
        installer.check_python(tmp_path)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("lxml/etree.so", "lxml/etree.so"),
        ("a-1.data/platlib/b/c.pyd", "b/c.pyd"),
        ("a-1.data/scripts/run.exe", None),
        ("a-1.data/data/x.dll", None),
    ],
)
def test_members_of_a_wheel_go_where_they_belong(name: str, place: str | None) -> None:
    """Scripts and loose data are left out."""
    found = installer.place_of(name)
    assert (str(found) if found is not None else None) == place


@pytest.mark.parametrize("name", ["../x.py", "/etc/x", "a/../../x", "C:/x", "a\\..\\x"])
def test_no_member_leaves_the_folder(name: str) -> None:
    """Whatever a wheel says."""
    with pytest.raises(installer.NotInstalledError, match="不该有的路径"):
        installer.place_of(name)


def test_the_installer_needs_nothing_that_the_embeddable_python_lacks() -> None:
    """It has no venv, no ensurepip, no tkinter; venv is only imported on Linux."""
    source = (SCRIPTS / "offline" / "installer.py").read_text("utf-8")
    top = set(re.findall(r"^(?:import|from) (\w+)", source, re.M))
    assert top.isdisjoint({"venv", "ensurepip", "tkinter", "distutils", "idlelib", "lib2to3"})
    assert top <= set(sys.stdlib_module_names) | {"__future__"}


def test_the_page_names_options_and_files_that_there_are(root: Path, built: Path) -> None:
    """What docs/offline-install.md says to type can be typed; its sizes are about right."""
    page = (root / "docs" / "offline-install.md").read_text("utf-8")
    source = (SCRIPTS / "offline" / "installer.py").read_text("utf-8")
    options = set(re.findall(r"(?<=\s)--(?:no-addins|desktop|target)\b", page))
    assert options == {"--no-addins", "--desktop", "--target"}
    assert all(f'"{option}"' in source for option in options)
    for name in ("install.bat", "install.sh", "uninstall.bat"):
        assert name in page
        assert (SCRIPTS / "offline" / name).is_file()
    for kind in ("zip", "tar.gz"):
        (made,) = built.glob(f"*.{kind}")
        said = re.search(rf"\.{re.escape(kind)}` \| 约 (\d+) MB", page)
        assert said is not None
        assert abs(int(said[1]) - made.stat().st_size / 1e6) < 5
    assert "XLTOOLS_SILENT" in (SCRIPTS / "offline" / "install.bat").read_text("ascii")
