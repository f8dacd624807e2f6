"""A profile that extends another: what is laid over, taken away, relabelled, and found where."""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from xltools.errors import ProfileError
from xltools.profile import all_profiles, load_profile, profile_ids, user_folder
from xltools.profile.find import known_profiles

HEIR = 'extends = "national-2020"\nid = "heir"\n'


@pytest.fixture(autouse=True)
def no_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own profiles take part."""
    monkeypatch.setenv("XLTOOLS_PROFILES", str(tmp_path / "user"))


def write(path: Path, text: str) -> Path:
    """A file and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_an_heir_that_says_nothing_is_its_base(tmp_path: Path) -> None:
    """Only the id differs."""
    heir = load_profile(write(tmp_path / "a.toml", HEIR))
    assert heir == replace(load_profile("national-2020"), id="heir")


def test_tables_are_merged_and_lists_replaced(tmp_path: Path) -> None:
    """One key of the tail changes, all notes do."""
    text = HEIR + '[form]\nnotes = ["注"]\n[form.tail]\ngrade_label = ""\n'
    form = load_profile(write(tmp_path / "a.toml", text)).form
    assert form.notes == ("注",)
    assert (form.tail.total_label, form.tail.grade_label) == ("总分", "")


def test_shares_that_add_up_are_replaced_as_a_whole(tmp_path: Path) -> None:
    """Merged, 60 + 40 would become 110 with the base's 执行率 and 满意度."""
    text = HEIR + "[policy.category_points]\noutput = 60\noutcome = 40\n"
    policy = load_profile(write(tmp_path / "a.toml", text)).policy
    assert policy.category_points == {"output": 60, "outcome": 40}
    assert policy.grades == load_profile("national-2020").policy.grades


def test_a_relabelled_column_still_knows_its_old_label(tmp_path: Path) -> None:
    """So that last year's forms are read."""
    text = HEIR + '[relabel.columns]\ntarget = "年初目标值"\n'
    columns = load_profile(write(tmp_path / "a.toml", text)).form.indicators.columns
    column = next(each for each in columns if each.key == "target")
    assert column.label == "年初目标值"
    assert "年度指标值" in column.synonyms
    assert "年初目标值" not in column.synonyms


def test_a_relabelled_field_is_relabelled_where_it_is_printed(tmp_path: Path) -> None:
    """The cell in front of the field holds the label a second time."""
    text = HEIR + '[relabel.fields]\nsupervising_department = "主管单位"\n'
    form = load_profile(write(tmp_path / "a.toml", text)).form
    labels = {cell.label for row in form.head for cell in row.cells}
    assert form.field("supervising_department").label == "主管单位"
    assert "主管单位" in labels
    assert "主管部门" not in labels


def test_relabelling_does_not_reach_the_base(tmp_path: Path) -> None:
    """Parsed files are shared by all heirs of a process."""
    before = load_profile("national-2020")
    text = HEIR + 'without = ["form.objective"]\n[relabel.sources]\nother = "自筹"\n'
    load_profile(write(tmp_path / "a.toml", text))
    other = load_profile(write(tmp_path / "b.toml", HEIR.replace("heir", "b")))
    assert other == replace(before, id="b")


def test_parts_of_the_base_can_be_left_out(tmp_path: Path) -> None:
    """A block, a side sheet, one column."""
    text = HEIR + 'without = ["form.objective", "group", "form.indicators.columns.points"]\n'
    profile = load_profile(write(tmp_path / "a.toml", text))
    assert profile.form.objective is None
    assert profile.group is None
    assert "points" not in {column.key for column in profile.form.indicators.columns}


