"""A broken report template is refused with its file, block and line, in Chinese."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from report_data import shanxi_evaluation, shanxi_scores

from xltools.errors import TemplateError
from xltools.profile import Profile, load_profile
from xltools.report import check_report_template, write_report
from xltools.report.places import bundled_folders, find_template

GOOD = '[[block]]\nheading = "一、概况"\n\n'


@pytest.fixture
def profile() -> Profile:
    """The Shanxi form, with a report template of the office's own."""
    return replace(load_profile("shanxi-2020"), report="ours")


def complaint(profile: Profile, folder: Path, template: str) -> str:
    """What is said about a template."""
    (folder / "report.toml").write_text(template, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        check_report_template(profile, folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('paragraph = "{{ projct_name }}"', "没有名为 projct_name 的数据，是不是 project_name"),
        ('paragraph = "{% if year %}{{ projct }}{% endif %}"', "没有名为 projct 的数据"),
        ('paragraph = "{{ funding.totl.outturn }}"', "没有名为 totl 的数据"),
        ('paragraph = "{{ year "', "写法不对"),
        ('paragraph = "{{ year | procent }}"', "写法不对"),
        ('paragraph = "{{ year + 1 }}"', "算不出来"),
        ('paragraph = "{{ project_name.__class__.__mro__ }}"', "算不出来"),
        (
            'when = "balanc > 0"\nparagraph = "有结余。"',
            "没有名为 balanc 的数据，是不是 balance",
        ),
        ('paragraf = "正文"', "一个也没有"),
        ('paragraph = "正文"\nheading = "标题"', "只写一种内容"),
        ('paragraph = "正文"\nstile = "Title"', "没有 stile 这一项"),
        ('paragraph = "正文"\nstyle = "不存在"', "没有样式“不存在”"),
        ('heading = "标题"\nlevel = 5', "level 的值不对"),
        ('text = "overvieww"', "没有名为 overvieww 的文本"),
        ('table = "indicators"\ncategories = ["outputs"]', "没有名为 outputs 的一级指标"),
        ('table = "indicator"', "table 的值不对"),
    ],
)
def test_a_fault_names_block_and_line(
    profile: Profile, tmp_path: Path, block: str, said: str
) -> None:
    """The second block begins in line 4 of the file, and the message says both."""
    message = complaint(profile, tmp_path, f"{GOOD}[[block]]\n{block}\n")

    assert "report.toml 第 2 块（第 4 行）" in message
    assert said in message


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "超过 10 万步",
        ),
        ("{% for a in range(10 ** 12) %}x{% endfor %}", "超过 10 万步"),
        ("{{ 'x' * 1000000000000 }}", "超过 10 万步"),
        ("{{ range(-999999999, 999999999) | length }}", "超过 10 万步"),
        ("{{ ''.__class__ }}", "不能碰程序内部的东西"),
        ("{{ cycler.__init__.__globals__ }}", "不能碰程序内部的东西"),
        ("{{ '{0.__class__}'.format(region) }}", "不能碰程序内部的东西"),
        ("{% include '/etc/passwd' %}", "不能引用别的文件"),
        ("{{ joiner }}", "不能整个印出来"),
        ("{{ indicators }}", "不能整个印出来"),
        ("{{ lipsum() }}", "没有名为 lipsum 的数据"),
        ("{{ 1 / 0 }}", "除数是 0"),
    ],
)
def test_a_template_can_neither_run_on_nor_reach_out(
    profile: Profile, tmp_path: Path, sentence: str, said: str
) -> None:
    """Whoever passes on a template passes on words; what goes wrong is said in Chinese."""
    message = complaint(profile, tmp_path, f'[[block]]\nparagraph = "{sentence}"\n')

    assert said in message
    assert "report.toml 第 1 块（第 1 行）" in message


