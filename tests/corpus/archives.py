"""Zips of files, as units send them, and what may hide in them."""

from __future__ import annotations

import functools
import io
import zipfile
import zlib

from zip_files import zipped

from corpus.base import Base, Group
from corpus.lies import Part, deflated, zip_of

GROUP = Group("archives")
VARIANTS = GROUP.variants
_NAME = "自评表.xlsx"


def _add(name: str, make: object) -> None:
    GROUP.add(name, make, ".zip")  # type: ignore[arg-type]


def _nested(base: Base, depth: int) -> bytes:
    data = base.data
    for level in range(depth):
        data = zipped({_NAME if level == 0 else "内层.zip": data})
    return data


_add("a_form", lambda base: zipped({_NAME: base.data}))
_add("a_form_with_a_name_in_gbk", lambda base: zipped({_NAME.encode("gbk"): base.data}))
_add("zip_in_zip", lambda base: _nested(base, 2))
_add("zips_four_deep", lambda base: _nested(base, 4))
_add("zips_five_deep", lambda base: _nested(base, 5))
_add("forms_of_one_name", lambda base: zip_of([Part(_NAME.encode(), base.data)] * 2))
_add("no_files", lambda base: zipped({"空/": b""}))
_add("a_name_that_climbs", lambda base: zipped({f"../../../{_NAME}": base.data}))
_add("an_absolute_name", lambda base: zipped({f"/etc/cron.d/{_NAME}": base.data}))
_add("a_name_of_a_drive", lambda base: zipped({f"C:\\Windows\\{_NAME}": base.data}))
_add(
    "a_name_with_control_characters",
    lambda base: zipped({f"\x1b[31m\n\u202e{_NAME}": base.data}),
)
_add("a_name_without_letters", lambda base: zip_of([Part(b"", base.data)]))
_add("litter_beside_a_form", lambda base: zipped(
    {_NAME: base.data, "__MACOSX/._自评表.xlsx": bytes(200), "~$自评表.xlsx": bytes(165)}))  # fmt: skip
_add("a_password", lambda base: zip_of([Part(_NAME.encode(), base.data, flags=1)]))
_add("a_member_with_a_wrong_crc", lambda base: zip_of([Part(_NAME.encode(), base.data, crc=1)]))
_add(
    "a_member_that_lies_of_its_size",
    lambda base: zip_of([Part(_NAME.encode(), base.data, size=5)]),
)
_add("cut_in_half", lambda base: _nested(base, 1)[: len(base.data) // 2])
_add("a_link_to_a_file_of_the_system", lambda base: _linked())
_add("another_document", lambda base: zipped({"说明.txt": "见附件".encode()}))


def _linked() -> bytes:
    """A member that is a symbolic link, as Unix zips have them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(_NAME)
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


@functools.cache
def _kernel() -> tuple[bytes, bytes]:
    content = bytes(30 << 20)
    return content, deflated(content)


def _overlapping(base: Base) -> bytes:
    """A hundred members that are all one: thirty kilobytes unpack to three gigabytes."""
    content, raw = _kernel()
    parts = [Part(b"0.xlsx", content, raw=raw)]
    known = {"size": len(content), "packed_size": len(raw), "crc": zlib.crc32(content)}
    parts += [Part(b"%d.xlsx" % n, b"", raw=b"", at=0, **known) for n in range(1, 100)]
    return zip_of(parts)


_add("members_that_overlap", _overlapping)
_add(
    "a_member_of_30_megabytes_of_zeros",
    lambda base: zip_of([Part(b"a.xlsx", _kernel()[0], raw=_kernel()[1])]),
)


def _bomb_in_bomb(base: Base) -> bytes:
    """Ten zips of ten zips of zeros."""
    inner = zipped({f"{n}.bin": _kernel()[0] for n in range(4)})
    middle = zipped({f"{n}.zip": inner for n in range(10)})
    return zipped({f"{n}.zip": middle for n in range(10)})


_add("bombs_in_bombs", _bomb_in_bomb)
