"""The project bears one name throughout (S1: a report that was copied from another's)."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding
from xltools.widths import one_width

_SHORTEST = 8
"""Shorter names (工作经费) are parts of many others."""
_ALIKE = 6
"""So many characters, and half the name, must agree before another name is one for the same."""
_LONGEST = 20
_NO_NAME = 120
"""What is longer is a text that got into the wrong cell, and would be looked for at each of its signs."""
_BREAKS = frozenset(" ,.;:!?()[]\"'，。；：、！？（）〔〕【】《》“”‘’\n和及与等")
_GENERAL = ("项目", "经费", "资金", "专项")


def texts_name_this_project(context: Context) -> Iterator[Finding]:
    """喀什政府网站宣传项目 in the report of 喀什政府网站网络运行维护项目: whose report is it?

    A name that begins as the project's does and then goes on otherwise, up to the word 项目.
    """
    entry = context.evaluation.fields.get("project_name")
    own = _core(entry.text or "") if entry else ""
    if not _SHORTEST <= len(own) <= _NO_NAME:
        return
    begin = own[: max(_ALIKE, (len(own) + 1) // 2)]
    for key, text in context.texts():
        folded = context.folded(text)
        if begin not in folded or key == "project_name":
            continue
        others = dict.fromkeys(_others(folded, begin, own))
        for other in others:
            yield Code.PROJECT_NAMED_OTHERWISE.at(
                text.place, text.label, label=text.label, found=f"{other}项目",
                name=entry.text if entry else "",
            )  # fmt: skip


def _others(text: str, begin: str, own: str) -> Iterator[str]:
    """Names in the text that share the beginning of the project's own and are not it."""
    at = text.find(begin)
    while at >= 0:
        behind = at + len(begin)
        end = text.find("项目", behind, behind + _LONGEST + 2)
        name = text[at:end] if end >= 0 else ""
        if name and not _BREAKS & set(name) and not _same(name, own):
            yield name
        at = text.find(begin, at + 1)


def _same(name: str, own: str) -> bool:
    """True if one is the other with something added or left out at its end."""
    return name.startswith(own) or own.startswith(_core(name))


def _core(name: str) -> str:
    """A name without width, spaces and the general word behind it."""
    core = "".join(_folded(name).split()).strip("“”\"'")
    for word in _GENERAL:
        core = core.removesuffix(word)
    return core


def _folded(text: str) -> str:
    return one_width(text)


RULES: tuple[Rule, ...] = (texts_name_this_project,)
"""One rule."""
