"""`profile new` and `profile list`: a file that is its base until somebody changes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from xltools.cli import main
from xltools.profile import Profile, load_profile, profile_ids
from xltools.profile.check_file import check_profile_file
from xltools.profile.extend import whole_profile
from xltools.profile.load import profile_file
from xltools.profile.toml_files import parse_toml
from xltools.profile.toml_writer import toml_table

SILENT = re.compile(r"^# (?=[\w-]+ = |\[\[|  \{|\]|  \")", re.MULTILINE)
"""The mark of a line that can be used; a sentence keeps its own."""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and no profiles of the user's own."""
    monkeypatch.setenv("XLTOOLS_PROFILES", str(tmp_path / "user"))
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def as_base(profile: Profile, base: Profile) -> Profile:
    """The profile under the base's name."""
    keys = ("id", "title", "region", "version", "source")
    return replace(profile, **{key: getattr(base, key) for key in keys})


@pytest.mark.parametrize("name", profile_ids())
def test_a_new_profile_is_its_base_under_another_name(name: str, desk: Path) -> None:
    """The short file and the full one, with no mistake in either."""
    base = load_profile(name)
    assert main(["profile", "new", "--from", name, "short.toml", "--region", "某县"]) == 0
    assert main(["profile", "new", "--from", name, "full.toml", "--full"]) == 0
    for file in ("short", "full"):
        checked = check_profile_file(desk / f"{file}.toml")
        assert checked.mistakes == []
        assert checked.profile is not None
        assert (checked.profile.id, checked.profile.version) == (file, "1")
        assert as_base(checked.profile, base) == base
    assert "extends" not in parse_toml((desk / "full.toml").read_text("utf-8"), "full")


@pytest.mark.parametrize("name", profile_ids())
def test_every_line_that_a_new_profile_offers_can_be_used_as_it_is(
    name: str, desk: Path
) -> None:
    """All marks taken away the file still says what the base says."""
    base = load_profile(name)
    assert main(["profile", "new", "--from", name, "mine.toml"]) == 0
    path = desk / "mine.toml"
    text = SILENT.sub("", path.read_text("utf-8"))
    path.write_text(re.sub(r"^without = .*$", "", text, flags=re.MULTILINE), "utf-8")
    checked = check_profile_file(path)
    assert checked.mistakes == []
    assert checked.profile is not None
    assert as_base(checked.profile, base) == base
    assert text.count("\n[relabel.") >= 5


def test_a_new_profile_says_who_it_is_for(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Id, title and region as given; the id from the file's name if not."""
    named = ["--id", "xian-2024", "--title", "某县自评表", "--region", "安徽省某县"]
    assert main(["profile", "new", "--from", "national-2020", "a.toml", *named]) == 0
    profile = load_profile(desk / "a.toml")
    assert (profile.id, profile.title, profile.region) == (
        "xian-2024",
        "某县自评表",
        "安徽省某县",
    )
    assert main(["profile", "new", "--from", "national-2020", "本县.toml"]) == 0
    assert load_profile(desk / "本县.toml").id == "本县"
    assert "profile check 本县.toml" in capsys.readouterr().out


def test_a_new_profile_may_extend_a_file_of_another_folder(desk: Path) -> None:
    """The path is written as seen from the new file."""
    (desk / "sub").mkdir()
    assert main(["profile", "new", "--from", "national-2020", "base.toml"]) == 0
    assert main(["profile", "new", "--from", "base.toml", "sub/mine.toml"]) == 0
    content = parse_toml((desk / "sub" / "mine.toml").read_text("utf-8"), "mine")
    assert content["extends"] == "../base.toml"
    assert load_profile(desk / "sub" / "mine.toml").form == load_profile("national-2020").form


def test_an_existing_file_is_kept_unless_forced(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What somebody has edited is not lost."""
    (desk / "mine.toml").write_text("# mine\n", "utf-8")
    arguments = ["profile", "new", "--from", "national-2020", "mine.toml"]
    assert main(arguments) == 2
    assert (desk / "mine.toml").read_text("utf-8") == "# mine\n"
    assert "--force" in capsys.readouterr().err
    assert main([*arguments, "--force"]) == 0
    assert load_profile(desk / "mine.toml").id == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "national-2020", "mine.txt"], ".toml"),
        (["--from", "national-2021", "mine.toml"], "national-2020"),
        (["--from", "national-2020", "nowhere/mine.toml"], "文件夹不存在"),
        (["--from", "national-2020", "shanxi-2020.toml"], "--id"),
        (["mine.toml"], "--from"),
    ],
)
def test_what_cannot_be_written_is_refused_with_what_to_do(
    arguments: list[str], said: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, and no file."""
    try:
        status = main(["profile", "new", *arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 2
    assert said in capsys.readouterr().err
    assert list(desk.iterdir()) == []


def test_the_list_says_where_each_profile_comes_from(
    desk: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The nearest of an id comes first, the other is marked; a broken one is told on the side."""
    (tmp_path / "user").mkdir()
    heir = 'extends = "national-2020"\nid = "shanxi-2020"\ntitle = "{}"\n'
    (tmp_path / "user" / "a.toml").write_text(heir.format("user"), "utf-8")
    (desk / "b.toml").write_text(heir.format("beside"), "utf-8")
    (desk / "c.toml").write_text('extends = "nothing"\nid = "c"\n', "utf-8")
    assert main(["profile", "list", "--json"]) == 0
    captured = capsysbinary.readouterr()
    listed = json.loads(captured.out)
    ours = [(each["title"], each["origin"], each["hidden"]) for each in listed if each["id"] == "shanxi-2020"]  # fmt: skip
    assert ours[:2] == [("beside", "beside", False), ("user", "user", True)]
    assert ours[2][1:] == ("shipped", True)
    assert {each["id"] for each in listed} == set(profile_ids(desk)) - {"c"}
    assert "c.toml" in captured.err.decode()
    assert main(["profile", "list"]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert "被近处的同名表样代替" in out
    assert str(tmp_path / "user") in out


@pytest.mark.parametrize("name", profile_ids())
def test_what_is_written_as_toml_reads_back_the_same(name: str) -> None:
    """Every key and value of every profile that we have."""
    content, _ = whole_profile(profile_file(name))
    assert parse_toml("\n".join(toml_table(content)), name) == content


def test_texts_of_any_kind_read_back_the_same() -> None:
    """Quotation marks, backslashes, line ends, keys in Chinese, nested lists, empty tables."""
    content = {
        "a": '“中文”"x"\\n\n\t\r\x7f\x00é',
        "名 称": [1, [2, []], {}],
        "t": {"x": {"y": [{"z": [{"q": "="}]}, {"z": []}]}},
        "long": ["很长的文字" * 5] * 9,
        "inline": [{"a b": True}, {"c": {"d": [False]}}],
    }
    assert parse_toml("\n".join(toml_table(content)), "x") == content


def test_a_blank_form_is_made_of_a_new_profile(desk: Path) -> None:
    """By path, and by id from the folder where the file lies."""
    assert main(["profile", "new", "--from", "national-2020", "mine.toml"]) == 0
    assert main(["new", "mine.toml", "-o", "a.xlsx"]) == 0
    assert main(["new", "mine", "-o", "b.xlsx"]) == 0
    assert (desk / "a.xlsx").read_bytes() == (desk / "b.xlsx").read_bytes()
