"""Exceptions: we could not do the job.

A thing a person must look at in a form is a finding (findings.py), not an exception.

    XltoolsError                 exit status 2, one Chinese line, no traceback
    ├── FileError                the file cannot be read or written
    │   ├── NotAWorkbookError    no workbook, damaged, encrypted
    │   ├── ChangedError         changed or opened elsewhere while we worked
    │   └── SaveError            disk full, no permission
    ├── FormError                a workbook, but no form that we know
    ├── ProfileError             a region's TOML says something impossible
    ├── SettingsError            the user's settings say something impossible
    ├── TemplateError            a report template is broken
    ├── ToolMissingError         LibreOffice or a font is not installed
    └── Stopped                  the user stopped a long job

    SaveWarning                  saved, but something about it has to be told
"""

from __future__ import annotations

import errno


class XltoolsError(Exception):
    """Root of all our exceptions; its text is one Chinese line for the user."""


class FileError(XltoolsError):
    """The file cannot be read or written."""


class NotAWorkbookError(FileError):
    """The file is no workbook, or a damaged or encrypted one."""


class ChangedError(FileError):
    """The file was changed, or is open elsewhere; nothing was written."""


class SaveError(FileError):
    """The result could not be saved; the old file is untouched."""


class SaveWarning(UserWarning):
    """The result is saved and whole, and there is something to tell; one Chinese line."""


class FormError(XltoolsError):
    """A readable workbook that holds no form known to us."""


class ProfileError(XltoolsError):
    """A region's profile says something impossible; names file and key."""


class SettingsError(XltoolsError):
    """The user's settings say something impossible; names file and key."""


class TemplateError(XltoolsError):
    """A report template is broken; names file and place."""


class ToolMissingError(XltoolsError):
    """A program we need is not installed; says how to install it."""


class Stopped(XltoolsError):  # noqa: N818 - nothing went wrong
    """The user stopped a long job; nothing was changed."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一级不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EBUSY: "正被别的程序使用",
    errno.EIO: "磁盘读写出错",
}


def reason(error: BaseException) -> str:
    """What the system said, in Chinese and without a stop.

    >>> reason(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或文件夹'
    """
    number = getattr(error, "errno", None)
    if number is None:
        return "路径不对"
    return _REASONS.get(number, f"系统错误 {number}")
