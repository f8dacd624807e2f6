"""The component inside LibreOffice: a button starts our own Python and hands it a pipe.

It runs in whatever Python LibreOffice brings, so it imports nothing but UNO and the standard library
and does nothing itself: reading, judging and writing happen in xltools, which is installed
elsewhere and named in the file `interpreter` of the user's settings.
"""

import os
import secrets
import subprocess
import sys
import threading

import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.task import XJobExecutor

SERVICE = "cn.xltools.Press"
NOT_INSTALLED = (
    "没有找到 xltools 的 Python 环境。请先运行 xltools addin install，"
    "或请安装人员检查文件：\n{path}"
)
NOT_STARTED = "启动不了 xltools（{reason}）。请重新运行 xltools addin install。"
BUSY = "正在处理上一次点击，请稍候。"
ENDED = (
    "xltools 意外结束（{status}），没有完成这次操作。请再试一次；仍不行请运行 xltools doctor。"
)
TITLE = "绩效自评"

_OURS = (
    "PYTHONHOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "PYTHONSTARTUP",
    "UNO_PATH",
    "URE_BOOTSTRAP",
)
"""What LibreOffice sets for its own Python and would break another."""

_busy = threading.Lock()


class Press(unohelper.Base, XJobExecutor):
    """service:cn.xltools.Press?ACTION, as toolbar and menu call it."""

    def __init__(self, context):
        self.context = context
        self.desktop = self._service("com.sun.star.frame.Desktop")

    def trigger(self, action):
        """Return at once: the program must go on to serve the calls that come back."""
        document = self.desktop.getCurrentComponent()
        if not _busy.acquire(blocking=False):
            self.tell(BUSY)
            return
        try:
            process, acceptor = self._start(action, document)
        except Exception as error:
            _busy.release()
            self.tell(str(error))
            return
        threading.Thread(target=self._wait, args=(process, acceptor), daemon=True).start()

    def _start(self, action, document):
        path = interpreter_file()
        python = os.environ.get("XLTOOLS_PYTHON") or read_line(path)
        if not python or not os.path.exists(python):
            raise RuntimeError(NOT_INSTALLED.format(path=path))
        pipe = "xltools" + secrets.token_hex(16)
        # the office itself opens the pipe: nothing has to be switched on when it starts
        acceptor = self._service("com.sun.star.office.Acceptor")
        acceptor.initialize(("pipe,name={};urp;".format(pipe), True))
        command = [python, "-X", "utf8", "-m", "xltools.live", action, "--pipe", pipe]
        uid = getattr(document, "RuntimeUID", "")
        if uid:
            command += ["--uid", uid]
        environment = {key: value for key, value in os.environ.items() if key not in _OURS}
        quiet = subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return process, acceptor
        except OSError as error:
            raise RuntimeError(NOT_STARTED.format(reason=error.strerror)) from None

    def _wait(self, process, acceptor):
        status = process.wait()
        del acceptor  # it listens as long as somebody holds it
        _busy.release()
        if status not in (
            0,
            3,
        ):  # told the user itself; was left alone by a program that closed
            self.tell(ENDED.format(status=status))

    def tell(self, text):
        """A message box over the window in front."""
        frame = self.desktop.getCurrentFrame()
        window = frame.getContainerWindow() if frame else None
        box = self._service("com.sun.star.awt.Toolkit").createMessageBox(
            window, ERRORBOX, 1, TITLE, text
        )
        box.execute()
        box.dispose()

    def _service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)


def interpreter_file():
    """Where `xltools addin install` writes the path of our Python."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.expanduser("~/AppData/Roaming")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(base, "xltools", "interpreter")


def read_line(path):
    """The first line of a small file; "" if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, UnicodeDecodeError):
        return ""


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Press, SERVICE, (SERVICE,))
