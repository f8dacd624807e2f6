"""A real LibreOffice with our extension in it: installed, started, clicked, looked into."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from xltools.model import Place

PATIENCE = 60  # seconds, for a machine that does much else; an answer takes one or two
_UNO = ("/usr/lib/libreoffice/program", "/usr/lib/python3/dist-packages")


def install(extension: Path, profile: Path) -> None:
    """Put the extension into a new profile with unopkg, which root must not call."""
    with tempfile.TemporaryDirectory(prefix="unopkg") as name:
        stage = Path(name)
        stage.chmod(0o777)
        shutil.copy(extension, stage / "ribbon.oxt")
        command = [
            "unopkg", "add", "--force", "--suppress-license", str(stage / "ribbon.oxt"),
            f"-env:UserInstallation={(stage / 'profile').as_uri()}",
        ]  # fmt: skip
        if os.geteuid() == 0:
            nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
            command = ["setpriv", *nobody, *command]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(stage)}
        subprocess.run(command, check=True, env=environment, cwd=stage, timeout=PATIENCE)
        shutil.copytree(stage / "profile", profile)


@contextlib.contextmanager
def screen(size: str = "1600x1000") -> Iterator[str]:
    """A screen that nobody sees, with a window manager; gives its DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            display = f":{numbers.readline().strip()}"
        manager = subprocess.Popen(
            ["openbox"], env=os.environ | {"DISPLAY": display}, stderr=subprocess.DEVNULL
        )
        try:
            yield display
        finally:
            _end(manager)
    finally:
        _end(server)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    process.kill()
    process.wait()


