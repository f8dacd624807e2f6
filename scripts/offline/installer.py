"""Install xltools out of an unpacked bundle: no network, no administrator, standard library only.

    python installer.py [--target FOLDER] [--no-addins] [--desktop]

On Windows the bundle's own Python is copied and used, on Linux an environment is made with the
Python that runs this. Wheels are unpacked here, since the embeddable Python has no pip.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
SUMS, VERSION = "SHA256SUMS", "python-version"
MARK = ".xltools-bundle"
FORMS = "空白自评表"
LIMITED = 1
WINDOWS = os.name == "nt"


class NotInstalledError(Exception):
    """The installation cannot go on; its text is one Chinese line."""


def main(argv: list[str] | None = None) -> int:
    """Install, and say what works; 2 if it is not installed or the main job does not work.

    Buttons that cannot be put in are told by their own command, and stop nothing.
    """
    args = _arguments(argv)
    target = args.target.expanduser().absolute()
    try:
        check_sums(HERE)
        check_python(HERE)
        print(f"安装到：{target}")
        make_room(target)
        python, packages = make_python(HERE, target)
        count = sum(1 for _ in unpack_wheels(HERE / "wheels", packages))
        print(f"已解开 {count} 个程序包，正在编译……")
        compileall.compile_dir(packages, quiet=2, workers=1)
        shutil.copytree(HERE / "forms", target / FORMS, dirs_exist_ok=True)
        commands(target, python)
    except NotInstalledError as error:
        print(f"没有安装：{error}")
        return 2
    except OSError as error:
        print(f"没有安装：{error}。如果是更新，请先关闭 Excel、WPS、LibreOffice 再试。")
        return 2
    if not args.no_addins:
        print("\n正在把按钮装进表格程序：")
        run(python, "addin", "install")
    if args.desktop:
        run(python, "addin", "install", "--desktop")
    print("\n自检：")
    status = run(python, "doctor")
    if status > LIMITED:
        print("\n主要功能不能用，请把上面的内容发给维护人员。")
        return 2
    print(f"\n安装完成。空白自评表在：{target / FORMS}")
    print(f"命令行：{command_file(target)}")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="离线安装 xltools，不需要管理员权限。")
    parser.add_argument("--target", type=Path, default=usual_target(), help="安装到哪个文件夹")
    parser.add_argument("--no-addins", action="store_true", help="不装按钮，只装程序")
    parser.add_argument("--desktop", action="store_true", help="加进右键菜单")
    return parser.parse_args(argv)


def usual_target() -> Path:
    """A folder that the user owns."""
    if WINDOWS:
        base = os.environ.get("LOCALAPPDATA")
        return (
            (Path(base) if base else Path.home() / "AppData" / "Local") / "Programs" / "xltools"
        )
    return Path.home() / ".local" / "lib" / "xltools"


# --- what must be right before anything is written


def check_sums(bundle: Path) -> None:
    """Compare every file with the list.

    Raises:
        NotInstalledError: a file is missing, damaged, or the list is.
    """
    try:
        listed = (bundle / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        raise NotInstalledError(f"没有 {SUMS}，请把压缩包完整解开。") from None
    for line in listed:
        expected, _, name = line.partition("  ")
        path = bundle / name
        if not path.is_file():
            raise NotInstalledError(f"缺少 {name}，请把压缩包完整解开。")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise NotInstalledError(f"{name} 与清单不符，压缩包可能损坏，请重新取得。")


def check_python(bundle: Path) -> None:
    """See to it that the wheels fit this Python.

    Raises:
        NotInstalledError: they are for another one, or for another kind of computer.
    """
    wanted = (bundle / VERSION).read_text(encoding="utf-8").strip()
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if own != wanted:
        raise NotInstalledError(f"这个安装包需要 Python {wanted}，现在用的是 {own}。")
    for wheel in (bundle / "wheels").glob("*.whl"):
        platform = wheel.stem.rpartition("-")[2]
        machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        arch = "amd64" if machine == "win_amd64" else machine.removeprefix("linux_")
        if platform != "any" and not platform.endswith(arch):
            raise NotInstalledError(f"这个安装包不适用于这种电脑（{arch}）：{wheel.name}")


def make_room(target: Path) -> None:
    """Empty the folder of a former installation, and of nothing else.

    Raises:
        NotInstalledError: something else is in it.
    """
    if target.exists() and any(target.iterdir()):
        if not (target / MARK).is_file():
            raise NotInstalledError(f"{target} 里有别的东西，请用 --target 另选一个空文件夹。")
        for name in ("python", "env"):
            if (target / name).exists():
                shutil.rmtree(target / name)
    target.mkdir(parents=True, exist_ok=True)
    (target / MARK).write_text("xltools\n", encoding="ascii")


# --- the installation


def make_python(bundle: Path, target: Path) -> tuple[Path, Path]:
    """Return the interpreter that runs xltools from now on, and its folder of packages."""
    if WINDOWS:
        shutil.copytree(bundle / "python", target / "python")
        packages = target / "python" / "Lib" / "site-packages"
        packages.mkdir(parents=True, exist_ok=True)
        return target / "python" / "python.exe", packages
    import venv  # the embeddable Python for Windows has none

    venv.EnvBuilder(symlinks=True, with_pip=False).create(target / "env")
    major, minor = sys.version_info[:2]
    packages = target / "env" / "lib" / f"python{major}.{minor}" / "site-packages"
    return target / "env" / "bin" / "python", packages


def unpack_wheels(wheels: Path, packages: Path) -> Iterator[str]:
    """Unpack every wheel; yields its name.

    Of the folder NAME.data only what belongs among packages is taken: no wheel of ours has
    scripts or headers that anybody calls.
    """
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                inside = place_of(name)
                if inside is None or name.endswith("/"):
                    continue
                path = packages.joinpath(*inside.parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
        yield wheel.name


def place_of(name: str) -> PurePosixPath | None:
    """Where a wheel's member goes below the packages; None for what is left out.

    Raises:
        NotInstalledError: it would leave the folder.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise NotInstalledError(f"程序包里有不该有的路径：{name}")
    if not path.parts[0].endswith(".data"):
        return path
    if len(path.parts) > 2 and path.parts[1] in ("purelib", "platlib"):
        return PurePosixPath(*path.parts[2:])
    return None


def commands(target: Path, python: Path) -> None:
    """Write the command `xltools`, and on Windows a copy of the uninstaller."""
    path = command_file(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    if WINDOWS:
        path.write_bytes(b'@"%~dp0python\\python.exe" -X utf8 -m xltools %*\r\n')
        shutil.copyfile(HERE / "uninstall.bat", target / "uninstall.bat")
        return
    path.write_text(f'#!/bin/sh\nexec "{python}" -m xltools "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def command_file(target: Path) -> Path:
    """The command that people type."""
    return target / "xltools.cmd" if WINDOWS else target / "bin" / "xltools"


def run(python: Path, *arguments: str) -> int:
    """Run xltools as it was just installed; what it says is for the user."""
    sys.stdout.flush()
    command = [str(python), "-X", "utf8", "-m", "xltools", *arguments]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
