"""`xltools audit`: files told apart and paired, text and JSON, exit status, annotated copies."""

from __future__ import annotations

import io
import json
import os
import runpy
import shutil
from pathlib import Path

import docx
import pytest
from word_files import p, word_file

from xltools.cli import main
from xltools.errors import FileError
from xltools.hosts.audit import audit_beside, report_beside

SOUND = "一、基本情况\n本项目预算10万元，实际支出9万元，预算执行率90%。\n"
WRONG = "一、基本情况\n本项目预算10万元，实际支出9万元，预算执行率100%。\n"
KEYS = {
    "code", "severity", "chapter", "paragraph", "quote", "claim", "evidence", "message",
    "advice", "arithmetic", "line", "start", "end", "project", "where", "words",
}  # fmt: skip


def write(folder: Path, name: str, text: str) -> Path:
    """A text file, or a Word file with a paragraph a line."""
    path = folder / name
    if path.suffix == ".docx":
        path.write_bytes(word_file("".join(p(line) for line in text.splitlines())))
    else:
        path.write_text(text, encoding="utf-8")
    return path


Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *words: object) -> tuple[int, str, str]:
    """Exit status, stdout, stderr."""
    status = main(["audit", *map(str, words)])
    done = capsys.readouterr()
    return status, done.out, done.err


def test_the_text_says_where_what_and_what_to_do(tmp_path: Path, capsys: Captured) -> None:
    """Tally, place, sentence, severity and code, remedy; exit status 1."""
    status, out, err = run(capsys, write(tmp_path, "报告.txt", WRONG))
    assert (status, err) == (1, "")
    head, *lines = out.splitlines()
    assert "报告.txt：1 项错误" in head
    assert "没有自评表，只看报告本身" in head
    assert "一、基本情况 第1段" in lines
    assert "  “本项目预算10万元，实际支出9万元，预算执行率100%。”" in lines
    assert any(line.startswith("  错误 T404 ") and "90%" in line for line in lines)
    assert any(line.startswith("      → ") for line in lines)


def test_a_report_without_errors_exits_with_0(tmp_path: Path, capsys: Captured) -> None:
    """Nothing wrong as far as can be seen."""
    status, out, _ = run(capsys, write(tmp_path, "报告.md", SOUND))
    assert status == 0
    assert "错误" not in out


def test_json_is_the_contract(tmp_path: Path, capsys: Captured) -> None:
    """One document for one report, with the words' place in the paragraph as written."""
    path = write(tmp_path, "报告.txt", "一、基本情况\n\n　　" + WRONG.splitlines()[1])
    status, out, _ = run(capsys, path, "--json")
    document = json.loads(out)
    assert status == 1
    assert document["file"] == str(path)
    assert document["forms"] == []
    found = next(each for each in document["findings"] if each["code"] == "T404")
    assert set(found) >= KEYS
    assert (found["severity"], found["chapter"], found["paragraph"]) == (
        "error",
        "一、基本情况",
        1,
    )
    line = path.read_text(encoding="utf-8").splitlines()[found["line"] - 1]
    assert line[found["start"] : found["end"]] == found["words"] == "100%"
    assert "90%" in found["evidence"]


def test_every_key_is_told_in_the_docs_and_a_word_file_has_them_all(
    root: Path, tmp_path: Path, capsys: Captured
) -> None:
    """`chapters` has the way down to the chapter, `line` counts the paragraphs of a Word file."""
    page = (root / "docs" / "audit.md").read_text(encoding="utf-8")
    text = "标题\n一、情况\n（一）资金\n" + WRONG.splitlines()[1]
    _, out, _ = run(capsys, write(tmp_path, "报告.docx", text), "--json")

    document = json.loads(out)
    found = next(each for each in document["findings"] if each["code"] == "T404")
    assert [key for key in (*document, *found) if f"`{key}`" not in page] == []
    assert found["chapters"] == ["一、情况", "（一）资金"]
    assert found["line"] == 4


def test_a_list_of_documents_for_several(tmp_path: Path, capsys: Captured) -> None:
    """In the order in which the files were named."""
    paths = [write(tmp_path, f"{n}.txt", text) for n, text in ((2, WRONG), (1, SOUND))]
    status, out, _ = run(capsys, *paths, "--json")
    assert status == 1
    assert [Path(each["file"]).name for each in json.loads(out)] == ["2.txt", "1.txt"]


# --- annotated copies


