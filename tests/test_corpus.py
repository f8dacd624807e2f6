"""Every hostile, broken or odd file has the verdict of `corpus/verdicts.tsv`, in a run and by itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from corpus import GROUPS, variants
from corpus import write as write_all
from corpus.base import Base, Variant
from corpus.observe import outcomes
from corpus.table import Line, agrees, became, find, load_table
from corpus.trial import MEGABYTES, SECONDS, Server, Trial
from exotic import Package
from intake_files import LIMITS, item_of

from xltools.cli import main
from xltools.hosts.file import filled, open_form
from xltools.intake.take import take_in
from xltools.intake.walk import shown

TESTS = Path(__file__).parent
FORM = TESTS.parent / "samples" / "national-2020" / "农村公路安防工程.xlsx"
OTHER = TESTS.parent / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"
TABLE = load_table()
COMMANDS = ["check", "score", "report", "press"]
READING = ["check", "report"]


@pytest.fixture(scope="module")
def base() -> Base:
    """The honest form."""
    return Base(FORM)


def seen(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder, and where its links lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file() and path.stat().st_size < 1 << 30:
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[str(path)] = str(path.stat().st_mode)
    return found


def test_the_table_has_a_line_for_every_variant() -> None:
    """And none for another; there are as many as were promised, of every verdict."""
    names = [variant.key for variant in variants()]

    assert list(TABLE) == names
    assert len(set(names)) == len(names) >= 150
    assert {line.verdict for line in TABLE.values()} == {
        "same", "more", "finding", "refused", "ignored",
    }  # fmt: skip


def test_the_same_seed_makes_the_same_files(base: Base) -> None:
    """What is made by chance is made again."""
    again = Base(FORM)
    made = [v for v in variants() if v.name in ("a_page_of_noise_inside", "xls_noise")]

    assert len(made) == 2
    assert all(v.make and v.make(base) == v.make(again) for v in made)


def test_a_run_of_collect_equals_the_table(
    base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run over all of them: it ends, accounts for each, changes none."""
    came, target = tmp_path / "来件", tmp_path / "汇总.xlsx"
    paths = write_all(base, came)
    before = seen(came)

    status = main(["collect", str(came), "-o", str(target), "--jobs", "2"])

    said = capsys.readouterr()
    assert status == 1, said.err
    assert "Traceback" not in said.err
    assert target.exists()
    assert seen(came) == before
    (ledger,) = tmp_path.glob("*.db")
    found = outcomes(ledger, base)
    honest = found["containers/as_it_is.xlsx"].forms[0]
    differences = []
    for key, path in paths.items():
        inside = "/".join(shown(part) for part in path.relative_to(came).parts)
        result = became(find(found, inside), base, honest)
        if not agrees(TABLE[key], result):
            differences.append(
                f"{key}: {' | '.join(result)}, not {' | '.join(TABLE[key].expected)}"
            )
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("group", GROUPS)
def test_the_command_line_is_tried_on_each(base: Base, group: str, tmp_path: Path) -> None:
    """No traceback, no hang, no growth; the status that is promised, one line that says what to do."""
    files = {v: v.write(base, tmp_path) for v in variants() if v.group == group}
    before = seen(tmp_path)
    troubles: list[str] = []
    with Server(TESTS) as server:
        for variant, path in files.items():
            trial = server.ask(path, READING if variant.converts else COMMANDS)
            found = [
                *_troubles(trial),
                *_broken_promises(trial, TABLE[variant.key], variant, path),
            ]
            troubles += [f"{variant.key}: {each}" for each in found]

    assert not troubles, "\n".join(troubles)
    assert seen(tmp_path) == before


def test_a_file_without_the_right_to_read_it_says_so(base: Base, tmp_path: Path) -> None:
    """Also where the tests are root's: the trial gives up what root may do."""
    path = tmp_path / "没有权限.xlsx"
    path.write_bytes(base.data)
    path.chmod(0)
    with Server(TESTS) as server:
        trial = server.ask(path, ["check", "report"])

    assert [said.status for said in trial.said] == [2, 2]
    assert all("没有权限读取“没有权限.xlsx”" in said.err for said in trial.said)


def test_what_may_become_active_goes_over_as_it_is(base: Base, tmp_path: Path) -> None:
    """Scoring changes no byte of a macro, an object, a link, nor of what leads to them."""
    for variant in (v for v in variants() if v.group == "active" and not v.converts):
        path = variant.write(base, tmp_path)
        before, after = Package(path.read_bytes()), Package(filled(open_form(path)))
        changed = {name for name, part in before.parts.items() if after.parts.get(name) != part}

        assert changed <= {base.sheet, base.issues, "xl/workbook.xml", "xl/styles.xml"}, (
            variant.name
        )


def test_another_form_is_refused_alike(tmp_path: Path) -> None:
    """What is refused is so for what is done to it, and not for the form that it is done to."""
    other, wrong = Base(OTHER), []
    for variant in variants():
        line = TABLE[variant.key]
        if line.verdict == "refused" and variant.group not in ("archives", "names"):
            path = variant.write(other, tmp_path)
            (record,) = take_in(item_of(path), LIMITS, None)
            path.unlink()
            if (record.kind, record.code) != ("refused", line.told.split()[0]):
                wrong.append(f"{variant.key}: {record.kind} {record.code} {record.reason}")

    assert not wrong, "\n".join(wrong)


def _troubles(trial: Trial) -> list[str]:
    """What no file may cause."""
    found = [trial.died] if trial.died else []
    if not trial.said:
        found.append("nothing said")
    if trial.megabytes > MEGABYTES:
        found.append(f"{trial.megabytes} MB")
    if trial.seconds > SECONDS:
        found.append(f"{trial.seconds:.0f} s")
    for said in trial.said:
        if said.raised or "Traceback" in said.err or "程序内部" in said.err:
            found.append(f"{said.command} {said.raised or said.err}")
    return found


def _broken_promises(trial: Trial, line: Line, variant: Variant, path: Path) -> list[str]:
    """Where a command did not do what its contract says."""
    found = []
    for said in trial.said:
        wanted = line.status(said.command)
        if said.status not in ((0, 2) if wanted is None else (wanted,)):
            found.append(f"{said.command} ended with {said.status}: {said.err[-300:]}")
        if said.status != 2:
            continue
        one = said.err.count("\n") == 1 and said.err.startswith("xltools：")
        if (
            not one
            or not ("请" in said.err or "不用处理" in said.err)
            or said.out.count("\n") > 60
        ):
            found.append(f"{said.command} said {said.err!r}")
        name = path.name
        if name.isprintable() and name[:40] not in said.err:
            found.append(f"{said.command} did not name the file: {said.err!r}")
    return found


def test_the_reasons_of_decisions_are_written_down() -> None:
    """A file that is odd and read all the same, or read otherwise than one would think, has its why."""
    counts = Counter(line.verdict for line in TABLE.values() if line.why)

    assert counts["same"] > 20
