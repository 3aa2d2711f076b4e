"""Pages on paper, set by typst: a template that is ours, and data that stay data.

What is to be printed goes in as JSON and is read there as text, numbers and lists; nothing in it is ever taken for
markup. A template sees the files of its own folder and no others, and the typefaces that come with typst, so that a
page looks the same on every machine. The library is imported with the first page; until then no process pays for it.
"""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from msgspec import json

if TYPE_CHECKING:
    from typst import Compiler

_ONE_AT_A_TIME: Final = Lock()
"""A compiler refuses a second page while it is at one; a page takes milliseconds."""


class Unset(Exception):
    """Something in the data could not be set, such as a file that is none."""


def typeset(template: Path, data: object, *, kept: bool = True) -> bytes:
    """A PDF of *data*, anything that JSON can hold, set by *template*, which finds it in ``sys.inputs.data``.

    It is PDF/A-3b, to be kept for years, unless something in it has a letter that none of the typefaces has: then it is
    a plain PDF, with a box where the letter would be. A template names the date of its document: what is kept has one.
    What isn't *kept* is a plain PDF, which may hold others.

    :raises Unset: if something isn't what it should be, of what isn't kept.
    """
    compiler = _compiler(template.parent)
    inputs = {"data": json.encode(data).decode()}
    if not kept:
        return _plain(compiler, template, inputs)
    with _ONE_AT_A_TIME:
        return _kept_for_years(compiler, template, inputs) or _one_file(compiler.compile(template, sys_inputs=inputs))


def picture(template: Path, data: object, dots: float = 110) -> bytes:
    """The first page as a PNG, *dots* to an inch: to be looked at, in tests and while a template is drawn."""
    inputs = {"data": json.encode(data).decode()}
    with _ONE_AT_A_TIME:
        pages = _compiler(template.parent).compile(template, sys_inputs=inputs, format="png", ppi=dots)
    return _one_file(pages)


@cache
def _compiler(folder: Path) -> "Compiler":
    """One for each folder of templates: it keeps typefaces and what it has parsed."""
    import typst

    return typst.Compiler(root=folder, ignore_system_fonts=True)


def _plain(compiler: "Compiler", template: Path, inputs: dict[str, str]) -> bytes:
    from typst import TypstError

    try:
        with _ONE_AT_A_TIME:
            return _one_file(compiler.compile(template, sys_inputs=inputs))
    except TypstError as refused:
        raise Unset from refused


def _kept_for_years(compiler: "Compiler", template: Path, inputs: dict[str, str]) -> bytes | None:
    from typst import TypstError

    try:
        return _one_file(compiler.compile(template, sys_inputs=inputs, pdf_standards="a-3b"))
    except TypstError as refused:
        if "could not be displayed" in str(refused):
            return None
        raise


def _one_file(made: bytes | list[bytes] | None) -> bytes:
    """Of pictures there is one for each page; the first one counts."""
    return made[0] if isinstance(made, list) else made or b""