def test_an_annotated_copy_lies_beside_and_nothing_is_overwritten(
    tmp_path: Path, capsys: Captured
) -> None:
    """名称-批注.docx, then 名称-批注(2).docx; the comments are those that were printed."""
    path = write(tmp_path, "报告.docx", WRONG)
    before = path.read_bytes()
    for name in ("报告-批注.docx", "报告-批注(2).docx"):
        status, out, _ = run(capsys, path, "--annotate")
        assert status == 1
        assert name in out
    assert path.read_bytes() == before
    copies = [
        (tmp_path / name).read_bytes() for name in ("报告-批注.docx", "报告-批注(2).docx")
    ]
    assert copies[0] == copies[1]
    comments = list(docx.Document(io.BytesIO(copies[0])).comments)
    assert any("T404" in comment.text for comment in comments)


def test_where_the_copy_goes_is_the_user_s_to_say(tmp_path: Path, capsys: Captured) -> None:
    """-o a file or a folder; an old file only with --force, the report itself never."""
    path = write(tmp_path, "报告.docx", WRONG)
    target, folder = tmp_path / "给单位.docx", tmp_path / "批注"
    folder.mkdir()
    assert run(capsys, path, "-o", target)[0] == 1
    status, _, err = run(capsys, path, "-o", target)
    assert (status, "已存在" in err) == (2, True)
    assert run(capsys, path, "-o", target, "--force")[0] == 1
    assert run(capsys, path, "-o", folder)[0] == 1
    assert (folder / "报告-批注.docx").exists()
    status, _, err = run(capsys, path, "-o", path, "--force")
    assert (status, "原报告" in err) == (2, True)
    other = write(tmp_path, "另一份.docx", WRONG)
    status, _, err = run(capsys, path, other, "-o", target, "--force")
    assert (status, "文件夹" in err) == (2, True)


def test_an_annotated_copy_can_be_audited_and_annotated_again(
    tmp_path: Path, capsys: Captured
) -> None:
    """The next copy is 报告-批注(2).docx, with the comments of the first."""
    path = write(tmp_path, "报告.docx", WRONG)
    run(capsys, path, "--annotate")
    first = tmp_path / "报告-批注.docx"

    status, _, err = run(capsys, first, "--annotate")

    assert (status, err) == (1, "")
    second = tmp_path / "报告-批注(2).docx"
    assert second.read_bytes() == first.read_bytes()


def test_a_plain_text_cannot_be_annotated_and_is_audited_all_the_same(
    tmp_path: Path, capsys: Captured
) -> None:
    """One line says so."""
    status, out, err = run(capsys, write(tmp_path, "报告.txt", WRONG), "--annotate")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "T404" in out


# --- what cannot be done


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("没有.docx", None, "找不到"),
        ("旧.doc", b"\xd0\xcf\x11\xe0" + b"WordDocument".ljust(600, b"\0"), "另存为 .docx"),
        ("坏.docx", b"PK\x03\x04 broken", "已损坏"),
        ("空.txt", b"", "空文件"),
        ("扫描.pdf", b"%PDF-1.7", "PDF"),
    ],
)
def test_one_line_says_why_a_file_is_not_read(
    name: str, data: bytes | None, words: str, tmp_path: Path, capsys: Captured
) -> None:
    """Exit status 2, and no traceback."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    status, out, err = run(capsys, path)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert words in err


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, capsys: Captured) -> None:
    """Also when the fault is ours."""
    good, bad = write(tmp_path, "好.txt", SOUND), tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04")
    status, out, err = run(capsys, bad, good)
    assert status == 2
    assert "好.txt：" in out
    assert "坏.docx" in err


def test_a_fault_of_ours_in_one_report_is_told_and_the_others_are_audited(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run over everything returned goes on."""
    from xltools.cli import audit

    real = audit.judge

    def judge(file: object, *rest: object) -> object:
        if "甲" in str(file.path):  # type: ignore[attr-defined]
            raise KeyError("a rule fell over")
        return real(file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "judge", judge)
    monkeypatch.delenv("XLTOOLS_DEBUG", raising=False)
    paths = [write(tmp_path, f"{name}.txt", SOUND) for name in "甲乙"]
    status, out, err = run(capsys, *paths)
    assert status == 2
    assert "乙.txt：" in out
    assert "甲.txt" in err
    assert "程序内部出错" in err


