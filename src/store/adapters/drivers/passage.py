"""Lets one account pass through folders that are closed to others, and nobody else.

Homes often are (``/root`` always is). An access list entry names the account and gives it the right to pass, not
to look; where the file system keeps no such lists, everybody may pass, which is the least that the old bits allow.
"""

import os
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

_LIST: Final = "system.posix_acl_access"
_VERSION: Final = struct.pack("<I", 2)
_ENTRY: Final = struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_PASS: Final = 1
_NOBODY: Final = 0xFFFFFFFF

Entries = list[tuple[int, int, int]]


def let_pass(uid: int, place: Path) -> None:
    """Let the account *uid* pass every folder above *place*, where it can't already."""
    for folder in place.resolve().parents:
        found = folder.stat()
        if found.st_uid == uid or found.st_mode & stat.S_IXOTH:
            continue
        try:
            _write(folder, _with(uid, _read(folder)))
        except OSError:
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)


def _read(folder: Path) -> Entries:
    """The list of *folder*; made of its mode where it has none."""
    with suppress(OSError):
        raw = os.getxattr(folder, _LIST)
        return list(_ENTRY.iter_unpack(raw[len(_VERSION) :]))
    mode = folder.stat().st_mode
    return [
        (_OWNER, mode >> 6 & 7, _NOBODY),
        (_GROUP, mode >> 3 & 7, _NOBODY),
        (_MASK, mode >> 3 & 7, _NOBODY),
        (_OTHER, mode & 7, _NOBODY),
    ]


def _with(uid: int, entries: Entries) -> Entries:
    """The same list with a right to pass for *uid*. The mask is what named accounts may have at most."""
    kept = [(tag, bits | _PASS if tag == _MASK else bits, id) for tag, bits, id in entries if (tag, id) != (_USER, uid)]
    had = next((bits for tag, bits, id in entries if (tag, id) == (_USER, uid)), 0)
    return sorted([*kept, (_USER, had | _PASS, uid)], key=lambda entry: (entry[0], entry[2]))


def _write(folder: Path, entries: Entries) -> None:
    os.setxattr(folder, _LIST, _VERSION + b"".join(_ENTRY.pack(*entry) for entry in entries))
