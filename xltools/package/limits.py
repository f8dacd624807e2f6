"""Every size and time above which a file is refused, in one place, and each may be set otherwise.

The sizes were chosen from 2,800 real workbooks: the largest honest one has 1,033 members, 60 MB
inflated, a part of 57 MB and a box of 353,052 cells. Beyond these a file is an accident or an attack.

    limits.FILE_BYTES    what holds now: the default, or what `settings.toml` says under [limits]

The settings are read when the first of them is asked for, in each process that reads files.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.errors import SettingsError
from xltools.settings import meant, section, settings_file

MEGABYTE = 1 << 20

# --- what Excel itself holds; nobody can set it otherwise

ROWS = 1_048_576
COLUMNS = 16_384
TEXT_LENGTH = 32_767
"""Characters (UTF-16 units) that Excel keeps in one cell."""

AT_HAND_BYTES = 4 * MEGABYTE
"""XML of an .xlsx, or text of a .csv, up to which our own readers of bytes may read it in this process.

A form of ours has 0.2 MB. What is larger, and whatever goes through calamine, xlrd or lxml, is read
in a process of its own, which may cost `READ_SECONDS` (for each 10 MB) and `READ_MEGABYTES`.
"""

# --- what may be set

FILE_BYTES: int
MEMBERS: int
PART_BYTES: int
TOTAL_BYTES: int
BOX_CELLS: int
MERGES: int
READ_SECONDS: float
READ_MEGABYTES: int
SUMMARY_BYTES: int
SUMMARY_SECONDS: float
SUMMARY_MEGABYTES: int
CLICK_BYTES: int
PARAGRAPH_CHARACTERS: int
REPORT_CHARACTERS: int

Use: TypeAlias = Literal["file", "collect"]
"""Of every file that is read, or of a collection, whose rules (`--rules`) may say otherwise."""


class Limit(Struct, frozen=True):
    """One limit: its key in the settings, what holds without them, and what may be set.

    `name` is the constant of this module, in units of the key times `unit`; "" for those of a
    collection, which `returns.rules` has.
    """

    key: str
    default: int
    least: int
    most: int
    what: str
    name: str = ""
    unit: int = 1

    @property
    def use(self) -> Use:
        """Who is bound by it."""
        return "file" if self.name else "collect"


LIMITS = (
    Limit("file_megabytes", 20, 1, 2_000, "一个表格文件的大小（MB）", "FILE_BYTES", MEGABYTE),
    Limit("members", 1_000, 50, 100_000, "一个 .xlsx 内部的部件数", "MEMBERS"),
    Limit("part_megabytes", 64, 1, 4_000, "其中一个部件解压后的大小（MB）", "PART_BYTES", MEGABYTE),
    Limit("total_megabytes", 200, 1, 8_000, "全部部件解压后的大小（MB）", "TOTAL_BYTES", MEGABYTE),
    Limit("box_cells", 2_000_000, 10_000, 200_000_000, "一张工作表从 A1 到最后一格的格数", "BOX_CELLS"),
    Limit("merges", 10_000, 100, 1_000_000, "一张工作表的合并单元格数", "MERGES"),
    Limit("read_seconds", 20, 1, 3_600, "单独读一个文件的时间（秒，每 10 MB）", "READ_SECONDS"),
    Limit("read_megabytes", 1_024, 256, 65_536, "单独读一个文件的内存（MB）", "READ_MEGABYTES"),
    Limit("summary_megabytes", 256, 1, 4_000, "收回的汇总表的大小（MB）", "SUMMARY_BYTES", MEGABYTE),
    Limit("summary_seconds", 60, 1, 3_600, "读汇总表的时间（秒）", "SUMMARY_SECONDS"),
    Limit("summary_memory_megabytes", 2_048, 256, 65_536, "读汇总表的内存（MB）", "SUMMARY_MEGABYTES"),
    Limit("click_megabytes", 32, 1, 1_000, "WPS 加载项一次送来的内容（MB）", "CLICK_BYTES", MEGABYTE),
    # of two hundred published reports the longest has 16,000, and the longest paragraph 560
    Limit("paragraph_characters", 5_000, 500, 100_000, "要审核的报告里一段、一格的字数", "PARAGRAPH_CHARACTERS"),
    Limit("report_characters", 500_000, 10_000, 50_000_000, "要审核的一份报告的字数", "REPORT_CHARACTERS"),
    Limit("seconds", 20, 1, 3_600, "收表时读一个文件的时间（秒）"),
    Limit("megabytes", 1_024, 256, 65_536, "收表时一个读表进程的内存（MB）"),
    Limit("archive_megabytes", 1_024, 1, 100_000, "压缩包解开后的总大小（MB）"),
    Limit("archive_members", 20_000, 1, 10_000_000, "压缩包里的文件数"),
    Limit("archive_depth", 4, 1, 20, "压缩包套压缩包的层数"),
)  # fmt: skip
"""All of them, as docs/security.md lists them."""

_NOT_ABOVE = (("part_megabytes", "total_megabytes"), ("file_megabytes", "total_megabytes"))
"""A part is in the whole, and so is what lies in the file."""


def __getattr__(name: str) -> float:
    """Whatever may be set is known from its first use on."""
    if any(each.name == name for each in LIMITS):
        load()
        found: float = globals()[name]
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load() -> dict[str, int]:
    """Read the settings, let them hold from now on, and return all limits by their keys.

    Raises:
        SettingsError: one of them is senseless; names the file, the key and what may stand there.
    """
    values = {each.key: each.default for each in LIMITS} | set_by_user()
    for low, high in _NOT_ABOVE:
        if values[low] > values[high]:
            raise SettingsError(
                f"设置文件“{settings_file()}”里 [limits] {low}（{values[low]}）"
                f"不能大于 {high}（{values[high]}），请一起改。"
            )
    for each in LIMITS:
        if each.name:
            globals()[each.name] = values[each.key] * each.unit
    return values


def set_by_user() -> dict[str, int]:
    """What the settings change, by key.

    Raises:
        SettingsError: one of them is senseless.
    """
    known = {each.key: each for each in LIMITS}
    found = dict(section("limits"))
    for key, value in found.items():
        limit = known.get(key)
        if limit is None:
            raise SettingsError(
                f"设置文件“{settings_file()}”的 [limits] 里没有 {key} 这一项{meant(key, tuple(known))}。"
            )
        complaint = wrong(limit, value)
        if complaint:
            raise SettingsError(f"设置文件“{settings_file()}”里 [limits] {complaint}")
    return found


def wrong(limit: Limit, value: object) -> str:
    """What is wrong with a value for a limit and what to do; "" if it makes sense."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    part = isinstance(value, float) and limit.key.endswith("seconds")
    if (whole or part) and limit.least <= value <= limit.most:  # type: ignore[operator]
        return ""
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return (
        f"{limit.key} = {shown[:40]} 不对：{limit.what}应是 {limit.least} 到 {limit.most} 之间的{'数' if limit.key.endswith('seconds') else '整数'}。"
        f"请改正，或删去这一行，用原来的 {limit.default}。"
    )