@pytest.mark.parametrize("body", ["", p("  "), p("", "<w:r><w:drawing/></w:r>"), p("— — —")])
def test_a_word_file_without_words_is_not_called_sound(
    body: str, tmp_path: Path, capsys: Captured
) -> None:
    """A scan or an empty file: status 2 for it, and the others are audited."""
    scan, good = tmp_path / "扫描.docx", write(tmp_path, "好.txt", SOUND)
    scan.write_bytes(word_file(body))
    status, out, err = run(capsys, scan, good)
    assert status == 2
    assert "“扫描.docx”没有读到文字，可能是扫描件或空文件" in err
    assert "扫描.docx：" not in out
    assert "好.txt：没有发现问题" in out


# --- a template that the user names


@pytest.fixture
def generated(tmp_path: Path, demo: Path, capsys: Captured) -> tuple[Path, Path]:
    """A form and the report that we wrote from it."""
    form = tmp_path / "项目.xlsx"
    shutil.copy(demo, form)
    main(["report", str(form), "-o", str(tmp_path / "报告.docx")])
    capsys.readouterr()
    return tmp_path / "报告.docx", form


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "没有找到报告模板"),
        ("", "文件夹里没有 report.toml"),
        ('[[block]]\nparagraph = "{{ year "\n', "写法不对"),
        ('[[block]]\nparagraph = "{{ yeer }}"\n', "没有名为 yeer 的数据"),
        ("[[block]\n", "report.toml"),
    ],
)
def test_a_wrong_template_is_refused_before_anything_is_judged_without_it(
    content: str | None, words: str, generated: tuple[Path, Path], capsys: Captured
) -> None:
    """One line, status 2; with forms and without, where a sentence can be read at all."""
    report, form = generated
    folder = report.parent / "模板"
    if content is not None:
        folder.mkdir()
    if content:
        (folder / "report.toml").write_text(content, encoding="utf-8")
    for forms in ([form], []):
        if not forms and content and "yeer" in content:
            continue  # which names there are, only a form says
        status, out, err = run(capsys, report, *forms, "--template", folder)
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert words in err


def test_a_template_that_only_some_forms_fit_is_told_once_and_all_are_audited(
    generated: tuple[Path, Path], root: Path, capsys: Captured
) -> None:
    """The reports of the others are judged without a report to compare with; status 2."""
    folder = generated[0].parent
    for name, kind in (("公路", "national-2020"), ("网站", "kashi-2018")):
        form = next((root / "samples" / kind).glob("*.xlsx"))
        shutil.copy(form, folder / f"{name}.xlsx")
        main(["report", str(folder / f"{name}.xlsx"), "-o", str(folder / f"{name}.docx")])
    own = folder / "模板"
    shutil.copytree(root / "templates" / "shanxi-2020", own)
    capsys.readouterr()
    status, out, err = run(capsys, folder, "--template", own)
    assert status == 2
    assert all("report.toml" in line for line in err.splitlines())
    assert 1 <= len(err.splitlines()) <= 2
    assert "共 3 份报告：" in out


def test_the_name_of_a_template_is_as_good_as_its_folder(
    generated: tuple[Path, Path], root: Path, capsys: Captured
) -> None:
    """The report was written from it, so nothing differs."""
    told = [
        run(capsys, *generated, "--template", given)
        for given in ("shanxi-2020", root / "templates" / "shanxi-2020")
    ]
    assert told[0] == told[1]
    assert "T50" not in told[0][1]


# --- folders


def test_the_folder_for_annotated_copies_is_made(tmp_path: Path, capsys: Captured) -> None:
    """As docs/audit.md has it: a stroke at the end, or several reports and no ending."""
    folder = tmp_path / "返回"
    folder.mkdir()
    for name in ("甲自评报告.docx", "乙自评报告.docx"):
        write(folder, name, "绩效自评报告\n" + WRONG)
    write(folder, "丙自评报告.txt", "绩效自评报告\n" + WRONG)
    for target in (f"{tmp_path}/批注/", tmp_path / "新" / "批注"):
        status, out, err = run(capsys, folder, "--annotate", "-o", target)
        assert status == 1  # a text in a folder is no failure
        made = sorted(path.name for path in Path(target).iterdir())
        assert made == ["乙自评报告-批注.docx", "甲自评报告-批注.docx"]
        assert "共 3 份报告：" in out
        assert "“丙自评报告.txt”是纯文本" in err
    status, _, err = run(capsys, folder / "甲自评报告.docx", "-o", f"{tmp_path}/单/")
    assert (status, err) == (1, "")
    assert (tmp_path / "单" / "甲自评报告-批注.docx").exists()
    status, _, err = run(capsys, folder, "-o", f"{folder / '丙自评报告.txt'}/")
    assert status == 2
    assert "文件夹" in err