def test_loops_that_end_are_counted_sentence_by_sentence(
    profile: Profile, tmp_path: Path
) -> None:
    """What one sentence takes is nothing to the next."""
    block = '[[block]]\nparagraph = "{% for a in range(60000) %}{% endfor %}好"\n'
    (tmp_path / "report.toml").write_text(block * 3, encoding="utf-8")

    assert check_report_template(profile, tmp_path) == tmp_path / "report.toml"


def test_a_file_that_is_no_toml_is_refused(profile: Profile, tmp_path: Path) -> None:
    """Its line is named, and what was probably meant."""
    said = complaint(profile, tmp_path, "# 提纲\n[[block]\nheading = 1")
    assert (
        "report.toml（第 2 行）：不是正确的 TOML：[[block] 应写成 [[block]]，两层方括号。"
        in said
    )
    assert "报告是空的" in complaint(profile, tmp_path, "# nothing yet\n")
    assert "不认识的项 blok" in complaint(profile, tmp_path, GOOD + '[blok]\na = "b"\n')


def test_a_folder_without_the_template_does_not_fall_back(
    profile: Profile, tmp_path: Path
) -> None:
    """A misspelt folder must not silently give the report that came with us."""
    with pytest.raises(TemplateError, match=f"“{re.escape(str(tmp_path))}”不是报告模板"):
        check_report_template(profile, tmp_path)


def test_an_office_may_bring_its_own_text_and_styles(profile: Profile, tmp_path: Path) -> None:
    """report.toml and official.docx of its own, found beside each other or in a folder NAME."""
    base = (bundled_folders()[-1] / "official.docx").read_bytes()
    (tmp_path / "official.docx").write_bytes(base)
    (tmp_path / "ours").mkdir()
    own = (
        '[document]\ntitle = "{{ year }}"\n' + GOOD + '[[block]]\nparagraph = "{{ grade }}等"\n'
    )
    (tmp_path / "ours" / "report.toml").write_text(own, encoding="utf-8")
    evaluation = shanxi_evaluation()
    target = tmp_path / "out.docx"
    target.write_bytes(
        write_report(evaluation, shanxi_scores(evaluation), profile, template_dir=tmp_path)
    )

    with zipfile.ZipFile(target) as package:
        document = package.read("word/document.xml").decode()
    assert "一、概况" in document
    assert "良等" in document


def test_a_base_that_is_no_word_file_is_refused(profile: Profile, tmp_path: Path) -> None:
    """Somebody saved it as .doc and renamed it."""
    (tmp_path / "official.docx").write_bytes(b"\xd0\xcf\x11\xe0 not a zip")

    assert "不是可用的 .docx" in complaint(profile, tmp_path, GOOD)


def test_page_numbers_cannot_stop_in_the_middle(profile: Profile, tmp_path: Path) -> None:
    """Word would carry the footer of the section before on."""
    middle = GOOD + '[[block]]\nsection = "landscape"\npage_numbers = false\n'

    assert "只有第一节" in complaint(profile, tmp_path, middle)


def test_official_docx_is_what_its_script_builds(tmp_path: Path) -> None:
    """The committed file is generated; whoever changes the script builds it again."""
    folder = bundled_folders()[-1]
    script = f"import build_official, pathlib; pathlib.Path({str(tmp_path / 'new')!r})"
    command = f"{script}.write_bytes(build_official.build())"
    subprocess.run([sys.executable, "-B", "-c", command], cwd=folder, check=True)

    def parts(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts(folder / "official.docx") == parts(tmp_path / "new")


def test_a_template_in_the_users_folder_goes_before_one_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county that corrects a shipped template keeps its name."""
    monkeypatch.setenv("XLTOOLS_PROFILES", str(tmp_path))
    shanxi = load_profile("shanxi-2020")
    assert find_template("shanxi-2020").parent.parent == bundled_folders()[-1]

    own = tmp_path / "templates" / "shanxi-2020"
    own.mkdir(parents=True)
    (own / "report.toml").write_text(GOOD, encoding="utf-8")

    assert check_report_template(shanxi) == own / "report.toml"
