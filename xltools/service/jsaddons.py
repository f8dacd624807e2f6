"""WPS' own lists of JavaScript add-ins: our line comes and goes, everybody else's stays.

`jsplugins.xml` names the add-ins, `publish.xml` says that a user wants them, `authwebsite.xml`
which addresses may use WPS' interface. They are edited as text, so that what others wrote in
them stays as it is, to the byte.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from xltools import __version__
from xltools.errors import FileError, SaveError, reason
from xltools.patterns import Pattern
from xltools.service.files import addin_files
from xltools.service.state import State
from xltools.service.words import waiting_script

NAME = "xltools"
"""What WPS calls the add-in."""

Kind: TypeAlias = Literal["online", "folder"]
"""`online`: WPS loads the page from the service. `folder`: WPS loads a page from its own folder,
which goes to the service as soon as that answers; the tab is there without the service, too."""

_ROOTS = {
    "jsplugins.xml": "jsplugins",
    "publish.xml": "jsplugins",
    "authwebsite.xml": "websites",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ELEMENT = (
    r"""<(?:jsplugin|jspluginonline|website)\s(?:[^<>]*\s)?name\s*=\s*["']xltools["'][^<>]*/>"""
)
_LINE = Pattern(rf"(?m)^[ \t]*{_ELEMENT}[ \t]*\r?\n")
_OURS = Pattern(_ELEMENT)
_URL = Pattern(r"""\surl\s*=\s*["']([^"']*)["']""")
_SERVICE = Pattern(r'XLT_SERVICE = "([^"]*)"')


def write_lists(folder: Path, state: State, kind: Kind) -> None:
    """Put our add-in into the lists of WPS' folder, or bring its address up to date.

    Raises:
        FileError: a list is damaged or cannot be written; those before it may be done.
    """
    texts = {name: _read(folder / name) for name in _ROOTS}  # all are sound, or none is touched
    lines = _lines(state, kind)
    if kind == "folder":
        _write_folder(folder, state)
    for name, root in _ROOTS.items():
        _write(folder / name, _with(_without(texts[name]), root, lines[name]))


def remove_lists(folder: Path) -> bool:
    """Take our lines and our folder away; False if there was nothing of ours."""
    found = False
    for name, root in _ROOTS.items():
        path = folder / name
        text = _read(path)
        if not _OURS.search(text):
            continue
        found = True
        rest = _without(text)
        if rest == _empty(root):  # nobody had it before us
            path.unlink()
        else:
            _write(path, rest)
    for each in folder.glob(f"{NAME}_[0-9]*"):
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
            found = True
    return found


def listed(folder: Path) -> tuple[Kind, str] | None:
    """How our add-in is registered, and the address that WPS was told; None if it is not."""
    plugin = _OURS.search(_read(folder / "publish.xml"))
    if plugin is None or not _OURS.search(_read(folder / "authwebsite.xml")):
        return None
    if plugin[0].startswith("<jspluginonline"):
        url = _URL.search(plugin[0])
        return "online", url[1] if url else ""
    try:
        waits = (folder / _home() / "words.js").read_text(encoding="utf-8")
    except OSError:
        waits = ""
    service = _SERVICE.search(waits)
    return "folder", service[1] if service else ""


def _home() -> str:
    return f"{NAME}_{__version__}"


def blocked(folder: Path) -> str:
    """Why WPS itself keeps the add-in from running, as far as its files say; "" if they do not."""
    try:
        answers = json.loads((folder / "authaddin.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        answers = None
    if _is_refused(answers):
        return "WPS 里没有允许这个加载项（authaddin.json），请在弹出的提示中按“允许”后重新启动 WPS 表格"
    try:
        text = (folder / "jsaddinblockhost.ini").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    hosts = "127.0.0.1" in text or NAME in text
    return "WPS 拦截了本机加载项（jsaddinblockhost.ini），请与 WPS 管理员联系" if hosts else ""


def _is_refused(found: object) -> bool:
    """True if somewhere an entry of our name is not enabled."""
    if isinstance(found, dict):
        for key, value in found.items():
            ours = NAME in (key, found.get("name"))
            entry = value if isinstance(value, dict) else found
            if ours and entry.get("enable") is False:
                return True
        return any(_is_refused(value) for value in found.values())
    return isinstance(found, list) and any(map(_is_refused, found))


def _lines(state: State, kind: Kind) -> dict[str, str]:
    """Our line of each list."""
    if kind == "online":
        plugin = f"<jspluginonline name={quoteattr(NAME)} type={quoteattr('et')} url={quoteattr(state.url)}"
        wanted = ' debug=""'
    else:
        plugin = (
            f"<jsplugin name={quoteattr(NAME)} type={quoteattr('et')} url={quoteattr(_home())}"
            f" version={quoteattr(__version__)}"
        )
        wanted = ""
    return {
        "jsplugins.xml": f"{plugin}/>",
        "publish.xml": f'{plugin}{wanted} enable="enable_dev" install="null"/>',
        "authwebsite.xml": f'<website origin={quoteattr(state.origin)} name={quoteattr(NAME)} status="enable"/>',
    }


def _write_folder(folder: Path, state: State) -> None:
    """The page that waits for the service; its words.js holds the secret address."""
    home = folder / _home()
    shutil.rmtree(home, ignore_errors=True)
    for name, source in addin_files().items():
        if not name.startswith("js/"):
            target = home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    handle = os.open(home / "words.js", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        file.write(waiting_script(state.url))


# --- the text of a list


def _empty(root: str) -> str:
    return f"{_HEAD}<{root}>\n</{root}>\n"


def _read(path: Path) -> str:
    """A list's text, "" for none.

    Raises:
        FileError: it is no list that WPS could read either.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise FileError(f"{path} 读不出（{reason(error)}）。") from None
    except UnicodeDecodeError:
        raise FileError(f"{path} 不是 UTF-8 文字，没有改动它。") from None
    if text.strip():
        _check(text, path)
    return text


def _check(text: str, path: Path) -> None:
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError:
        raise FileError(f"{path} 不是完整的 XML，没有改动它；请先修好或移走它。") from None


def _without(text: str) -> str:
    return _OURS.sub("", _LINE.sub("", text))


def _with(text: str, root: str, line: str) -> str:
    """The list with our line at its end.

    Raises:
        SaveError: it is a list of something else.
    """
    if not text.strip():
        text = _empty(root)
    end = f"</{root}>"
    if end not in text:
        text = Pattern(rf"<{root}(\s[^<>]*?)?\s*/>").sub(rf"<{root}\1>{end}", text)
    at = text.rfind(end)
    if at < 0:
        raise SaveError(f"WPS 的加载项清单里没有 <{root}>，没有改动它。")
    start = text.rfind("\n", 0, at) + 1
    if text[start:at].strip():  # the list is written in one line
        return text[:at] + line + text[at:]
    newline = "\r\n" if text[:start].endswith("\r\n") else "\n"
    return f"{text[:start]}  {line}{newline}{text[start:]}"


def _write(path: Path, text: str) -> None:
    """Raises SaveError where it cannot."""
    _check(text, path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    mark = b"\xef\xbb\xbf"
    try:
        old = path.read_bytes() if path.exists() else b""
        data = (mark if old.startswith(mark) else b"") + text.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "wb") as file:
            file.write(data)
        if (
            old
        ):  # the list holds the secret address now: others of this computer need not read it
            temporary.chmod(path.stat().st_mode & 0o700)
        temporary.replace(path)
    except OSError as error:
        raise SaveError(f"{path} 写不进去（{reason(error)}）。") from None
    finally:  # it holds the secret address too
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