def test_a_chain_of_heirs_keeps_what_each_one_says(tmp_path: Path) -> None:
    """City over province over nation, a policy file over a policy file."""
    write(tmp_path / "own.toml", 'base = "national-2020"\nat_most = "inverse"\n')
    province = HEIR.replace("heir", "province") + '[policy]\nbase = "own"\n'
    write(tmp_path / "province.toml", province + '[relabel.columns]\nactual = "业绩值"\n')
    city = HEIR.replace("heir", "city").replace("national-2020", "province")
    profile = load_profile(write(tmp_path / "city.toml", city + "[policy]\nscore_places = 1\n"))
    assert profile.policy.at_most == "inverse"
    assert profile.policy.score_places == 1
    assert profile.policy.bands == load_profile("national-2020").policy.bands
    assert "业绩值" in {column.label for column in profile.form.indicators.columns}


def test_a_change_in_any_file_of_the_chain_is_seen(tmp_path: Path) -> None:
    """Loaded profiles are kept; the shared policy is edited in between."""
    policy = write(tmp_path / "own.toml", 'base = "national-2020"\nscore_places = 1\n')
    base = write(tmp_path / "base.toml", HEIR.replace("heir", "b") + '[policy]\nbase = "own"\n')
    heir = write(tmp_path / "heir.toml", 'extends = "base.toml"\nid = "heir"\n')
    assert load_profile(heir).policy.score_places == 1
    policy.write_text('base = "national-2020"\nscore_places = 3\n# later\n', "utf-8")
    assert load_profile(heir).policy.score_places == 3
    base.write_text(base.read_text("utf-8") + "rate_places = 2\n", "utf-8")
    assert load_profile(heir).policy.rate_places == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": "b.toml", "b": "a.toml"}, "a.toml → b.toml → a.toml"),
        ({"a": "a.toml"}, "a.toml → a.toml"),
        ({"a": "b", "b": "c", "c": "a"}, "a.toml → b.toml → c.toml → a.toml"),
    ],
)
def test_a_circle_is_told_with_its_chain(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    """By path or by id, of any length."""
    for name, base in files.items():
        write(tmp_path / f"{name}.toml", f'extends = "{base}"\nid = "{name}"\n')
    with pytest.raises(ProfileError, match="圈") as caught:
        load_profile(tmp_path / "a.toml")
    assert said in str(caught.value)


def test_a_circle_of_policies_is_told(tmp_path: Path) -> None:
    """A shared policy may have a base, but not itself."""
    write(tmp_path / "p.toml", 'base = "q.toml"\n')
    write(tmp_path / "q.toml", 'base = "p.toml"\n')
    path = write(tmp_path / "a.toml", HEIR + '[policy]\nbase = "p.toml"\n')
    with pytest.raises(ProfileError, match=r"p\.toml → q\.toml → p\.toml"):
        load_profile(path)


def test_a_profile_may_extend_the_shipped_one_whose_id_it_has(tmp_path: Path) -> None:
    """A county corrects a label in its own folder and keeps the id."""
    text = 'extends = "national-2020"\nid = "national-2020"\n[form]\ntitle = "自评表"\n'
    write(tmp_path / "mine.toml", text)
    assert load_profile("national-2020", tmp_path).form.title == "自评表"
    assert load_profile("national-2020").form.title == "项目支出绩效自评表"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEIR + 'without = ["form.objectives"]\n', "form.objectives"),
        (HEIR + '[relabel.columns]\ntargt = "x"\n', "target"),
        (HEIR + '[relabel.colums]\ntarget = "x"\n', "columns"),
        (HEIR.replace("2020", "2021"), "national-2020"),
        (HEIR + '[policy]\nbase = "nowhere"\n', "nowhere"),
        ('extends = "national-2020"\n', "id"),
        ('extends = 7\nid = "x"\n', "extends"),
    ],
)
def test_what_names_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """With the file, and with what may be written."""
    with pytest.raises(ProfileError) as caught:
        load_profile(write(tmp_path / "a.toml", text))
    assert "a.toml" in str(caught.value)
    assert said in str(caught.value)


