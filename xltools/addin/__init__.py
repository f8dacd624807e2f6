"""The buttons put into a user's spreadsheet programs, looked after and taken out again.

    install(this_computer(), hosts)      → a line a program
    uninstall(this_computer(), hosts)
    status(this_computer(), hosts)       → what is found, installed, missing

No administrator is needed. What was put where is written down (`record`), and only that is ever
removed. `Computer` says where everything is, so that tests install into a made-up home.
"""

from xltools.addin.computer import Computer, this_computer
from xltools.addin.manage import HOSTS, Outcome, install, status, uninstall
from xltools.addin.state import State

__all__ = [
    "HOSTS",
    "Computer",
    "Outcome",
    "State",
    "install",
    "status",
    "this_computer",
    "uninstall",
]