class Office:
    """One running LibreOffice; `display` is None without a screen."""

    def __init__(self, context: Any, display: str | None, home: Path) -> None:
        self.context, self.display, self.home = context, display, home
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name: str) -> Any:
        """A UNO service."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def front(self) -> Any:
        """The workbook in front, once it is there and has a window; else None."""
        document = self.desktop.getCurrentComponent()
        return document if getattr(document, "CurrentController", None) else None

    def open(self, path: Path) -> Any:
        """Open a workbook in a window of its own and bring it to the front."""
        document = self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        document.CurrentController.Frame.activate()
        return document

    def dispatch(self, document: Any, action: str) -> None:
        """Call a button's address as the program does."""
        frame = document.CurrentController.Frame
        frame.activate()
        helper = self.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f"service:cn.xltools.Press?{action}", "", 0, ())

    def click(self, document: Any, name: str) -> None:
        """Move the mouse onto a button of the toolbar, and press it."""
        from com.sun.star.accessibility.AccessibleRole import PUSH_BUTTON

        self._press(document, name, PUSH_BUTTON)

    def choose(self, document: Any, menu: str, entry: str) -> None:
        """Open a menu of the menu bar and press one of its entries."""
        from com.sun.star.accessibility.AccessibleRole import MENU, MENU_ITEM

        self._press(document, menu, MENU)
        self._press(document, entry, MENU_ITEM)

    def _press(self, document: Any, name: str, role: int) -> None:
        top = document.CurrentController.Frame.ContainerWindow
        button = until(lambda: find(top, name, role), f"no “{name}” on the screen")
        at, size = button.LocationOnScreen, button.Size
        x, y = at.X + size.Width // 2, at.Y + size.Height // 2
        self.xdotool("mousemove", str(x), str(y))
        self.xdotool("click", "1")

    def xdotool(self, *words: str) -> str:
        """Mouse and keys on our screen; gives what it prints."""
        assert self.display is not None
        environment = os.environ | {"DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            timeout=PATIENCE,
        )
        return done.stdout

    def answer(self, words: str) -> None:
        """Wait for a message box that says something, and press Enter."""
        box = until(lambda: self._box(words), f"no message with “{words}” on the screen")
        self.xdotool("key", "Return")
        until(lambda: self._box(words) is None, f"the message {box!r} stays")

    def _box(self, words: str) -> str | None:
        """The text of a message box on the screen that says something; None without one."""
        from com.sun.star.accessibility.AccessibleRole import ALERT, DIALOG

        toolkit = self.service("com.sun.star.awt.Toolkit")
        for number in range(toolkit.TopWindowCount):
            context = toolkit.getTopWindow(number).AccessibleContext
            if context is not None and context.AccessibleRole in (ALERT, DIALOG):
                said = [each.AccessibleName for each in inside(context)]
                found = next((each for each in said if words in each), None)
                if found is not None:
                    return found
        return None

    def clicks(self) -> int:
        """How many clicks have ended, as the log says."""
        log = self.home / "state" / "xltools" / "ribbon.log"
        return log.read_text(encoding="utf-8").count("ended") if log.exists() else 0

    def follow_link(self, document: Any, sheet: str, row: int, column: int) -> None:
        """Press a cell with the mouse while Ctrl is held, as a link is followed; 1-based."""
        controller = document.CurrentController
        controller.setActiveSheet(document.Sheets.getByName(sheet))
        controller.select(controller.ActiveSheet.getCellByPosition(column - 1, row - 1))
        table = until(lambda: self._table(controller, sheet), f"{sheet} is not on the screen")
        cell = table.getAccessibleCellAt(row - 1, column - 1).getAccessibleContext()
        at = cell.LocationOnScreen
        self.xdotool("mousemove", str(at.X + 8), str(at.Y + cell.Size.Height // 2))
        self.xdotool("keydown", "ctrl", "click", "1", "keyup", "ctrl")

    def _table(self, controller: Any, sheet: str) -> Any:
        """The cells of the sheet in front, as the screen shows them."""
        everything = inside(controller.ComponentWindow.getAccessibleContext())
        return next((each for each in everything if hasattr(each, "getAccessibleCellAt")), None)

    def selected(self, document: Any) -> str:
        """The selected cell, top left, as 自评表!F24."""
        address = document.CurrentSelection.RangeAddress
        sheet = document.Sheets.getByIndex(address.Sheet).Name
        return str(Place(sheet, address.StartRow + 1, address.StartColumn + 1))


@contextlib.contextmanager
def office(
    profile: Path, first: Path, display: str | None = None, toolkit: str = "gen"
) -> Iterator[Office]:
    """Start LibreOffice with a profile and a workbook, and end it whatever happens.

    With the toolkit gen things are where they say they are; gtk3 is what users see.

    One that is asked to open its first workbook while it starts may wait for itself for ever.
    """
    pipe = "xltest" + secrets.token_hex(8)
    command = [
        "soffice", "--norestore", "--nologo", "--nofirststartwizard", str(first),
        f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp",
    ]  # fmt: skip
    environment = os.environ | {
        "HOME": str(profile.parent),
        "XDG_CONFIG_HOME": str(profile.parent / "config"),
        "XDG_STATE_HOME": str(profile.parent / "state"),
    }
    if display is None:
        command.append("--headless")
        environment["XLTOOLS_QUIET"] = "1"  # nobody is there to answer a message
    else:
        environment |= {"DISPLAY": display, "SAL_USE_VCLPLUGIN": toolkit}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        running = Office(
            until(lambda: _connect(pipe), "LibreOffice does not answer"),
            display,
            profile.parent,
        )
        until(lambda: running.front() is not None, f"{first.name} does not open")
        yield running
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """The program and what it started."""
    import signal

    for each in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, each)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)


def _connect(pipe: str) -> Any:
    sys.path += [path for path in _UNO if path not in sys.path]
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    with contextlib.suppress(NoConnectException):
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    return None


def find(accessible: Any, name: str, role: int, depth: int = 0) -> Any:
    """The first thing of a name and a role on the screen; None without one."""
    context = accessible.getAccessibleContext()
    if context.AccessibleRole == role and context.AccessibleName == name:
        return context
    for number in range(min(context.AccessibleChildCount, 60)):
        if depth < 8:
            found = find(context.getAccessibleChild(number), name, role, depth + 1)
            if found is not None:
                return found
    return None


def inside(context: Any, depth: int = 0) -> Iterator[Any]:
    """All that a window shows."""
    yield context
    for number in range(min(context.AccessibleChildCount, 60)):
        if depth < 8:
            child = context.getAccessibleChild(number)
            yield from inside(child.getAccessibleContext(), depth + 1)


def until(look: Callable[[], Any], complaint: str) -> Any:
    """What `look` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(complaint)
