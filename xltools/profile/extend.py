"""A profile that extends another: what it says is laid over what the other one says.

    extends = "national-2020"        everything of the base …
    without = ["form.objective"]     … less these parts,
    [form]                           tables are merged key by key,
    widths = [5.5, 12]               lists are replaced as a whole;
    [relabel.columns]                and a printed label is changed by its key:
    target = "年初目标值"             the base's label is still understood

A list is never merged item by item: an officer sees in one place what the form's columns are.
`category_points` and `subcategory_points` of the policy are replaced as a whole too, since their
figures add up to the total.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.errors import ProfileError
from xltools.profile.find import PROFILES, find_profile, known_profiles, user_folder
from xltools.profile.toml_files import read_toml

if TYPE_CHECKING:
    from xltools.profile.mistakes import Problem

Table = dict[str, Any]
Prefix = tuple[str, ...]

OWN_KEYS = ("extends", "without", "relabel")
"""Keys of the file that say how it extends its base; the profile itself has none of them."""

_WHOLE = {"category_points", "subcategory_points"}


def whole_profile(path: Path) -> tuple[Table, list[Path]]:
    """Return the profile in that file with all that it extends, and every file of the chain.

    The first file is `path` itself. The tables may share parts with other profiles: read only.

    Raises:
        ProfileError: a file is missing or is no TOML, a base extends its own heir, or
            `without` or `relabel` name something that is not there.
    """
    path = path.absolute()
    content, files = extended(read_toml(path), path)
    return content, [path, *(file for file, _ in files)]


def extended(
    own: Table, path: Path, heirs: tuple[Path, ...] = (), faults: list[Problem] | None = None
) -> tuple[Table, list[tuple[Path, Prefix]]]:
    """Lay the content of the file `path` over its bases; return it and the files of the bases.

    Each file comes with the part of the profile that it holds: () or ("policy",). With
    `faults`, what `without` and `relabel` name in vain is added there instead of raised.
    """
    files: list[tuple[Path, Prefix]] = []
    content = {key: value for key, value in own.items() if key not in OWN_KEYS}
    policy = content.get("policy")
    if isinstance(policy, dict) and "base" in policy:
        content["policy"], more = _whole_policy(policy, path, ())
        files += [(file, ("policy",)) for file in more]
    base = own.get("extends")
    if base is not None:
        chain = (*heirs, path)
        file = _base_file(base, chain)
        under, deeper = extended(read_toml(file), file, chain)
        files += [(file, ()), *deeper]
        if isinstance(policy, dict) and "base" in policy:
            under = {key: value for key, value in under.items() if key != "policy"}
        content = merge(under, content)
        if "id" not in own:
            content.pop("id", None)  # an heir without a name of its own would pass for its base
    if "without" not in own and "relabel" not in own:
        return content, files
    from xltools.profile.mistakes import dotted
    from xltools.profile.relabel import adapt

    for fault in adapt(content, own):
        if faults is None:
            raise ProfileError(
                f"{path.name}：{dotted(fault.paths[0])} {fault.message}{fault.advice}"
            )
        faults.append(fault)
    return content, files


def merge(base: Table, over: Table) -> Table:
    """Lay one table over another; neither is changed."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and key not in _WHOLE:
            merged[key] = merge(old, value)
        else:
            merged[key] = value
    return merged


def _base_file(base: object, chain: tuple[Path, ...]) -> Path:
    """The file that the last one of a chain of heirs extends."""
    heir = chain[-1]
    if not isinstance(base, str) or not base:
        raise ProfileError(
            f'{heir.name}：extends 应写一个表样编号，如 extends = "national-2020"。'
        )
    if base.endswith(".toml"):
        path = (heir.parent / base).resolve()
        if path in chain:
            raise ProfileError(_circle(chain, path))
        if not path.is_file():
            raise ProfileError(
                f"{heir.name}：extends 写的文件 {base} 不存在（相对于本文件所在文件夹）。"
            )
        return path
    found = find_profile(base, heir, without=chain)
    if found is not None:
        return found
    own = find_profile(base, heir)
    if own is not None:
        raise ProfileError(_circle(chain, own))
    ids = sorted(
        {each.id for each in known_profiles(heir) if each.id and each.path not in chain}
    )
    from xltools.profile.mistakes import did_you_mean

    raise ProfileError(
        f"{heir.name}：extends 写的表样“{base}”不存在。{did_you_mean(base, ids)}"
    )


def _circle(chain: tuple[Path, ...], again: Path) -> str:
    names = " → ".join(path.name for path in (*chain, again))
    return f"{chain[0].name}：extends、base 绕成了圈：{names}，请去掉其中一处。"


def _whole_policy(
    policy: Table, file: Path, heirs: tuple[Path, ...]
) -> tuple[Table, list[Path]]:
    """A policy laid over its bases, and their files."""
    own = {key: value for key, value in policy.items() if key != "base"}
    base = policy.get("base")
    if base is None:
        return own, []
    path = _policy_file(str(base), file)
    if path in heirs:
        raise ProfileError(_circle((*heirs,), path))
    under, files = _whole_policy(read_toml(path), path, (*heirs, path))
    return merge(under, own), [path, *files]


def _policy_file(name: str, beside: Path) -> Path:
    """Where a shared policy stands: beside the file that names it, the user's folder, the package."""
    if name.endswith(".toml"):
        path = beside.parent / name
        if not path.is_file():
            raise ProfileError(f"{beside.name}：policy.base 写的文件 {name} 不存在。")
        return path
    places = (beside.parent, user_folder() / "policies", PROFILES / "policies")
    for folder in places:
        path = folder / f"{name}.toml"
        # the shipped profile and its policy may have one name; a policy has no form
        if (
            path != beside
            and path.is_file()
            and not {"form", "extends"} & read_toml(path).keys()
        ):
            return path
    ids = sorted(path.stem for path in (PROFILES / "policies").glob("*.toml"))
    raise ProfileError(
        f"{beside.name}：policy.base 写的评分办法“{name}”不存在。现有：{'、'.join(ids)}。"
    )
