"""What goes back to the units: 退回意见/单位.zip with a 退回意见书 and annotated copies, and a list.

The forms themselves stay untouched. A file that is there as it would be written is left; what
somebody changed since then stays, and the new one gets a number.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from msgspec import Struct
from msgspec.structs import replace

from xltools.bureau.dossier import Unit, all_units, dossier
from xltools.bureau.index import INDEX, SentBackUnit, build_index
from xltools.bureau.letters import Mend, Reader, packed, tally, to_mend
from xltools.bureau.lost import Lost, lost_files
from xltools.bureau.originals import Originals
from xltools.bureau.progress import Progress, Silent
from xltools.errors import FormError, SaveError, Stopped
from xltools.filenames import plain_name
from xltools.hosts.file import holds
from xltools.hosts.folders import RETURNED, made_folder
from xltools.hosts.letters import NO_UNIT
from xltools.ledger.book import Ledger
from xltools.ledger.states import RETURNED as BACK
from xltools.ledger.states import say
from xltools.package import save_new
from xltools.returns.rules import load_rules

_UNIX = 3
_LONGEST = 120
"""Bytes of a unit's name that name its zip: paths have limits on Windows."""


class Order(Struct, frozen=True, kw_only=True):
    """What goes back: dated when, entered by whom.

    `units` are those wanted, by name; None is all. Without `record` nothing is entered in the
    ledger, with `dry` nothing is written anywhere.
    """

    day: date
    who: str
    units: Collection[str] | None = None
    hints: bool = False
    record: bool = True
    dry: bool = False


class SentBack(Struct, frozen=True):
    """All units that got something, and the list of them; `sound` units got nothing.

    `strays` are refused files of which nobody can tell the unit. `stopped` says that the user did
    not want to wait: what is written is whole and listed.
    """

    units: tuple[SentBackUnit, ...]
    sound: int
    strays: tuple[Lost, ...]
    index: Path | None
    stopped: bool = False


def send_back(
    ledger: Ledger,
    folder: Path,
    order: Order,
    *,
    read: Reader | None = None,
    progress: Progress | None = None,
) -> SentBack:
    """Write what goes back into 退回意见 below `folder`, unit by unit, and enter it in the ledger.

    A unit whose zip cannot be written is told and stops no other. `read` gets at the files that
    came; `progress` may raise Stopped between two units.

    Raises:
        FormError: a unit is not in the ledger.
        SaveError: the folder cannot be made, or the list not be written.
        TemplateError: there is no official.docx.
    """
    shown, reader = progress or Silent(), read or Originals(load_rules().limits)
    with ledger.read() as connection:
        known = all_units(connection)
        lost = lost_files(connection, known)
    units = _wanted(known, order.units)
    target = folder if folder.name == RETURNED else folder / RETURNED
    done: list[SentBackUnit] = []
    sound, stopped = 0, False
    shown.stage("退回意见")
    shown.files(len(units))
    for number, unit in enumerate(units):
        try:
            shown.read(number)
        except Stopped:
            stopped = True
            break
        mend = _mend(ledger, unit, order, lost.get(unit.key, ()))
        if mend:
            done.append(_sent(ledger, mend, target, order, reader))
        else:
            sound += 1
    strays = tuple(lost.get(None, ())) if order.units is None else ()
    index = None
    if done and not order.dry:
        data = build_index(done, strays, order.day)
        index = _kept(made_folder(target), Path(INDEX).stem, ".xlsx", data)
    return SentBack(tuple(done), sound, strays, index, stopped)


def _wanted(known: Sequence[Unit], names: Collection[str] | None) -> list[Unit]:
    """The units of these names, in the ledger's order.

    Raises:
        FormError: one of them is none; the most alike is told.
    """
    if names is None:
        return list(known)
    shown = {each.name or NO_UNIT: each for each in known}
    strange = [name for name in names if name not in shown]
    if strange:
        alike = get_close_matches(strange[0], list(shown), n=1, cutoff=0.5)
        hint = f"是不是“{alike[0]}”？" if alike else "请照汇总表里的写法写单位名称。"
        raise FormError(f"台账里没有单位“{strange[0]}”。{hint}")
    return [each for name, each in shown.items() if name in names]


def _mend(ledger: Ledger, unit: Unit, order: Order, lost: Sequence[Lost]) -> Mend:
    severities = ("error", "warning", "hint") if order.hints else ("error", "warning")
    with ledger.read() as connection:
        return to_mend(dossier(connection, unit, severities), lost)


def _sent(ledger: Ledger, mend: Mend, folder: Path, order: Order, read: Reader) -> SentBackUnit:
    """The unit's zip on disk and in the ledger; what the disk refuses is told."""
    counts = len(mend.forms), len(mend.refused), len(mend.awaited)
    unit = SentBackUnit(mend.dossier.unit.name or NO_UNIT, *counts, tally(mend), None)
    if order.dry:
        return unit
    made = packed(mend, order.day, read)
    unit = replace(unit, copies=made.copies, troubles=made.troubles)
    name = plain_name(unit.unit, _LONGEST) or NO_UNIT
    try:
        target = _kept(made_folder(folder), name, ".zip", _zipped(made.parts))
    except SaveError as error:
        return replace(unit, failed=str(error))
    states = _record(ledger, mend, order.who, target.name) if order.record else 0
    return replace(unit, target=target, states=states)


def _record(ledger: Ledger, mend: Mend, who: str, name: str) -> int:
    """Enter what went back as 退回, each once as long as nothing newer came; how many were new."""
    sent = [*mend.forms, *(case for case in mend.awaited if case.now.state == BACK)]
    # what somebody said already, and nothing newer came of, is not said again
    new = [case for case in sent if case.now.state != BACK or not case.now.who]
    with ledger.write() as connection:
        for case in new:
            form = case.counts.id if case.counts else None
            say(connection, case.id, BACK, who, f"已发退回意见：{name}", form_id=form)
    return len(new)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip; the same parts give the same bytes.

    It says that it was made on Unix: of others unzip takes names for those of old DOS.
    """
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in parts.items():
            info = ZipInfo(name)  # dated 1 January 1980
            info.create_system, info.external_attr = _UNIX, 0o644 << 16
            archive.writestr(info, data)
    return target.getvalue()


def _kept(folder: Path, stem: str, ending: str, data: bytes) -> Path:
    """Save under the first name that is free or bears these very bytes.

    Raises:
        SaveError: it cannot be written.
    """
    for number in range(1, 1000):
        target = folder / f"{stem}{f'({number})' if number > 1 else ''}{ending}"
        if holds(target, data):
            return target
        if not os.path.lexists(target):
            save_new(target, data)
            return target
    raise SaveError(f"“{folder}”里“{stem}”太多，请先清理。")