def test_copies_in_a_folder_below_are_not_audited_again(
    tmp_path: Path, capsys: Captured
) -> None:
    """Annotated into a folder inside the one that is audited."""
    write(tmp_path, "甲自评报告.docx", "绩效自评报告\n" + WRONG)
    first = run(capsys, tmp_path, "--annotate", "-o", f"{tmp_path}/批注/")
    second = run(capsys, tmp_path, "--annotate", "-o", f"{tmp_path}/批注/", "--force")
    assert first[0] == second[0] == 1
    assert [path.name for path in (tmp_path / "批注").iterdir()] == ["甲自评报告-批注.docx"]


def test_what_lies_in_a_folder_and_is_not_read_is_named(
    tmp_path: Path, capsys: Captured
) -> None:
    """Documents that may be reports with what to do, and status 2; pictures and others in a line."""
    write(tmp_path, "甲自评报告.docx", "绩效自评报告\n" + SOUND)
    for name, data in (
        ("甲自评报告.pdf", b"%PDF-1.7"),  # our own, beside its .docx
        ("乙自评报告.pdf", b"%PDF-1.7"),
        ("丙.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le").ljust(600, b"\0")),
        ("丁.rtf", b"{\\rtf1"),
        ("戊.zip", b"PK\x05\x06" + bytes(18)),
        *((f"{n}.jpg", b"\xff\xd8\xff") for n in range(1, 6)),
        ("说明.pptx", b"PK"),
    ):
        (tmp_path / name).write_bytes(data)
    status, out, err = run(capsys, tmp_path)
    assert status == 2
    for name in ("乙自评报告.pdf", "丙.doc", "丁.rtf", "戊.zip"):
        assert name in err
    assert "甲自评报告.pdf" not in err
    assert "跳过：“甲自评报告.pdf”已有 .docx" in out
    assert "跳过：“1.jpg”、“2.jpg”、“3.jpg”等 5 个文件：图片里的字读不到" in out
    assert "说明.pptx" in out


