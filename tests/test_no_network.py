"""No telemetry, no look for updates, no fetched link: no command asks the kernel for an Internet socket.

Only what was asked for on purpose uses the network: a ledger on a server, Dask, and the service for
WPS, which listens at 127.0.0.1.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import no_network
import pytest
from conftest import Office
from hostile_texts import HOSTILE, hostile_form

from xltools.cli import main
from xltools.office import convert, find_soffice
from xltools.package.unlinked import unlinked

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"

_ALL = """
import sys
from pathlib import Path
from xltools.cli import main

def run(expected, *words):
    print("▶", *words, flush=True)
    status = main(list(words))
    assert status == expected, (status, words)

S = Path(sys.argv[1])
GOOD, POOR = str(S / "national-2020/农村公路安防工程.xlsx"), str(S / "shanxi-2020/创建党建先进县.xlsx")
FOREIGN = str(S / "published/鄂州市-购买第三方服务-2019.xlsx")
if __name__ == "__main__":
    run(0, "new", "national-2020", "-o", "空表.xlsx")
    run(0, "new", "national-2020", "--projects-template", "-o", "清单.xlsx")
    run(0, "new", "national-2020", "--projects", str(S / "sending/项目清单.xlsx"), "-o", "发放")
    run(0, "check", GOOD)
    run(1, "check", FOREIGN, "敌.xlsx", "链接.xlsx")
    run(1, "score", POOR, "-o", "已评分.xlsx")
    run(0, "explain", GOOD, "H13")
    run(0, "report", GOOD, "-o", "报告.docx")
    run(0, "audit", "报告.docx", GOOD, "-o", "批注.docx")
    run(1, "summary", str(S / "jiangxi-2022"), "-o", "评分表.xlsx")
    run(1, "collect", "来件", "-o", "汇总.xlsx", "--csv", "csv", "--parquet", "parquet", "--jobs", "2")
    run(0, "state", "汇总.xlsx")
    run(1, "sendback", "汇总.xlsx")
    run(0, "profile", "list")
    run(0, "profile", "which", FOREIGN)
    run(1, "press", "check", "敌.xlsx")
    status = main(["doctor"])
    status = main(["addin", "status"])
    print("■ all done")
"""


def linked(data: bytes) -> bytes:
    """A form with a picture, a template and a workbook that lie on a server, and a formula that asks one."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                part = part.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId900" Type="{kind}/attachedTemplate" Target="http://127.0.0.1:9/t.xltm" TargetMode="External"/>'
                    f'<Relationship Id="rId901" Type="{kind}/image" Target="http://127.0.0.1:9/p.png" TargetMode="External"/></Relationships>'.encode(),
                )
            archive.writestr(name, part)
    return target.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with forms, some of which would like to be looked up elsewhere."""
    (tmp_path / "来件").mkdir()
    for name in ("webservice", "hyperlink", "dde", "word"):
        (tmp_path / "来件" / f"{name}.xlsx").write_bytes(hostile_form(HOSTILE[name]))
    (tmp_path / "敌.xlsx").write_bytes(hostile_form(HOSTILE["webservice"]))
    (tmp_path / "链接.xlsx").write_bytes(linked(hostile_form(HOSTILE["hyperlink"])))
    return tmp_path


def without_network(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python code to which, and to whose children, no Internet socket is given."""
    script = folder / "commands.py"
    script.write_text(textwrap.dedent(code), encoding="utf-8")
    return subprocess.run(
        [sys.executable, no_network.__file__, sys.executable, str(script), *words],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(folder),
                          "XLTOOLS_STATE": str(folder / "状态")},
    )  # fmt: skip


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_who_asks_for_such_a_socket_dies(tmp_path: Path, family: str) -> None:
    """Else the test below would prove nothing; sockets between processes are given."""
    asked = without_network(
        tmp_path, f"import socket; socket.socketpair(); socket.socket(socket.{family})"
    )
    assert asked.returncode == no_network.KILLED
    child = (
        "import subprocess, sys\n"
        f"done = subprocess.run([sys.executable, '-I', '-S', '-c', 'import socket; socket.socket(socket.{family})'])\n"
        "sys.exit(done.returncode == -31)"
    )
    assert without_network(tmp_path, child).returncode == 1
    assert (
        without_network(tmp_path, "import socket; socket.socket(socket.AF_UNIX)").returncode
        == 0
    )


def test_no_command_asks_for_the_network(desk: Path) -> None:
    """Every command over samples and over files with links in them, its workers and readers too."""
    done = without_network(desk, _ALL, str(SAMPLES))
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert "■ all done" in done.stdout
    assert (
        "文件异常" not in done.stdout + done.stderr
    )  # nor was a reader of a single file killed for it
    assert (desk / "汇总.xlsx").is_file()


