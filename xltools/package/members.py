"""The members of a zip file: directory read, every one inflated once and checked.

The standard library's `zipfile` costs half a bare interpreter start and hides the raw
bytes, which a patch must copy unread. calamine does not check CRCs: a flipped bit would
become another score.
"""

from __future__ import annotations

import struct
from functools import lru_cache

from msgspec import Struct

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.inflating import FAILURES, checksum, inflate
from xltools.package.recall import recall, remember

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LENGTHS = struct.Struct("<2H")
_AT_LENGTHS = 26
"""Where a local header says how long its name and its extra field are."""

STORED, DEFLATED = 0, 8
ENCRYPTED_FLAG, DESCRIPTOR_FLAG, UTF8_FLAG = 0x1, 0x8, 0x800
_ZIP64 = 0xFFFFFFFF


class Member(Struct, frozen=True):
    """One member: where it lies in the file, and its line in the directory.

    `start` is its local header, `body` its compressed bytes, `end` where the next member
    or the directory begins: what lies between `start` and `end` is copied as it is.
    """

    name: str
    start: int
    body: int
    end: int
    method: int
    crc: int
    packed_size: int
    size: int
    central: bytes


class Archive(Struct, frozen=True):
    """A whole zip file; `members` in the order of its directory, `tail` its end record."""

    data: bytes
    members: tuple[Member, ...]
    tail: bytes

    def inflate(self, member: Member, label: str) -> bytes:
        """Return the member's content, its size and CRC checked.

        Raises:
            NotAWorkbookError: the content is not what the directory says.
        """
        packed = self.data[member.body : member.body + member.packed_size]
        if member.method == STORED:
            content = packed
        else:
            mark = (member.crc, member.size, member.packed_size)
            known = recall(mark, packed)
            if known is not None:
                return known
            try:
                # one byte more than declared shows a lie without inflating all of it
                content = inflate(packed, member.size + 1)
            except FAILURES:
                raise damaged(label, f"{member.name} 无法解压") from None
        if len(content) != member.size or checksum(content) != member.crc:
            raise damaged(label, f"{member.name} 校验不符")
        if member.method != STORED:
            remember(mark, packed, content)
        return content


def damaged(label: str, reason: str) -> NotAWorkbookError:
    """The error for a file whose bytes contradict themselves."""
    return NotAWorkbookError(
        f"“{label}”已损坏（{reason}）。请用 Excel 或 WPS 打开后另存，或请对方重新发送。"
    )


def read_archive(data: bytes, label: str) -> Archive:
    """Return the zip's directory, all limits checked; nothing is inflated yet.

    `label` is what the file is called in messages.

    Raises:
        NotAWorkbookError: truncated, ambiguous, encrypted, too large or otherwise odd.
    """
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(data):
        raise damaged(label, "文件不完整，可能没有下载完或没有传完")
    _, disk, first_disk, here, count, size, offset, comment = END.unpack_from(data, at)
    if at + END.size + comment > len(data):
        raise damaged(label, "文件末尾被截断")
    if count == 0xFFFF or _ZIP64 in (size, offset):
        raise NotAWorkbookError(
            f"“{label}”采用了少见的 ZIP64 格式。请用 Excel 或 WPS 打开后另存为 .xlsx。"
        )
    if disk or first_disk or here != count or offset + size != at:
        raise damaged(label, "压缩目录不一致")
    if count > limits.MEMBERS:
        raise NotAWorkbookError(
            f"“{label}”内有 {count} 个部件，超过 {limits.MEMBERS} 个，不像一份自评表。"
            "请用 Excel 或 WPS 新建工作簿并复制内容后再试。"
        )
    if not count:
        raise damaged(label, "压缩包是空的")
    entries = list(_entries(data, offset, at, count, label))
    members = _place(data, entries, offset, label)
    _check_names(members, label)
    _check_sizes(members, label)
    return Archive(data, members, data[at : at + END.size + comment])


