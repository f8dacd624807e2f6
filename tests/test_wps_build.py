"""The add-in as it is committed: made from the table of buttons, plain old JavaScript, no Chinese twice."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from wps_office import SCRIPTS, node

from workbook.build_wps import FOLDER, SPACE, built
from xltools.package.looks import _BOX, _LOOKS, _fill
from xltools.ribbon import BUTTONS, GROUPS, TAB
from xltools.service.files import addin_files
from xltools.service.words import LOOKS, SENTENCES, script, waiting_script, words

OLD = re.compile(
    r"=>|\b(?:let|const|class|async|await|import|export)\s|`|\?\?|\?\.\w|\.\.\.\w|\bof\s"
)
"""What a web view of 2016 does not know."""


def test_ribbon_and_manifest_are_what_the_table_makes() -> None:
    """As workbook/build_wps.py writes them; twice the same bytes."""
    assert built() == built()
    for name, content in built().items():
        assert (FOLDER / name).read_bytes() == content


def test_the_ribbon_has_every_button_once_in_its_group() -> None:
    """In the dialect of 2006, with callbacks that the scripts define."""
    root = ElementTree.fromstring(built()["ribbon.xml"])
    space = {"c": SPACE}
    assert root.tag == f"{{{SPACE}}}customUI"
    tab = root.find(".//c:tab", space)
    assert tab is not None
    assert tab.get("label") == TAB
    groups = tab.findall("c:group", space)
    assert [group.get("label") for group in groups] == [group.caption for group in GROUPS]
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert [id_ for id_ in ids if id_ and id_[4:] in BUTTONS] == [f"xlt_{a}" for a in BUTTONS]
    ribbon = (SCRIPTS / "ribbon.js").read_text()
    called = {root.get("onLoad")} | {
        button.get(kind)
        for button in root.iter(f"{{{SPACE}}}button")
        for kind in ("onAction", "getImage")
    }
    for name in called:
        assert f"window.{name} = function" in ribbon


@pytest.mark.parametrize(
    "path", [SCRIPTS.parent / "main.js", *sorted(SCRIPTS.glob("*.js"))], ids=lambda p: p.name
)
def test_scripts_are_old_javascript_without_words(path: Path) -> None:
    """What the user reads comes from words.js; comments are English."""
    text = path.read_text(encoding="utf-8")
    assert text.isascii()
    code = re.sub(r"//[^\n]*", "", re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text))
    assert not OLD.search(code)
    assert len(text.splitlines()) <= 350


def test_every_sentence_that_a_script_says_is_there_and_said() -> None:
    """No word is missing from words.js, and none is there for nothing."""
    texts = "".join(
        path.read_text() for path in (SCRIPTS.parent / "main.js", *SCRIPTS.glob("*.js"))
    )
    assert set(re.findall(r"XLT\.words\.(\w+)", texts)) == set(words())
    assert set(SENTENCES) < set(words())


def test_a_new_sheet_looks_in_wps_as_in_a_file() -> None:
    """Font, size, weight, fill, frame, alignment of every look."""
    assert LOOKS.keys() == _LOOKS.keys()
    for name, (font, size, bold, fill, framed, across) in LOOKS.items():
        xml, filled, border, horizontal = _LOOKS[name]
        told = xml.decode()
        assert f'<name val="{font}"/>' in told
        assert f'<sz val="{size}"/>' in told
        assert ("<b/>" in told) == bold
        assert filled == (_fill(fill.encode()) if fill else b"")
        assert border == (_BOX if framed else b"")
        assert horizontal == across.encode()


def test_what_is_put_into_a_script_cannot_end_it() -> None:
    """A token or an address with a tag in it stays a text."""
    assert b"</" not in script("/</script>/", "\u2028").lower()
    assert "\u2028".encode() not in script("/", "\u2028")
    assert b"</" not in waiting_script("http://127.0.0.1:1/</script>/")


def test_an_installed_package_would_have_all_files() -> None:
    """Pages, scripts, ribbon and pictures are found by the names that the page uses."""
    names = addin_files().keys()
    assert {"index.html", "main.js", "ribbon.xml", "manifest.xml", "js/ribbon.js"} < names
    assert {f"images/{icon}" for icon in words()["icons"].values()} <= names  # type: ignore[attr-defined]


def test_the_folder_waits_for_the_service_and_goes_there() -> None:
    """Until it answers a click is told what to do; the picture that is asked for is the knock."""
    waiting = waiting_script("http://127.0.0.1:4321/secret/").decode()
    main = (SCRIPTS.parent / "main.js").read_text()
    before, knock, after, said, image = node({"mode": "wait", "waiting": waiting, "main": main})
    assert before is None
    assert knock.startswith("http://127.0.0.1:4321/secret/images/check-16.png?")
    assert after == "http://127.0.0.1:4321/secret/index.html"
    assert said == [SENTENCES["no_service"]]
    assert image == "images/score-32.png"
