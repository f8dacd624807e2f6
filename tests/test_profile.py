"""Profiles: what is shipped is sound, what is wrong is told with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltools.errors import ProfileError
from xltools.profile import PROFILES, load_profile, profile_ids
from xltools.profile.problems import profile_problems


@pytest.mark.parametrize("name", profile_ids())
def test_a_shipped_profile_has_no_problem(name: str) -> None:
    """Layout widths, keys, parts and grades fit together."""
    profile = load_profile(name)
    assert profile.id == name
    assert profile_problems(profile) == []


def own(tmp_path: Path, old: str, new: str) -> Path:
    """The national profile as a county's file, with one edit."""
    text = (PROFILES / "national-2020.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "my-county.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "year"', 'kee = "year"', "form.fields"),
        ('region = "全国"', "", "region"),
        (
            'orientation = "sources_down"',
            'orientation = "sideways"',
            "form.funding.orientation",
        ),
        ('id = "national-2020"', "id = national", "TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """The message names the file and where in it."""
    with pytest.raises(ProfileError) as caught:
        load_profile(own(tmp_path, old, new))
    assert "my-county.toml" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("spans = [4, 4]", "spans = [4, 3]", "form.objective"),
        (
            '{ field = "project_name", span = 7 }',
            '{ field = "project_name", span = 6 }',
            "第 2 行",
        ),
        ('part_of = "total"', 'part_of = "whole"', "whole"),
        (
            'base = "national-2020"',
            'base = "national-2020"\ncategory_points = { output = 60 }',
            "合计",
        ),
    ],
)
def test_what_cannot_work_together_is_named(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """`profile check` finds what the types cannot."""
    problems = profile_problems(load_profile(own(tmp_path, old, new)))
    assert any(said in problem for problem in problems), problems


def test_an_unknown_profile_names_those_there_are() -> None:
    """The next thing to try is in the message."""
    with pytest.raises(ProfileError, match="national-2020"):
        load_profile("guangdong-2020")


def test_a_region_overrides_single_lines_of_a_shared_policy() -> None:
    """Shanxi names its policy itself and shares all the rest."""
    national, shanxi = (load_profile(name).policy for name in ("national-2020", "shanxi-2020"))
    assert shanxi.name != national.name
    assert shanxi.bands == national.bands
