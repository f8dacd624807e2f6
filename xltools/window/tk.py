"""The window as tkinter draws it; every decision is the session's."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk

from xltools.ribbon import BUTTONS, TAB, Button
from xltools.ribbon.opening import open_file
from xltools.window.dialogs import Dialogs
from xltools.window.looks import (
    COLUMNS,
    LARGE,
    LEAST,
    MARKS,
    QUIET,
    ROWS,
    SEVERITIES,
    SIZE,
    dress,
    sharpen,
)
from xltools.window.model import (
    Asked,
    Finished,
    Moved,
    Opener,
    Session,
    window_groups,
)

_POLL = 80  # milliseconds


def show(session: Session, action: Button | None = None) -> None:
    """Open the window and stay until it is closed.

    Raises:
        tkinter.TclError: there is no display.
    """
    sharpen()
    root = tk.Tk(className="xltools")
    window = Window(root, session)
    if action is not None:
        root.after(50, lambda: window.click(action))
    root.mainloop()


class Window:
    """The widgets, and what happens when they are used."""

    def __init__(
        self,
        root: tk.Tk,
        session: Session,
        dialogs: Dialogs | None = None,
        opener: Opener = open_file,
    ) -> None:
        self.root, self.session, self.opener = root, session, opener
        self.dialogs = dialogs or Dialogs(root)
        self.buttons: dict[str, ttk.Button] = {}
        self.files: tuple[Path, ...] = ()
        self.closing = False
        root.title(TAB)
        root.geometry(SIZE)
        root.minsize(*LEAST)
        root.protocol("WM_DELETE_WINDOW", self.close)
        self.large = dress(root)
        page = ttk.Frame(root, padding=12)
        page.pack(fill="both", expand=True)
        self._file(page)
        self._ribbon(page)
        self._banner(page)
        self._foot(page)  # before the list, which takes the room that is left
        self._list(page)
        self._show_file()
        self._tell("选择按钮开始；鼠标停在按钮上看说明。", QUIET)
        self._poll()

    # --- the widgets

    def _file(self, page: ttk.Frame) -> None:
        row = ttk.Frame(page)
        row.pack(fill="x")
        ttk.Label(row, text="自评表：").pack(side="left")
        self.choice = ttk.Button(row, text="选择文件…", command=self.choose_file)
        self.choice.pack(side="right", padx=(8, 0))
        self.name = ttk.Combobox(row, state="readonly")
        self.name.bind("<<ComboboxSelected>>", lambda _: self._picked())
        self.name.pack(side="left", fill="x", expand=True)

    def _ribbon(self, page: ttk.Frame) -> None:
        row = ttk.Frame(page)
        row.pack(fill="x", pady=(10, 8))
        for group in window_groups():
            frame = ttk.LabelFrame(row, text=group.caption, padding=6)
            frame.pack(side="left", padx=(0, 10), anchor="n")
            for number, button in enumerate(group.buttons):
                column, line = divmod(number, ROWS)
                widget = self._button(frame, button)
                widget.grid(row=line, column=column, padx=3, pady=3)

    def _button(self, frame: ttk.LabelFrame, button: Button) -> ttk.Button:
        """A button whose tip stands at the foot of the window while the mouse is on it."""
        widget = ttk.Button(
            frame,
            text=button.caption,
            width=12,
            style=LARGE if button.large else "TButton",
            command=lambda: self.click(button),
        )
        widget.bind("<Enter>", lambda _: self.tip.set(button.tip))
        widget.bind("<Leave>", lambda _: self.tip.set(""))
        self.buttons[button.action] = widget
        return widget

    def _banner(self, page: ttk.Frame) -> None:
        self.message = tk.Label(
            page, anchor="w", justify="left", padx=12, pady=9, font=self.large
        )
        self.message.pack(fill="x")
        self.message.bind(
            "<Configure>", lambda e: self.message.configure(wraplength=max(e.width - 30, 200))
        )

    def _foot(self, page: ttk.Frame) -> None:
        self.tip = tk.StringVar(self.root)
        row = ttk.Frame(page)
        row.pack(side="bottom", fill="x", pady=(8, 0))
        self.folder = ttk.Button(row, text="打开所在文件夹", command=self.open_folder)
        self.folder.pack(side="right")
        self.result = ttk.Button(row, text="打开结果", command=self.open_result)
        self.result.pack(side="right", padx=8)
        self.halt = ttk.Button(row, text="停止", command=self.stop)
        self.bar = ttk.Progressbar(row, length=220)
        ttk.Label(row, textvariable=self.tip, foreground="#555555").pack(side="left")

    def _list(self, page: ttk.Frame) -> None:
        area = ttk.Frame(page)
        area.pack(fill="both", expand=True, pady=(8, 0))
        area.rowconfigure(0, weight=1)
        area.columnconfigure(0, weight=1)
        keys = [key for key, _, _ in COLUMNS]
        self.tree = ttk.Treeview(area, columns=keys, show="headings", selectmode="browse")
        for key, title, width in COLUMNS:
            self.tree.heading(key, text=title, anchor="w")
            self.tree.column(key, width=width, stretch=key in ("message", "advice"))
        for severity, colour in SEVERITIES.items():
            self.tree.tag_configure(severity, foreground=colour)
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._read_out())
        self.text = tk.Text(
            area,
            wrap="word",
            relief="flat",
            padx=10,
            pady=8,
            height=4,
            spacing1=3,
            font="TkTextFont",
            state="disabled",
        )
        self.slide = ttk.Scrollbar(area)
        self.slide.grid(row=0, column=1, sticky="ns")
        self.detail = tk.Label(
            area, anchor="nw", justify="left", padx=10, pady=6, background=QUIET[1]
        )
        self.detail.bind(
            "<Configure>", lambda e: self.detail.configure(wraplength=max(e.width - 24, 200))
        )
        self._show_lines(())

    # --- what the user does

    def click(self, button: Button, chosen: Path | None = None, *, yes: bool = False) -> None:
        """A button of the ribbon; `chosen` and `yes` are what a dialog brought."""
        why = self.session.start(button, chosen=chosen, confirmed=yes)
        if why:
            self._tell(why, MARKS["warning"])
            return
        self._tell(f"正在{button.caption}…", QUIET)
        self._busy(True)

    def choose_file(self) -> None:
        """Another form."""
        path = self.dialogs.form(self.session.path)
        if path is not None:
            self.session.choose(path)
            self._show_file()

    def stop(self) -> None:
        """The work ends at the next file."""
        self.session.stop()
        self._tell("正在停止…", QUIET)

    def close(self) -> None:
        """A click under way is ended first, so that no file is half done."""
        if self.session.busy:
            self.closing = True
            self.stop()
        else:
            self.root.destroy()

    def open_result(self) -> None:
        """What the last click wrote, else the form."""
        path = self.files[0] if self.files else self.session.path
        if path is not None:
            self._open(path)

    def open_folder(self) -> None:
        """The folder of the same."""
        path = self.files[0] if self.files else self.session.path
        if path is not None:
            self._open(path if path.is_dir() else path.parent)

    # --- what the session says

    def _poll(self) -> None:
        for event in self.session.fetch():
            if isinstance(event, Moved):
                self._moved(event)
            elif isinstance(event, Asked):
                self._busy(False)
                if not self.closing:
                    self._ask(event)
            else:
                self._busy(False)
                self._finished(event)
        if self.closing and not self.session.busy:
            self.root.destroy()
            return
        self.root.after(_POLL, self._poll)

    def _moved(self, event: Moved) -> None:
        if event.whole:
            self.bar.stop()
            self.bar.configure(mode="determinate", maximum=event.whole, value=event.done)
            self.tip.set(f"{event.done}/{event.whole}　{event.what}")
        else:
            self.tip.set(event.what)

    def _ask(self, event: Asked) -> None:
        button = BUTTONS[event.action]
        if event.wanted == "yes":
            if self.dialogs.yes(event.question):
                self.click(button, yes=True)
                return
        else:
            near = self.session.path
            wants_folder = event.wanted == "folder"
            path = self.dialogs.folder(near) if wants_folder else self.dialogs.report(near)
            if path is not None:
                self.click(button, chosen=path)
                return
        self._tell("已取消，没有改动。", QUIET)

    def _finished(self, event: Finished) -> None:
        answer = event.answer
        self.files = answer.files
        below = answer.lines if event.lines else ()  # else they have the list's place
        self._tell("\n".join((answer.message, *below)), MARKS[answer.level])
        self.tree.delete(*self.tree.get_children())
        for line in event.lines:
            row = (line.severity, line.where, line.message, line.advice)
            self.tree.insert("", "end", values=row, tags=(line.severity,))
        self._show_lines(answer.lines, findings=bool(event.lines))
        self._show_file()
        if answer.opens and answer.files:
            self._open(answer.files[0])

    # --- showing it

    def _tell(self, message: str, colours: tuple[str, str]) -> None:
        words, ground = colours
        self.message.configure(text=message, foreground=words, background=ground)

    def _busy(self, busy: bool) -> None:
        for widget in (*self.buttons.values(), self.choice):
            widget.state(["disabled" if busy else "!disabled"])
        if busy:
            self.halt.pack(side="right", padx=(8, 0))
            self.bar.configure(mode="indeterminate")
            self.bar.pack(side="right", padx=8)
            self.bar.start(15)
        else:
            self.bar.stop()
            self.bar.pack_forget()
            self.halt.pack_forget()
            self.tip.set("")

    def _show_file(self) -> None:
        path = self.session.path
        self.name.configure(values=[str(each) for each in self.session.paths])
        self.name.set(str(path) if path is not None else "（没有选择文件）")
        some = self.files or path is not None
        for widget in (self.result, self.folder):
            widget.state(["!disabled" if some else "disabled"])
        self.result.configure(text="打开结果" if self.files else "打开自评表")

    def _picked(self) -> None:
        self.session.choose(Path(self.name.get()))
        self.files = ()
        self._show_file()

    def _show_lines(self, lines: tuple[str, ...], *, findings: bool = False) -> None:
        """The list of findings, or the lines of the answer."""
        for widget in (self.tree, self.text, self.detail):
            widget.grid_forget()
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", "\n".join(lines))
        self.text.configure(state="disabled")
        shown = self.tree if findings else self.text
        self.slide.configure(command=shown.yview)
        shown.configure(yscrollcommand=self.slide.set)
        shown.grid(row=0, column=0, sticky="nsew")
        if findings:
            self.detail.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(6, 0))
            self.tree.selection_set(self.tree.get_children()[0])

    def _read_out(self) -> None:
        """The selected finding in full: a row of the list shows one line."""
        for item in self.tree.selection():
            severity, where, message, advice = map(str, self.tree.item(item)["values"])
            self.detail.configure(text=f"{severity}　{where}\n{message}\n→ {advice}")

    def _open(self, path: Path) -> None:
        try:
            self.opener(path)
        except OSError:
            self._tell(f"打不开，请自己打开：{path}", MARKS["warning"])
