"""Many wishes about stock: each by itself, so that one that can't be stops no other, and each once for a key."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, structs

from store.application.inventory.messages import PutRight, StockLevel, SyncStock, Tried
from store.application.shared.bus import Once
from store.application.shared.errors import InFlight, KeyReused, Refusal
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import Sku
from store.entrypoints.shared.desk import AnyRequest, Desk


class StockRefusal(Struct, frozen=True):
    """Why a row was refused: ``type`` for programs, ``detail`` for people."""

    type: str
    detail: str


class RowResult(Struct, frozen=True):
    """What became of one row, counted from 1. ``level`` is how the pieces stand after it, as far as it came to that."""

    row: int
    sku: Sku
    result: Literal["done", "unchanged", "superseded", "refused"]
    level: StockLevel | None = None
    problem: StockRefusal | None = None


class BulkResult(Struct, frozen=True):
    """A result for each row, in order, and how many came to what.."""

    rows: list[RowResult]
    done: int
    refused: int
    dry_run: bool = False


class Row(Struct, frozen=True):
    """One wish, and why."""

    wish: PutRight | SyncStock
    reason: str | None = None


async def carry_out(
    rows: Sequence[Row], desk: Desk, request: AnyRequest, once: Once | None
) -> tuple[BulkResult, str | None]:
    """Do one after the other; the position after the last that was done.

    With *once*, each row is claimed under a key of its own. So whoever asks again after half of it went wrong has the
    other half done, and nothing twice.

    :raises KeyReused: if the key stands for another request: then nothing more is done.
    """
    results: list[RowResult] = []
    position = None
    for number, row in enumerate(rows, 1):
        mine = structs.replace(once, key=f"{once.key}#{number}") if once else None
        try:
            if isinstance(row.wish, SyncStock):
                told = await desk.do(row.wish, request, reason=row.reason, once=mine)
                position, result, level = told.position, told.outcome.result, told.outcome.level
            else:
                done = await desk.do(row.wish, request, reason=row.reason, once=mine)
                position, result, level = done.position, "taken", done.outcome
        except (KeyReused, InFlight):
            raise
        except StoreError as refused:
            results.append(_refused(number, row.wish.sku, Refusal.of(refused)))
        else:
            said: Literal["done", "superseded"] = "superseded" if result == "superseded" else "done"
            results.append(RowResult(number, row.wish.sku, said, level))
    return _sum(results, dry_run=False), position


def tried(found: Sequence[Tried]) -> BulkResult:
    """The same of what was only tried."""
    return _sum([
        _refused(number, it.sku, it.refusal) if it.refusal else RowResult(
            number, it.sku, "unchanged" if it.before == it.after else "done", it.after
        )
        for number, it in enumerate(found, 1)
    ], dry_run=True)


def _refused(number: int, sku: Sku, refusal: Refusal) -> RowResult:
    return RowResult(
        number, sku, "refused", problem=StockRefusal(f"/problems/{refusal.name}", refusal.sentence)
    )


def _sum(results: list[RowResult], *, dry_run: bool) -> BulkResult:
    done, refused = (sum(it.result == what for it in results) for what in ("done", "refused"))
    return BulkResult(results, done, refused, dry_run)
