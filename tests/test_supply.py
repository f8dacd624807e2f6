"""What the project depends on: pinned and hashed, under licences that allow it, in no version known to be bad."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "scripts"


def script(name: str) -> ModuleType:
    """A script as a module, which finds its neighbours."""
    if str(SCRIPTS) not in sys.path:
        sys.path.append(str(SCRIPTS))
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = script("audit_supply")
licences = script("licences")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_audit_that_needs_no_connection_finds_nothing() -> None:
    """Lock, installed packages, licences, known bad versions."""
    assert list(audit.faults(LOCK)) == []


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    """Each line that begins with a name pins one version and has at least one SHA-256."""
    names = re.findall(r"^[A-Za-z0-9][^\n]*$", LOCK, re.M)
    assert len(names) > 80
    for line in names:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;]+( ; [^\\]+)? \\", line), line
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.M)[1:]
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", block) for block in blocks)


@pytest.mark.parametrize(
    "change",
    [
        ("jinja2==3.1.6 \\", "jinja2==3.1.6"),
        ("jinja2==3.1.6 \\", "jinja2>=3.1.6 \\"),
        ("jinja2==3.1.6 \\", "--index-url http://mirror.invalid/simple\njinja2==3.1.6 \\"),
        ("jinja2==3.1.6 \\", "jinja2 @ git+https://host.invalid/jinja \\"),
        ("jinja2==3.1.6 \\", "-e .\njinja2==3.1.6 \\"),
        ("--hash=sha256:", "--hash=md5:"),
    ],
    ids=["no_hash", "no_pin", "index", "repository", "editable", "md5"],
)
def test_a_lock_that_lets_something_else_in_is_found(change: tuple[str, str]) -> None:
    """Somebody edited it by hand."""
    before, after = change
    assert before in LOCK
    text = LOCK.replace(before, after, 1)
    if after.startswith("jinja2==") and not after.endswith("\\"):
        text = re.sub(
            r"(?m)^jinja2==3\.1\.6\n(?:    --hash=\S+ ?\\?\n)+", "jinja2==3.1.6\n", text
        )
    assert list(audit.of_lock(text))


def test_whoever_sets_up_asks_for_the_hashes() -> None:
    """The script, the installers for offices without internet, and what the papers tell people to type."""
    setup = (SCRIPTS / "setup.sh").read_text(encoding="utf-8")
    installs = re.findall(r'^\s*"\$\{pip\[@\]\}" (.*)$', setup, re.M)
    assert installs == [
        "--require-hashes -r requirements.lock",
        "--no-deps --no-build-isolation -e .",
    ]
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for line in re.findall(r"pip install [^\n`]*", text):
            assert "--require-hashes" in line or "--no-deps" in line, f"{name}: {line}"
    bundle = (SCRIPTS / "bundle.py").read_text(encoding="utf-8")
    assert bundle.count('"download", "--require-hashes"') == bundle.count('"download", ')


def test_the_list_of_licences_is_current() -> None:
    """docs/licences.md is what the script writes: run it after a change of the lock."""
    assert licences.TARGET.read_text(encoding="utf-8") == licences.page(), (
        "python scripts/licences.py"
    )


def test_only_licences_that_allow_it_are_bundled() -> None:
    """Each package has one of a short list, and none of the words that forbid."""
    packages = licences.bundled()
    assert {"lxml", "msgspec", "xlsxwriter", "sqlalchemy", "pywin32"} <= {
        p.name for p in packages
    }
    for each in packages:
        assert set(re.split(r" (?:AND|OR) ", each.licence)) <= licences.ALLOWED.keys()
    for word in ("AGPL", "GPL-2.0", "GPL-3.0-only", "PolyForm", "unknown"):
        assert word not in licences.ALLOWED


@pytest.mark.parametrize(
    "text",
    [
        "GNU AFFERO GENERAL PUBLIC LICENSE", "PolyForm Noncommercial License 1.0.0", "Server Side Public License",
        "Commons Clause", "for non-commercial use only", "This software is proprietary.",
    ],
)  # fmt: skip
def test_words_that_forbid_are_known(text: str) -> None:
    """In any licence file of a package."""
    assert licences._FORBIDDEN.search(text)
    assert not licences._FORBIDDEN.search(
        "free for commercial and non-commercial use as long as"
    )


@pytest.mark.parametrize(
    ("name", "version", "is_bad"),
    [
        ("jinja2", "3.1.5", True), ("Jinja2", "3.1.6", False),
        ("pyarrow", "14.0.0", True), ("pyarrow", "14.0.1", False), ("pyarrow", "0.13.0", False),
        ("python_docx", "0.8.5", True), ("PyYAML", "5.3.1", True), ("tornado", "6.5.4", True),
        ("distributed", "2021.9.1", True), ("something", "1.0", False),
    ],
)  # fmt: skip
def test_a_version_of_which_an_advisory_warns_is_found(
    name: str, version: str, is_bad: bool
) -> None:
    """However its name is written, and within its ranges."""
    assert bool(list(audit.of_versions([(name, version)], audit.known_bad()))) == is_bad


def test_the_list_of_bad_versions_names_its_sources() -> None:
    """A number of an advisory each, once for each package, and only packages that we lock."""
    known = audit.known_bad()
    assert len({(each.package, each.advisory) for each in known}) == len(known) >= 15
    for each in known:
        assert re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}", each.advisory)
        assert re.search(rf"^{re.escape(each.package)}==", LOCK, re.M), each.package
        assert each.what


@pytest.mark.parametrize(
    ("status", "out", "err", "said"),
    [
        (0, "No known vulnerabilities found", "", 0),
        (
            1,
            "Name Version ID Fix Versions\njinja2 3.1.5 CVE-1 3.1.6",
            "Found 1 known vulnerability",
            1,
        ),
        (1, "", "ConnectionError: no route", 3),
        (
            0,
            "xlrd Dependency not found and could not be audited: xlrd",
            "No known vulnerabilities",
            3,
        ),
    ],
)
def test_what_pip_audit_says_is_understood(status: int, out: str, err: str, said: int) -> None:
    """A service that is away is no finding, and no all-clear either."""
    assert audit.verdict(status, out, err) == said