def test_the_nearest_profile_of_an_id_wins(tmp_path: Path) -> None:
    """Beside the workbook before the user's folder before the package."""
    desk = tmp_path / "desk"
    write(tmp_path / "user" / "one.toml", HEIR + 'title = "user"\n')
    assert load_profile("heir", desk).title == "user"
    write(desk / "two.toml", HEIR + 'title = "beside"\n')
    (desk / "表.xlsx").touch()
    assert load_profile("heir", desk).title == "beside"
    assert load_profile("heir", desk / "表.xlsx").title == "beside"
    assert load_profile("heir").title == "user"
    assert profile_ids(desk).count("heir") == 1
    assert [found.origin for found in known_profiles(desk) if found.id == "heir"] == [
        "beside",
        "user",
    ]


def test_other_toml_files_beside_a_workbook_are_passed_over(tmp_path: Path) -> None:
    """A policy, another program's settings, a broken stranger, a file that is no text."""
    write(tmp_path / "policy.toml", 'name = "x"\nsource = "y"\n')
    write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n')
    write(tmp_path / "broken.toml", "[tool\n")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    broken: list[str] = []
    assert {each.id for each in all_profiles(tmp_path, broken)} == set(profile_ids())
    assert broken == []


def test_a_broken_profile_stops_no_other(tmp_path: Path) -> None:
    """It is left out and named; the shipped profile of that id is taken in its place."""
    write(tmp_path / "syntax.toml", "extends = “national-2020”\n")
    write(tmp_path / "types.toml", HEIR + "[form]\nwidths = 3\n")
    write(tmp_path / "same.toml", HEIR.replace("heir", "shanxi-2020") + "report = 3\n")
    write(tmp_path / "nameless.toml", 'extends = "national-2020"\n')
    write(tmp_path / "good.toml", HEIR.replace("heir", "good"))
    broken: list[str] = []
    profiles = {each.id: each for each in all_profiles(tmp_path, broken)}
    assert "good" in profiles
    assert profiles["shanxi-2020"] == load_profile("shanxi-2020")
    for name in ("syntax", "types", "same", "nameless"):
        assert sum(f"{name}.toml" in fault for fault in broken) == 1, broken


def test_a_new_file_is_seen_by_a_process_that_has_looked_before(tmp_path: Path) -> None:
    """The list of a folder's files is kept only until the folder changes."""
    assert "heir" not in profile_ids(tmp_path)
    path = write(tmp_path / "a.toml", HEIR)
    assert "heir" in profile_ids(tmp_path)
    path.unlink()
    assert "heir" not in profile_ids(tmp_path)


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("win32", {"APPDATA": "/roaming"}, "/roaming/xltools/profiles"),
        ("darwin", {}, "~/Library/Application Support/xltools/profiles"),
        ("linux", {"XDG_CONFIG_HOME": ""}, "~/.config/xltools/profiles"),
        ("linux", {"XDG_CONFIG_HOME": "/config"}, "/config/xltools/profiles"),
        ("win32", {"XLTOOLS_PROFILES": "/mine", "APPDATA": "/roaming"}, "/mine"),
    ],
)
def test_the_user_folder_is_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
) -> None:
    """And `XLTOOLS_PROFILES` comes before it."""
    monkeypatch.delenv("XLTOOLS_PROFILES")
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert user_folder() == Path(folder).expanduser()


def test_all_profiles_load_within_a_tenth_of_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recognising a foreign form looks at each; 13 ms for twenty, the rest is a busy machine."""
    from xltools.profile import load, toml_files

    for number in range(20):
        write(tmp_path / f"{number}.toml", HEIR.replace("heir", f"heir-{number}"))
    best = Decimal(1000)
    for _ in range(5):
        monkeypatch.setattr(toml_files, "_parsed", {})
        monkeypatch.setattr(load, "_loaded", {})
        start = time.process_time_ns()
        assert len(all_profiles(tmp_path)) >= 22
        best = min(best, Decimal(time.process_time_ns() - start) / 1_000_000)
    assert best < 100
