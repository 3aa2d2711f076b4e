"""What a PDF of ours says, read as a program would that looks for words in it: enough for what typst writes."""

import re
import zlib
from typing import Final

_OBJECT: Final = re.compile(rb"(?<!\d)(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN: Final = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\(((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*)\)|\b(BT|ET)\b", re.DOTALL
)
"""A typeface, a string, which may have a pair of brackets in it, or where text begins and ends."""
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page; each piece that was set by itself is a line."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = (body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body))
    return [_text(page, objects) for page in pages]


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(pages_of(pdf))


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {
        name: _letters(_opened(objects[_named(b"ToUnicode", objects[int(number)])]))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", objects[_named(b"Resources", page)])
    }
    letters: dict[int, str] = {}
    said: list[str] = []
    shown = False
    for font, string, turn in _SHOWN.findall(_opened(objects[_named(b"Contents", page)])):
        if turn:
            shown = turn == b"BT"
            said += [""] * shown
        elif font:
            letters = fonts[font]
        elif shown:  # what stands elsewhere is said about the text, and is not the text
            codes = _ESCAPED.sub(_plain, string)
            said[-1] += "".join(
                letters.get(int.from_bytes(codes[at : at + 2]), "\ufffd") for at in range(0, len(codes), 2)
            )
    return "\n".join(said)


def _named(key: bytes, body: bytes) -> int:
    found = re.search(rb"/" + key + rb"\s+(\d+) 0 R", body)
    assert found, (key, body[:300])
    return int(found[1])


def _opened(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _letters(cmap: bytes) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL)
        for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", block)
    }


def _plain(escaped: re.Match[bytes]) -> bytes:
    """What the backslash stands for."""
    what = escaped[1]
    return bytes([int(what, 8)]) if what.isdigit() else _LETTERS.get(what, what)
