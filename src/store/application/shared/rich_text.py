"""Rich text is Markdown. Here it gets the one form in which it is kept, whichever way it came in."""

import re
from collections.abc import Iterator
from typing import Final

from store.application.shared.errors import TextWithNul

_EDGES: Final = re.compile(r"([<>])")
_TAG_BEGINS: Final = re.compile(r"<(?=[A-Za-z/!?])")
"""Where a browser begins to read a tag, a comment or an instruction: ``a < b`` and ``<3`` are none."""
_ADDRESS: Final = re.compile(r"<(?:(?:https?://|mailto:)[^\s<>]+|[\w.+-]+@[\w.-]+)>", re.ASCII | re.IGNORECASE)
"""A link that is written as its address."""
_BLANK_LINE: Final = re.compile(r"\n\s*\n")

_END: Final = r"(?![0-9a-f]);?"
_BLANK: Final = (
    rf"[\x00-\x20]|&(?:Tab|NewLine);|&#0*(?:[12]?[0-9]|3[0-2])(?![0-9]);?|&#x0*(?:1?[0-9a-f]|20){_END}"
)
"""What browsers leave out of an address, in letters or as a reference."""


def _disguised(scheme: str) -> Iterator[str]:
    """*scheme* however Markdown and HTML let it be written: in any case, by references, with blanks in between."""
    for sign in scheme:
        codes = ord(sign), ord(sign.upper())
        decimal, hexadecimal = "|".join(map(str, codes)), "|".join(f"{code:x}" for code in codes)
        yield rf"(?:\\?{sign}|&#0*(?:{decimal})(?![0-9]);?|&#x0*(?:{hexadecimal}){_END}|&colon;)(?:{_BLANK})*"


_DANGEROUS: Final = re.compile(
    rf"(\](?:\(|:)(?:[<>]|{_BLANK})*)"
    rf"(?:{'|'.join(''.join(_disguised(scheme)) for scheme in ('javascript:', 'vbscript:', 'data:'))})"
    r"(?:[^\s<>()]|\([^\s<>()]*\))*",
    re.ASCII | re.IGNORECASE,
)
"""The target of a link, a picture or a definition of one that runs a script or brings a document of its own."""


def rich_text(text: str) -> str:
    """*text* as it is kept: its tags are taken out, and a target that could run something becomes ``#``.

    What would begin a tag and is none, since no ``>`` ends it in its paragraph, gets a space behind its ``<``. That
    holds for code too: no two programs agree on where it begins. All else stays byte for byte, and what was kept once
    stays as it is.

    :raises TextWithNul: for text that no column could hold.
    """
    if "\0" in text:
        raise TextWithNul
    if _TAG_BEGINS.search(text):
        text = _TAG_BEGINS.sub(_apart, _without_tags(text))
    return _DANGEROUS.sub(r"\1#", text)


def _without_tags(text: str) -> str:
    """Also without those that only appear once others are gone."""
    kept: list[str] = []
    begun: list[int] = []
    for part in _EDGES.split(text):
        if part == "<":
            begun.append(len(kept))
        elif part == ">" and begun:
            at = begun.pop()
            if _is_tag("".join([*kept[at:], ">"])):
                del kept[at:]
                continue
            begun.clear()
        kept.append(part)
    return "".join(kept)


def _is_tag(part: str) -> bool:
    return bool(_TAG_BEGINS.match(part)) and not _ADDRESS.fullmatch(part) and not _BLANK_LINE.search(part)


def _apart(found: re.Match[str]) -> str:
    return "<" if _ADDRESS.match(found.string, found.start()) else "< "
