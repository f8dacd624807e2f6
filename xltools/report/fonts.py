"""The fonts of official documents, and what stands in for them where they are missing.

Word and WPS bring the originals or ask their maker's list; LibreOffice on a server takes any
font that has the characters, often one with Japanese forms.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

_SERIF = ("Source Han Serif SC", "Noto Serif CJK SC", "AR PL UMing CN", "WenQuanYi Zen Hei")
_SANS = ("Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")
STAND_INS: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋", "FangSong", "STFangsong", "FandolFang R", *_SERIF, *_SANS),
    "楷体_GB2312": ("楷体", "KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN", *_SERIF, *_SANS),
    "黑体": ("SimHei", "STHeiti", *_SANS),
    "宋体": ("SimSun", "STSong", *_SERIF, *_SANS),
    "方正小标宋简体": (
        "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "宋体", "SimSun",
        *_SERIF, *_SANS,
    ),
    "Times New Roman": ("Liberation Serif", "Tinos", "TeX Gyre Termes", "Noto Serif CJK SC"),
}  # fmt: skip


USUAL = frozenset(STAND_INS) | {
    "仿宋", "FangSong", "楷体", "KaiTi", "SimHei", "SimSun", "新宋体", "NSimSun", "微软雅黑",
    "Microsoft YaHei", "等线", "DengXian", "等线 Light", "华文中宋", "华文仿宋", "华文楷体", "华文宋体",
    "华文细黑", "隶书", "幼圆", "方正小标宋_GBK", "方正仿宋_GBK", "方正黑体_GBK", "方正楷体_GBK",
    "Arial", "Calibri", "Calibri Light", "Cambria", "Cambria Math", "Courier New", "Symbol",
    "Tahoma", "Verdana", "Wingdings", "Liberation Sans", "Liberation Serif", "DejaVu Sans",
    "Noto Sans CJK SC", "Noto Serif CJK SC", "Source Han Sans SC", "Source Han Serif SC",
}  # fmt: skip
"""What Word, WPS or LibreOffice bring along, or replace by one that looks alike."""


def missing_fonts() -> list[str]:
    """Return the fonts of official.docx that this machine lacks; [] where nobody can tell."""
    installed = installed_fonts()
    return [name for name in STAND_INS if installed and name not in installed]


def stand_ins() -> dict[str, str]:
    """Return what to use for each missing font: the first stand-in that is installed."""
    installed = installed_fonts()
    found = {}
    for name in missing_fonts():
        for other in STAND_INS[name]:
            if other in installed:
                found[name] = other
                break
    return found


@lru_cache(maxsize=1)
def installed_fonts() -> frozenset[str]:
    """Return the families that fontconfig knows, by every name; empty without fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(
            [program, ":", "family"], capture_output=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))