def linked_ods(port: int) -> bytes:
    """A form of LibreOffice's with a picture on a server and a formula that asks it."""
    source = zipfile.ZipFile(next((SAMPLES / "returned").glob("**/*.ods")))
    target = io.BytesIO()
    picture = (
        '<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" draw:name="p" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="http://127.0.0.1:{port}/p.png" xlink:type="simple"/></draw:frame>'
    )
    asking = (
        f'<table:table-row><table:table-cell table:formula="of:=WEBSERVICE(&quot;http://127.0.0.1:{port}/&quot;)"'
        f' office:value-type="string"><text:p>x</text:p>{picture}</table:table-cell></table:table-row></table:table>'
    )
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "content.xml":
                part = part.replace(b"</table:table>", asking.encode(), 1)
            archive.writestr(name, part)
    return target.getvalue()


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this computer: its port, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    guest, _ = server.accept()
                except OSError:
                    return
                with guest:
                    guest.settimeout(5)
                    asked.append(guest.recv(1000))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def test_libreoffice_as_it_comes_would_fetch_a_picture(desk: Path, office: Office) -> None:
    """Else the test below would prove nothing."""
    with listening() as (port, asked):
        (desk / "链接.ods").write_bytes(linked_ods(port))
        office("--convert-to", "xlsx", "--outdir", str(desk / "出"), str(desk / "链接.ods"))
    assert any(b"/p.png" in each for each in asked)


def test_libreoffice_as_we_start_it_fetches_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An .ods is converted, its cells the same; nobody was asked for the picture, nor by the formula."""
    monkeypatch.chdir(desk)
    with listening() as (port, asked):
        Path("链接.ods").write_bytes(linked_ods(port))
        assert main(["score", "链接.ods", "-o", "."]) in (0, 1)
        Path("work").mkdir()
        program = find_soffice()
        assert program is not None
        convert(program, desk / "链接.ods", desk / "work", "xlsx")  # also with its links in it
    assert asked == []
    assert list(desk.glob("*已评分*.xlsx"))
    assert (desk / "work" / "链接.xlsx").is_file()


def test_a_report_is_printed_without_the_network(desk: Path) -> None:
    """LibreOffice itself asks for nothing: it would have been killed for it."""
    code = """
    import sys
    from xltools.cli import main
    if __name__ == "__main__":
        sys.exit(main(["report", sys.argv[1], "--pdf", "-o", "报告.docx"]))
    """
    good = str(SAMPLES / "national-2020" / "农村公路安防工程.xlsx")
    done = without_network(desk, code, good)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert (desk / "报告.pdf").is_file()


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ('<draw:image xlink:href="http://h.invalid/p.png"/>', False),
        ('<draw:image xlink:href="file://h.invalid/share/p.png"/>', False),
        ("<draw:image xlink:type='simple' xlink:href='\\\\h.invalid\\p.png'/>", False),
        ('<draw:image xlink:href="//h.invalid/p.png"/>', False),
        ('<draw:object xlink:href="../../other.ods"/>', False),
        ('<table:table-source xlink:href="file:///h.invalid/x.ods"/>', False),
        ('<draw:image xlink:href="Pictures/1.png"/>', True),
        ('<draw:object xlink:href="./Object 1"/>', True),
        ('<text:a xlink:href="https://h.invalid/">网</text:a>', True),
    ],
)
def test_what_lies_elsewhere_is_cut_from_an_ods(inside: str, kept: bool) -> None:
    """What is in the file stays, and so do links that somebody has to click."""
    content = f"<office:spreadsheet>{inside}<text:p>甲</text:p></office:spreadsheet>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    data = target.getvalue()
    made = unlinked(data, "表.ods")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        after = archive.read("content.xml").decode()
    assert (made == data) == kept
    assert (after == content) == kept
    assert "<text:p>甲</text:p>" in after
    assert kept or "h.invalid" not in after


def test_no_module_of_ours_speaks_to_the_internet() -> None:
    """Modules of the standard library that do are imported where the service and the ledger are."""
    import ast

    homes = {
        "socket": {"service", "bureau", "ledger"}, "http": {"service"}, "urllib": set(), "ssl": set(), "ftplib": set(),
        "smtplib": set(), "requests": set(), "httpx": set(), "aiohttp": set(), "asyncio": set(), "xmlrpc": set(),
    }  # fmt: skip
    for path in sorted((ROOT / "xltools").rglob("*.py")):
        room = path.relative_to(ROOT / "xltools").parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else (
                [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            )  # fmt: skip
            for name in names:
                top = name.partition(".")[0]
                if top in homes and name != "urllib.parse":
                    assert room in homes[top], f"{path}: {name}"
