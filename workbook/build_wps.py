"""Write anew what of the WPS add-in is made from the table of buttons: ribbon.xml, manifest.xml.

They are committed, since WPS takes them as they are; nobody edits them by hand.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from xltools import __version__
from xltools.ribbon import GROUPS, TAB, Button
from xltools.service.jsaddons import NAME

FOLDER = Path(__file__).parent / "addin" / "wps"
SPACE = "http://schemas.microsoft.com/office/2006/01/customui"


def ribbon() -> str:
    """Return ribbon.xml in the dialect of 2006, the one that WPS reads."""
    groups = "".join(
        f"        <group id={quoteattr(f'xlt_group_{group.key}')} label={quoteattr(group.caption)}>\n"
        f"{''.join(map(_button, group.buttons))}        </group>\n"
        for group in GROUPS
    )
    return (
        f'<customUI xmlns="{SPACE}" onLoad="OnAddinLoad">\n'
        '  <ribbon startFromScratch="false">\n    <tabs>\n'
        f'      <tab id="xlt_tab" label={quoteattr(TAB)}>\n'
        f"{groups}      </tab>\n    </tabs>\n  </ribbon>\n</customUI>\n"
    )


def manifest() -> str:
    """Return manifest.xml, which WPS asks for at every start."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<JsPlugin>\n  <ApiVersion>1.0.0</ApiVersion>\n'
        f"  <Name>{NAME}</Name>\n  <Version>{__version__}</Version>\n"
        f"  <Description>{TAB}</Description>\n</JsPlugin>\n"
    )


def _button(button: Button) -> str:
    values = {
        "id": f"xlt_{button.action}",
        "label": button.caption,
        "screentip": button.caption,
        "supertip": button.tip,
        "size": "large" if button.large else "normal",
        "onAction": "OnAction",
        "getImage": "GetImage",
    }
    told = " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
    return f"          <button {told}/>\n"


def built() -> dict[str, bytes]:
    """Return the files by name."""
    return {"ribbon.xml": ribbon().encode(), "manifest.xml": manifest().encode()}


if __name__ == "__main__":
    for name, content in built().items():
        (FOLDER / name).write_bytes(content)
        print(name)
