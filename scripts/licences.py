"""Write docs/licences.md: under which licence each thing is that xltools brings along or needs.

    python scripts/licences.py [--check]

The packages are those of the bundles for offices without internet, by requirements.lock; licences are
read from the metadata and licence files of what is installed. What is under none of the licences below, or
names one that forbids what an office does with it, ends the script.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import bundle

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "licences.md"

ALLOWED = {
    "MIT": "保留版权声明即可",
    "BSD-2-Clause": "保留版权声明即可",
    "BSD-3-Clause": "保留版权声明，不得借其名义宣传",
    "BSD-4-Clause": "同上；宣传材料提到它的功能时要致谢",
    "Apache-2.0": "保留声明，注明改动",
    "PSF-2.0": "保留版权声明即可",
    "LGPL-3.0-only": "原样调用、可以替换，不影响其他部分",
    "LGPL-3.0-or-later": "原样调用、可以替换，不影响其他部分",
}
"""What a bundle may hold, and what the licence asks for, in a word."""

_FORBIDDEN = re.compile(
    r"(?i)affero|polyform|server side public|sspl|commons clause|elastic license|business source"
    r"|non-?commercial (?:use|purposes) only|only for non-?commercial|proprietary"
)

_ABSENT = {"pywin32": ("312", "PSF-2.0")}
"""Packages for Windows only: their version, and the licence that their metadata states."""

_BESIDE = (
    (
        "CPython（Windows 包，3.11.9）",
        "PSF-2.0",
        "解释器，python.org 的 embeddable 版，内有 OpenSSL（Apache-2.0）、SQLite（公有领域）、zlib（Zlib）等",
    ),
    ("xltools 本身、表样、模板、加载项", "Apache-2.0", "见 LICENSE"),
)
"""What a bundle holds besides packages."""

_INSIDE = {
    "isal": "内有编译好的 ISA-L（BSD-3-Clause，Intel）",
    "lxml": "内有 libxml2、libxslt（MIT）",
    "psycopg-binary": "内有 libpq（PostgreSQL）、OpenSSL（Apache-2.0）、krb5、OpenLDAP 等",
    "pyarrow": "内有 Apache Arrow C++ 及其依赖，见包内 NOTICE",
    "python-calamine": "内有编译好的 Rust 程序库 calamine（MIT）",
    "xlrd": "一小部分代码出自 BSD-4-Clause 的程序",
    "xlwings": "不带 xlwings/pro 文件夹（PolyForm），打包时去掉",
}
"""What is compiled into a package, or left out of it."""


class Licensed(NamedTuple):
    """One package with its licence, as an SPDX expression, and where it goes."""

    name: str
    version: str
    licence: str
    systems: tuple[str, ...]


def main(argv: list[str]) -> int:
    """Write the page, or with `--check` only say whether it is current."""
    text = page()
    if "--check" in argv:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {len(bundled())} packages")
    return 0


def bundled() -> list[Licensed]:
    """The packages of the bundles, by name.

    Raises:
        SystemExit: of one of them the licence is unknown, or none that may be bundled.
    """
    packages = bundle.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    versions: dict[str, str] = {}
    for system in ("windows", "linux"):
        for each in bundle.needed(packages, bundle.environment(system, bundle.LINUX_PYTHON)):
            found.setdefault(each.name, []).append(system)
            versions[each.name] = each.version
    return [
        Licensed(name, versions[name], _licence(name, versions[name]), tuple(systems))
        for name, systems in sorted(found.items())
    ]


def _licence(name: str, version: str) -> str:
    """The licence of a package as an SPDX expression."""
    if name in _ABSENT:
        known, licence = _ABSENT[name]
        if known != version:
            raise SystemExit(
                f"licences: {name} {version}: look up its licence (known: {known})"
            )
        return licence
    package = metadata.distribution(name)
    if package.version != version:
        raise SystemExit(f"licences: {name} {package.version} is installed, not {version}")
    texts = dict(licence_texts(package))
    for file, text in texts.items():
        if not _is_left_out(name, file) and _FORBIDDEN.search(text):
            raise SystemExit(f"licences: {name}: {file} names a licence that forbids its use")
    licence = str(package.metadata.get("License-Expression") or _stated(package, texts))
    unknown = set(re.split(r" (?:AND|OR) ", licence)) - ALLOWED.keys()
    if unknown:
        raise SystemExit(f"licences: {name} {version}: {licence or 'no licence'}")
    return licence


def _is_left_out(name: str, file: str) -> bool:
    """True for what `bundle.without_pro` takes out."""
    return name == "xlwings" and ("/pro/" in f"/{file}" or file.endswith("LICENSE_PRO.txt"))


def licence_texts(package: metadata.Distribution) -> Iterator[tuple[str, str]]:
    """The licence files of an installed package."""
    for file in package.files or ():
        if re.search(r"(?i)(^|/)(licen[cs]e|copying|notice)[^/]*$", str(file)):
            path = Path(str(file.locate()))
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                yield str(file), path.read_text(encoding="utf-8", errors="replace")


def _stated(package: metadata.Distribution, texts: dict[str, str]) -> str:
    """The licence of a package whose metadata has no expression: by its files, else by its words."""
    found = {kind for text in texts.values() for kind in _kinds(text)}
    if found:
        return " AND ".join(sorted(found))
    words = " ".join(
        (
            str(package.metadata.get("License") or ""),
            *(
                each
                for each in package.metadata.get_all("Classifier") or ()
                if "License" in each
            ),
        )
    )
    for sign, kind in (("LGPL", "LGPL-3.0-or-later"), ("MIT", "MIT"), ("Apache", "Apache-2.0"),
                       ("3-Clause", "BSD-3-Clause"), ("2-Clause", "BSD-2-Clause")):  # fmt: skip
        if sign.lower() in words.lower():
            return kind
    return words.strip()


def _kinds(text: str) -> Iterator[str]:
    plain = " ".join(text.split())
    if "Apache License" in plain and "Version 2.0" in plain:
        yield "Apache-2.0"
    if "GNU LESSER GENERAL PUBLIC LICENSE" in plain:
        yield "LGPL-3.0-or-later"
    if "Permission is hereby granted, free of charge" in plain:
        yield "MIT"
    for part in plain.split("Redistribution and use in source and binary forms")[1:]:
        if "advertising materials" in part:
            yield "BSD-4-Clause"
        elif re.search(
            r"(?i)neither the names? of|none of the names of|name of .{1,60} may not be used",
            part,
        ):
            yield "BSD-3-Clause"
        else:
            yield "BSD-2-Clause"


def page() -> str:
    """The page as it has to be."""
    packages = bundled()
    rows = [
        f"| {each.name} | {each.version} | {each.licence} | {_shown(each.systems)} | {_INSIDE.get(each.name, '')} |"
        for each in packages
    ]
    used = sorted(
        {kind for each in packages for kind in re.split(r" (?:AND|OR) ", each.licence)}
    )
    asks = [f"| {kind} | {ALLOWED[kind]} |" for kind in used]
    beside = [f"| {name} | {licence} | {note} |" for name, licence, note in _BESIDE]
    return "\n".join((
        "# 随包的程序与许可证 Licences of what is bundled",
        "",
        "*In English: every package that `make bundle` puts into the packages for offices without internet, with the"
        " licence read from its metadata. Generated by `scripts/licences.py` from requirements.lock; a test keeps it"
        " current and refuses AGPL, PolyForm, non-commercial and unknown licences.*",
        "",
        "本页由 `python scripts/licences.py` 根据 requirements.lock 和已安装的包的元数据生成，测试保证它与锁定的版本一致。",
        "随包的只有下列许可证；AGPL、PolyForm、限制商用和说不清的，生成时就会报错。各包的许可证原文在各自的 wheel 里。",
        "",
        "| 许可证 | 使用时要做的 |",
        "|---|---|",
        *asks,
        "",
        "## 程序库",
        "",
        "| 包 | 版本 | 许可证 | 用于 | 说明 |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "LGPL 的包以原样的 wheel 随附，单独安装，可以换成别的版本；xltools 只调用它们。",
        "",
        "## 其他",
        "",
        "| 内容 | 许可证 | 说明 |",
        "|---|---|---|",
        *beside,
        "",
        "LibreOffice、WPS、Microsoft Office、PostgreSQL 服务器和中文字体不随包，由单位自己安装。",
        "开发和测试用的程序（pytest、ruff、mypy 等）不随包。",
        "",
    ))  # fmt: skip


def _shown(systems: tuple[str, ...]) -> str:
    return (
        "Windows、Linux"
        if len(systems) == 2
        else "Windows"
        if systems == ("windows",)
        else "Linux"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
