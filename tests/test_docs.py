"""The commands of both READMEs run, exit as stated, and are the same in both languages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

READMES = ("README.md", "README.zh-CN.md")
NEEDED = ("samples", "workbook", "templates")
NOT_RUN = {"git", "cd", "sudo", "apt-get"}
"""First words of commands that fetch the checkout or prepare the machine."""

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d+)$")
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Command:
    """One `$ ` line of a console block and the exit status it states."""

    line: str
    status: int = 0

    @property
    def program(self) -> str:
        """The program's name without its folder: `.venv/bin/xltools` is `xltools`."""
        return Path(self.line.split()[0]).name

    @property
    def arguments(self) -> str:
        """What follows the program, as the shell will see it."""
        return self.line.partition(" ")[2]


def commands(text: str) -> list[Command]:
    """Return the commands in a README's console blocks, in order.

    A line that ends in a backslash goes on in the next one.
    """
    found = []
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("$ "):
                stated = EXIT.search(line)
                bare = EXIT.sub("", line[2:]).strip()
                found.append(Command(bare, int(stated[1]) if stated else 0))
    return found


def commands_of(readme: Path) -> list[Command]:
    """Return the commands of one README."""
    assert readme.exists(), f"{readme.name} is missing"
    return commands(readme.read_text(encoding="utf-8"))


def run(command: Command, folder: Path, root: Path) -> subprocess.CompletedProcess[str]:
    """Run an `xltools` command in `folder` with this Python, as a shell would."""
    return subprocess.run(
        f'"{sys.executable}" -m xltools {command.arguments}',
        shell=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_both_readmes_hold_the_same_commands(root: Path) -> None:
    """Who reads either language types the same, in the same order."""
    english, chinese = (commands_of(root / name) for name in READMES)

    assert english == chinese
    assert english, "no console block with a `$ ` line"


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_the_readme_exit_as_it_says(
    name: str, root: Path, tmp_path: Path
) -> None:
    """Each runs after the one before, in a copy; `# exit 1` states a status other than 0."""
    for folder in NEEDED:
        shutil.copytree(root / folder, tmp_path / folder)
    for command in commands_of(root / name):
        if command.program == "xltools":
            done = run(command, tmp_path, root)
            said = f"$ {command.line}\n{done.stdout}{done.stderr}"
            assert done.returncode == command.status, said


@pytest.mark.parametrize("name", READMES)
def test_the_other_commands_of_the_readme_are_known(name: str, root: Path) -> None:
    """A `make` line names targets of the Makefile; nothing else stands untested."""
    targets = set(TARGET.findall((root / "Makefile").read_text(encoding="utf-8")))
    for command in commands_of(root / name):
        if command.program == "make":
            words = [word for word in command.arguments.split() if not re.search("^-|=", word)]
            assert set(words) <= targets, command.line
        else:
            assert command.program in {"xltools", *NOT_RUN}, command.line


# The guard itself.


def test_only_dollar_lines_of_console_blocks_are_commands() -> None:
    """Output, other blocks and prose are left alone; a status is read and cut off."""
    text = (
        "`$ no`\n```console\n$ xltools check a.xlsx  # exit 1\na.xlsx: 3 findings\n"
        "$ .venv/bin/xltools score \\\n    a.xlsx\n```\n```python\n$ no\n```\n"
    )

    assert commands(text) == [
        Command("xltools check a.xlsx", 1),
        Command(".venv/bin/xltools score      a.xlsx"),
    ]
    assert [command.program for command in commands(text)] == ["xltools", "xltools"]


def test_a_command_runs_where_it_is_told(tmp_path: Path) -> None:
    """The exit status is the program's own, and the folder is the copy."""
    package = tmp_path / "code" / "xltools"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import os, sys\nprint(os.getcwd())\nsys.exit(3)\n")

    done = run(Command("xltools x"), tmp_path, tmp_path / "code")

    assert (done.returncode, done.stdout.strip()) == (3, str(tmp_path))
