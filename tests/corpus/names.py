"""Names of files, and what lies on the disk that is no file."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from corpus.base import Base, Group

GROUP = Group("names")
VARIANTS = GROUP.variants


def _named(name: str, file: str | bytes, data: bytes | None = None) -> None:
    """The form, or other bytes, under a name."""

    def lay(base: Base, folder: Path) -> Path:
        inside = folder / name
        inside.mkdir()
        path = inside / os.fsdecode(file)
        path.write_bytes(base.data if data is None else data)
        return path

    GROUP.lay(name, lay)


_named("of_255_bytes", "长" * 83 + "x.xlsx")
_named("with_a_line_break", "自评\n表.xlsx")
_named("with_a_line_break_and_broken", "自评\n表.xlsx", b"PK\x03\x04")
_named("right_to_left_and_broken", "自评\u202excod.xlsx", b"PK\x03\x04")
_named("with_control_characters", "自评\x1b[31m表\x07.xlsx")
_named("right_to_left", "自评\u202excod.xlsx")
_named("with_emoji", "自评🙂表.xlsx")
_named("not_utf8", b"\xd7\xd4\xc6\xc0\xb1\xed.xlsx")
_named("bytes_that_are_no_text", b"\xff\xfe\xfd.xlsx")
_named("with_a_leading_dash", "-o.xlsx")
_named("with_spaces_at_the_ends", " 自评表 .xlsx")
_named("with_percent_and_braces", "%s{0}%n.xlsx")
_named("with_quotes", "自评\"'`$(id);表.xlsx")
_named("with_an_equals_sign", "=cmd|' calc'!A0.xlsx")
_named("of_a_device_of_windows", "CON.xlsx")
_named("with_a_dot_at_the_end", "自评表.xlsx.")
_named("only_an_ending", ".xlsx")
_named("two_endings", "自评表.xlsx.exe")
_named("lock_file", "~$自评表.xlsx", b"\x03abc" + bytes(161))
_named("lock_file_that_is_a_form", "~$自评表.xlsx")
_named("mac_double", "._自评表.xlsx", b"\0\x05\x16\x07" + bytes(100))
_named("ds_store", ".DS_Store", b"\0\0\0\x01Bud1" + bytes(120))
_named("thumbs", "Thumbs.db", b"\xd0\xcf\x11\xe0" + bytes(508))
_named("desktop_ini", "desktop.ini", b"[.ShellClassInfo]")
_named("temporary", "自评表.xlsx.tmp", b"PK\x03\x04")
_named("half_downloaded", "自评表.xlsx.crdownload", b"PK\x03\x04")
_named("chat_half_received", "自评表.xlsx.wxwork", b"PK\x03\x04")
_named("wps_temporary", "~WRL0003.tmp", b"\xd0\xcf\x11\xe0" + bytes(508))
_named("zone_identifier", "自评表.xlsx:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
_named("litter_that_is_a_form", "自评表.xlsx~")
_named("litter_that_is_none", "自评表.xlsx~", b"x")
_named("shortcut", "自评表.xlsx.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(100))


def _fifo(base: Base, folder: Path) -> Path:
    path = folder / "管道.xlsx"
    os.mkfifo(path)
    return path


def _socket(base: Base, folder: Path) -> Path:
    path = folder / "s.xlsx"
    here = Path.cwd()
    os.chdir(folder)  # a socket's whole path may have a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)
    return path


def _link(name: str, target: str) -> None:
    """A symbolic link that leads there."""

    def lay(base: Base, folder: Path) -> Path:
        path = folder / f"{name}.xlsx"
        path.symlink_to(target)
        return path

    GROUP.lay(name, lay)


def _linked_form(base: Base, folder: Path) -> Path:
    (folder / "目标.xlsx").write_bytes(base.data)
    path = folder / "链到自评表.xlsx"
    path.symlink_to("目标.xlsx")
    return path


def _folder(base: Base, folder: Path) -> Path:
    path = folder / "是文件夹.xlsx"
    path.mkdir()
    (path / "里面.xlsx").write_bytes(base.data)
    return path


def _folder_loop(base: Base, folder: Path) -> Path:
    path = folder / "回到上层"
    path.symlink_to("..")
    return path


def _sparse(base: Base, folder: Path) -> Path:
    """Eight gigabytes that take no room."""
    path = folder / "八个吉.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(8 << 30)
    return path


def _hard_link(base: Base, folder: Path) -> Path:
    (folder / "原名.xlsx").write_bytes(base.data)
    path = folder / "硬链接.xlsx"
    path.hardlink_to(folder / "原名.xlsx")
    return path


def _read_only(base: Base, folder: Path) -> Path:
    path = folder / "只读.xlsx"
    path.write_bytes(base.data)
    path.chmod(0o444)
    return path


GROUP.lay("pipe", _fifo)
GROUP.lay("socket", _socket)
_link("link_to_a_device", "/dev/zero")
_link("link_to_nowhere", "没有.xlsx")
_link("link_to_memory", "/proc/self/mem")
_link("link_to_itself", "link_to_itself.xlsx")
GROUP.lay("link_to_a_form", _linked_form)
GROUP.lay("link_to_the_folder_above", _folder_loop)
GROUP.lay("folder", _folder)
GROUP.lay("eight_gigabytes", _sparse)
GROUP.lay("hard_link", _hard_link)
GROUP.lay("read_only", _read_only)