def test_an_empty_folder_is_named(tmp_path: Path, capsys: Captured) -> None:
    """Neither report nor form in it: which folder was looked into."""
    (tmp_path / "空的").mkdir()
    for command in ("audit", "report"):
        assert main([command, str(tmp_path / "空的")]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert f"“{tmp_path / '空的'}”里没有" in line


# --- reports and forms together


@pytest.fixture
def returned(tmp_path: Path, root: Path, capsys: Captured) -> Path:
    """What a bureau gets back: two projects with reports, one form alone, one report alone."""
    folder = tmp_path / "返回"
    folder.mkdir()
    for kind, name in (
        ("shanxi-2020", "山西"),
        ("national-2020", "公路"),
        ("aketao-2022", "经费"),
    ):
        source = next(
            path
            for path in sorted((root / "samples" / kind).glob("*.xlsx"))
            if "更正" not in path.name
        )
        shutil.copy(source, folder / f"{name}.xlsx")
    for name in ("山西", "公路"):
        main(["report", str(folder / f"{name}.xlsx"), "-o", str(folder / f"{name}的报告.docx")])
    write(folder, "单独.txt", "某学校校舍维修项目绩效自评报告\n" + WRONG)
    write(folder, "通讯录.txt", "张三 李四\n")
    (folder / "扫描.docx").write_bytes(b"PK\x03\x04")
    (folder / "~$山西.xlsx").write_bytes(b"lock")
    capsys.readouterr()
    return folder


def test_a_folder_s_reports_find_their_forms_by_project(
    returned: Path, capsys: Captured
) -> None:
    """By the project's name, whatever the files are called; what is left over is said."""
    status, out, err = run(capsys, returned)
    assert status == 2
    assert "扫描.docx" in err
    assert "山西的报告.docx：" in out
    assert "对照 山西.xlsx，按标题或文件名中的项目名称对应" in out
    assert "对照 公路.xlsx" in out
    assert "单独.txt：1 项错误" in out
    assert "没有找到对应的自评表，只看报告本身" in out
    assert "没有找到报告的自评表：经费.xlsx（工作经费）" in out
    assert "跳过：“通讯录.txt”不像绩效自评报告" in out
    assert "共 3 份报告：" in out
    assert out.rstrip().splitlines()[-1].startswith("  山西的报告.docx：")


def test_json_of_a_folder_says_how_each_report_was_paired(
    returned: Path, capsys: Captured
) -> None:
    """A list, also for one; forms by path."""
    (returned / "扫描.docx").unlink()
    _, out, _ = run(capsys, returned, "--json")
    found = {Path(each["file"]).name: each for each in json.loads(out)}
    assert [Path(each).name for each in found["山西的报告.docx"]["forms"]] == ["山西.xlsx"]
    assert found["公路的报告.docx"]["paired_by"] == "标题或文件名中的项目名称"
    assert found["单独.txt"]["forms"] == []


def test_a_report_changed_by_hand_is_found_out(returned: Path, capsys: Captured) -> None:
    """The bureau's case: one number of a generated report, edited in Word."""
    path = returned / "公路的报告.docx"
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for each in paragraph.runs:
            each.text = each.text.replace("468.6", "478.6")
    document.save(str(path))
    _, out, _ = run(capsys, path, returned / "公路.xlsx", "--json")
    found = [each for each in json.loads(out)["findings"] if each["code"] == "T501"]
    assert found
    assert all(each["words"] == "478.6" and "468.6" in each["evidence"] for each in found)
    assert all("!" in each["message"] for each in found)


def test_a_unit_s_report_is_held_against_all_its_forms(
    tmp_path: Path, root: Path, capsys: Captured
) -> None:
    """Fourteen forms, one report with a sum that is not theirs."""
    folder = tmp_path / "渝水"
    shutil.copytree(root / "samples" / "jiangxi-2022", folder)
    text = (root / "tests" / "data" / "seeds" / "jiangxi-2022.txt").read_text(encoding="utf-8")
    write(folder, "组织部自评报告.txt", text)
    status, out, err = run(capsys, folder)
    assert (status, err) == (1, "")
    assert "等 14 份表，按单位的全部项目对应" in out
    assert "按自评表应为244.2092万元（14份自评表相加 执行金额）" in out


# --- from the workbook


def test_a_form_alone_means_the_report_beside_it(
    tmp_path: Path, demo: Path, capsys: Captured
) -> None:
    """The name `xltools report` gives; of several the one that was saved last."""
    form = tmp_path / "项目.xlsx"
    shutil.copy(demo, form)
    status, _, err = run(capsys, form)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "项目-自评报告.docx" in err
    with pytest.raises(FileError, match="项目-自评报告"):
        audit_beside(form)

    for _ in range(2):
        main(["report", str(form)])
    first, second = tmp_path / "项目-自评报告.docx", tmp_path / "项目-自评报告(2).docx"
    os.utime(second, (1, 1))
    assert report_beside(form) == first
    os.utime(first, (0, 0))
    assert report_beside(form) == second
    scored = tmp_path / "项目-已评分(2).xlsx"
    assert report_beside(scored) == second
    capsys.readouterr()
    _, out, _ = run(capsys, form)
    assert "项目-自评报告(2).docx：" in out
    judged = audit_beside(form)
    assert judged.file.path == second
    assert [file.path for file in judged.forms] == [form]
    assert not [each for each in judged.remarks if each.code.number.startswith("T5")]


def test_a_link_to_itself_is_told_like_any_file_that_cannot_be_read(
    tmp_path: Path, capsys: Captured
) -> None:
    """One line, and no fault of ours."""
    loop = tmp_path / "报告.docx"
    loop.symlink_to(loop)

    status, out, err = run(capsys, loop)

    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "内部出错" not in err


def test_the_demo_finds_nothing_in_a_report_and_then_the_number_that_was_changed(
    root: Path, tmp_path: Path, capsys: Captured
) -> None:
    """What `make demo` shows: a sound report, and one with a fault, with the sentence and the cell."""
    form = root / "samples" / "national-2020" / "农村公路安防工程.xlsx"
    sound, faulty = tmp_path / "报告.docx", tmp_path / "改错一处.docx"
    main(["report", str(form), "-o", str(sound)])
    capsys.readouterr()

    assert run(capsys, sound, form)[0] == 0
    plant = runpy.run_path(str(root / "scripts" / "plant_fault.py"))["plant"]
    plant(sound, faulty, "全年执行数468.6", "全年执行数486.6")
    status, out, _ = run(capsys, faulty, form)

    assert status == 1
    assert "“全年执行数486.6万元，预算执行率97.63%。”" in out
    assert "错误 T501 写的是486.6万元，按自评表应为468.6万元（自评表!F6" in out
    assert len(out.splitlines()) < 12