def _entries(
    data: bytes, at: int, end: int, count: int, label: str
) -> list[tuple[tuple[int, ...], str, bytes]]:
    """The lines of the directory: numbers, name, raw bytes."""
    entries = []
    for _ in range(count):
        if at + CENTRAL.size > end:
            raise damaged(label, "压缩目录不完整")
        numbers = CENTRAL.unpack_from(data, at)
        name_end = at + CENTRAL.size + numbers[10]
        last = name_end + numbers[11] + numbers[12]
        if numbers[0] != b"PK\x01\x02" or last > end:
            raise damaged(label, "压缩目录不完整")
        raw = data[at + CENTRAL.size : name_end]
        entries.append((numbers, _decode(raw, numbers[3] & UTF8_FLAG), data[at:last]))
        at = last
    if at != end:
        raise damaged(label, "压缩目录不一致")
    return entries


@lru_cache(maxsize=512)
def _decode(raw: bytes, flags: int) -> str:
    """A member's name; some old writers put backslashes where slashes belong."""
    try:
        name = raw.decode("utf-8" if flags & UTF8_FLAG else "ascii")
    except UnicodeDecodeError:
        name = raw.decode("utf-8", "replace")
    return name.replace("\\", "/")


def _place(
    data: bytes, entries: list[tuple[tuple[int, ...], str, bytes]], directory: int, label: str
) -> tuple[Member, ...]:
    """Find every member's bytes; they must not overlap each other or the directory."""
    starts = sorted([numbers[16] for numbers, _, _ in entries])
    ends = dict(zip(starts, [*starts[1:], directory], strict=True))
    members = []
    for numbers, name, central in entries:
        _, _, _, flags, method, _, _, crc, packed, size, named, *_, start = numbers
        if _ZIP64 in (packed, size, start):
            raise NotAWorkbookError(
                f"“{label}”采用了少见的 ZIP64 格式。请用 Excel 或 WPS 打开后另存为 .xlsx。"
            )
        if flags & ENCRYPTED_FLAG:
            raise NotAWorkbookError(
                f"“{label}”里的内容设了密码。请在 Excel 或 WPS 中取消密码后再试。"
            )
        if method not in (STORED, DEFLATED):
            raise NotAWorkbookError(
                f"“{label}”用了不支持的压缩方式（{method}）。请用 Excel 或 WPS 打开后另存。"
            )
        body = start + LOCAL.size
        if body > directory or data[start : start + 4] != b"PK\x03\x04":
            raise damaged(label, f"{name} 的位置不对")
        name_length, extra_length = LENGTHS.unpack_from(data, start + _AT_LENGTHS)
        local_name = data[body : body + name_length]
        body += name_length + extra_length
        raw_name = central[CENTRAL.size : CENTRAL.size + named]
        end = ends[start]
        if local_name != raw_name or body + packed > end:
            raise damaged(label, f"{name} 与压缩目录不符")
        members.append(Member(name, start, body, end, method, crc, packed, size, central))
    return tuple(members)


def _check_names(members: tuple[Member, ...], label: str) -> None:
    seen: set[str] = set()
    for member in members:
        key = _key(member.name)
        if key in seen:
            raise damaged(label, f"内部有两个同名部件 {member.name}")
        seen.add(key)
        if not _is_allowed(key):
            raise damaged(label, f"内部部件名不合法：{member.name!a}")


_key = lru_cache(maxsize=512)(str.lower)
"""Workbooks call their parts alike."""


@lru_cache(maxsize=512)
def _is_allowed(key: str) -> bool:
    """False for a name that leads out of the package."""
    return not (key.startswith("/") or ".." in key.split("/") or ":" in key or "\0" in key)


def _check_sizes(members: tuple[Member, ...], label: str) -> None:
    sizes = [member.size for member in members]
    largest, total = max(sizes, default=0), sum(sizes)
    if largest > limits.PART_BYTES or total > limits.TOTAL_BYTES:
        raise NotAWorkbookError(
            f"“{label}”解压后有 {total // limits.MEGABYTE} MB，超过上限"
            f"（单个部件 {limits.PART_BYTES // limits.MEGABYTE} MB，"
            f"合计 {limits.TOTAL_BYTES // limits.MEGABYTE} MB）。请删去多余的工作表或图片后再试。"
        )
