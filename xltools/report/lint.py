"""Everything that is wrong with a report template, all of it at once.

A template is read against the form it is for, its sentences are followed into every branch,
its headings are counted, its Word file is searched for styles and fonts; in the end a report
is written of an empty form, of a filled one and of two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import nodes

from xltools.errors import TemplateError
from xltools.patterns import Pattern
from xltools.profile import Profile
from xltools.report import document
from xltools.report.adopt import Chosen, chosen_for
from xltools.report.attributes import Asked
from xltools.report.blocks import Text
from xltools.report.faults import Fault, meant
from xltools.report.outline import outline_faults
from xltools.report.places import shown
from xltools.report.prepare import Prepared, examine_template, known_to
from xltools.report.sample import empty_form, filled_form, half_filled_form
from xltools.report.sentences import ROW
from xltools.report.several import Form
from xltools.report.templates import read_leniently
from xltools.report.text import MISSING
from xltools.report.typefaces import font_faults

_BLOCK = Pattern(r"第 (\d+) 块")


def lint_template(path: Path, profile: Profile) -> list[Fault]:
    """Return all faults of a template for the forms of this profile, in the order of the file.

    Raises:
        TemplateError: report.toml cannot be read at all.
    """
    try:
        chosen = chosen_for(profile, path)
    except TemplateError as error:  # for another form altogether: all would be unknown
        return [*read_leniently(path).faults, Fault(shown(path), str(error))]
    profile = chosen.profile
    filled, half = filled_form(profile), half_filled_form(profile)
    names = _all_told(chosen.gathered([filled]).names, chosen.gathered([half]).names)
    prepared = examine_template(path, known_to(profile, names))
    faults = [*prepared.faults, *_attribute_faults(prepared, names)]
    faults += outline_faults(prepared.template.blocks)
    faults += _style_faults(prepared)
    faults += font_faults(prepared.base)
    faults += _text_faults(prepared, profile)
    if not any(fault.severity == "error" for fault in faults):
        trials: list[list[Form]] = [[empty_form(profile)], [filled], [half]]
        if prepared.template.scope == "unit":
            trials.append([filled, half])
        faults += _trial_faults(prepared, trials, chosen)
    return sorted(dict.fromkeys(faults), key=_order)


def _order(fault: Fault) -> int:
    """The number of the block; what concerns no block stands first."""
    found = _BLOCK.search(fault.where)
    return int(found[1]) if found is not None else 0


def _all_told(names: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The names with what is empty in one form taken from another: unscored, unit.ungraded."""
    found: dict[str, Any] = {}
    for key, value in names.items():
        instead = other.get(key)
        if isinstance(value, dict) and isinstance(instead, dict) and type(value) is dict:
            found[key] = _all_told(value, instead)
        else:
            found[key] = instead if value in (None, [], ()) else value
    return found


# --- what sentences ask for


def _attribute_faults(prepared: Prepared, names: dict[str, Any]) -> Iterator[Fault]:
    """Yield attributes that no data has; a named sentence is asked of all it is said of."""
    trees = {parsed.source: parsed.tree for parsed, _ in prepared.parsed}
    named = prepared.template.named
    places = {parsed.source: where for parsed, where in prepared.parsed}
    waiting: list[tuple[str, Any]] = []
    done: set[tuple[str, str]] = set()
    for parsed, where in prepared.parsed:
        if parsed.tree is None or parsed.source in named.values():
            continue
        asked = Asked(names)
        asked.walk(parsed.tree)
        waiting += asked.said
        yield from (Fault(where, fault) for fault in asked.faults)
    while waiting:
        name, row = waiting.pop()
        tree = trees.get(named.get(name, ""))
        if tree is None or (name, type(row).__name__) in done:
            continue
        done.add((name, type(row).__name__))
        asked = Asked(names)
        asked.walk(tree, {ROW: row})
        waiting += asked.said
        yield from (Fault(places[named[name]], fault) for fault in asked.faults)
    said = {name for name, _ in done} | {
        name for parsed, _ in prepared.parsed for name in parsed.said
    }
    for name in sorted(named.keys() - said):
        yield Fault(
            prepared.template.places[name], f"句子 {name} 没有用到，可以删去。", "warning"
        )


# --- styles


def _style_faults(prepared: Prepared) -> Iterator[Fault]:
    """Yield the styles that blocks name and the Word file does not have."""
    there = {name for kind, name in prepared.base.styles if kind == "paragraph"}
    own = [("character", document.MISSING_STYLE), ("character", document.LEAD_STYLE)]
    own += [("table", document.TABLE), ("paragraph", document.GAP)]
    file = prepared.base.path.name
    for kind, name in own:
        if (kind, name.lower()) not in prepared.base.styles:
            yield Fault(file, f"没有样式“{name}”，报告要用。请从 official.docx 复制这个样式。")
    for placed in prepared.blocks:
        for name in document.styles_of(placed.block):
            if name.lower() not in there:
                said = f"样式文件 {file} 里没有样式“{name}”{meant(name, there)}。"
                yield Fault(
                    placed.where, f"{said}请在 Word 里新建这个样式，或从 official.docx 复制。"
                )


# --- texts


def _text_faults(prepared: Prepared, profile: Profile) -> Iterator[Fault]:
    """Texts that the form asks for and the report does not print, and the other way round."""
    template, name = prepared.template, shown(prepared.template.path)
    if not template.blocks:
        return
    printed = {each.block.text for each in template.blocks if isinstance(each.block, Text)}
    printed |= set(_keys(prepared))
    required = {text.key: text for text in profile.texts if text.required}
    for key, text in required.items():
        if key not in printed:
            yield Fault(
                name,
                f"表样 {profile.id} 要求写“{text.label}”（{key}），模板却没有印它。"
                f'请加一块 text = "{key}"，或在表样里写 required = false。',
                "warning",
            )
    optional = {text.key for text in profile.texts if not text.required}
    for placed in template.blocks:
        block = placed.block
        if (
            isinstance(block, Text)
            and template.scope == "project"
            and block.text in optional
            and MISSING in block.empty
            and not block.when
        ):
            yield Fault(
                placed.where,
                f"文本 {block.text} 没有写时印成“{MISSING}”，表样 {profile.id} 却不要求写，check 不会提醒。"
                '请在表样里改为必填，或在这一块写明 empty = "无。"。',
                "warning",
            )


def _keys(prepared: Prepared) -> Iterator[str]:
    """Whatever sentences ask for by name, texts among it: texts.overview, remarks["basis"]."""
    for parsed, _ in prepared.parsed:
        if parsed.tree is not None:
            yield from (found.attr for found in parsed.tree.find_all(nodes.Getattr))
            for constant in parsed.tree.find_all(nodes.Const):
                if isinstance(constant.value, str):
                    yield constant.value


# --- trial


def _trial_faults(
    prepared: Prepared, trials: Sequence[Sequence[Form]], chosen: Chosen
) -> Iterator[Fault]:
    """Write a report of each set of forms; what cannot be computed shows only then."""
    for forms in trials:
        facts = chosen.gathered(forms)
        try:
            document.Composer(prepared, facts, chosen.profile).compose()
        except TemplateError as error:
            where, _, said = str(error).partition("：")
            yield Fault(where, said)
