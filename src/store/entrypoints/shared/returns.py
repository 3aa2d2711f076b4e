"""What shoppers and staff say of returns: reasons by short names, pieces line by line, photographs one by one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import UploadFile

from store.application.returns.ports import LARGEST
from store.application.returns.quotes import ReturnableLine
from store.application.shared.errors import BadValue
from store.domain.returns.reasons import RefusalReason, ReturnReason
from store.domain.returns.returning import MOST_PHOTOGRAPHS
from store.domain.shared.ids import Sku

REASONS: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in ReturnReason}
REFUSALS: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in RefusalReason}
LONGEST_WORDS: Final = 1_000
LONGEST_POSTAL_CODE: Final = 12
AT_ONCE: Final = MOST_PHOTOGRAPHS * LARGEST + 100_000
"""Bytes of one form."""
PRIVATE: Final = {"cache-control": "private, no-store"}
_FIELD: Final = "pieces-"
_MOST_DIGITS: Final = 7


def reason_of(name: str) -> str:
    """The words that a fact keeps.

    :raises BadValue: for a *name* that stands for none.
    """
    if name not in REASONS:
        raise BadValue("reason", f"choose one of {', '.join(REASONS)}")
    return REASONS[name]


def refusal_of(name: str) -> str:
    """The same for why staff refuse."""
    if name not in REFUSALS:
        raise BadValue("reason", f"choose one of {', '.join(REFUSALS)}")
    return REFUSALS[name]


def pieces_in(form: Mapping[str, str], lines: Sequence[ReturnableLine]) -> dict[Sku, int] | None:
    """How many of each line are to go back; ``None`` where a form doesn't say so in numbers."""
    wanted: dict[Sku, int] = {}
    for number, line in enumerate(lines):
        said = form.get(f"{_FIELD}{number}", "") or "0"
        if not (said.isascii() and said.isdigit()) or len(said) > _MOST_DIGITS:
            return None
        if int(said):
            wanted[line.sku] = int(said)
    return wanted


def instead_in(form: Mapping[str, str], lines: Sequence[ReturnableLine]) -> dict[Sku, Sku]:
    """For which lines which variant is wanted instead of money, of those that can be had."""
    wanted = {line.sku: form.get(f"instead-{number}", "") for number, line in enumerate(lines)}
    can_be_had = {line.sku: {it.sku for it in line.choices if it.state in {"same", "cheaper"}} for line in lines}
    return {sku: Sku(said) for sku, said in wanted.items() if said in can_be_had[sku]}


async def photographs_in(request: Request[Any, Any, Any]) -> tuple[bytes, ...]:
    """The files of a form; fields that were left empty are none."""
    sent = (await request.form()).getall("photos", [])
    return tuple([await file.read() for file in sent if isinstance(file, UploadFile) and file.filename])


def label_file(pdf: bytes, name: str) -> Response[bytes]:
    """A label to be taken away."""
    return Response(pdf, media_type="application/pdf", headers=PRIVATE | {
        "content-disposition": f'attachment; filename="label-{name}.pdf"',
    })


def slip_file(pdf: bytes, name: str) -> Response[bytes]:
    """A slip to be taken away."""
    return Response(pdf, media_type="application/pdf", headers=PRIVATE | {
        "content-disposition": f'attachment; filename="return-{name}.pdf"',
    })
