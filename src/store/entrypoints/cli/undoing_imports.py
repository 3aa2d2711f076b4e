"""``store undo-import``: a whole import taken back."""

from collections import Counter
from uuid import UUID, uuid4

import rich_click as click
from msgspec import Struct

from store.application.audit.searching import ListActivity, Search
from store.application.catalogue.records import GetProductRecord
from store.application.processes.undoing_imports import PutBack, PutProductBack
from store.application.shared.bus import Caller
from store.domain.shared.ids import ProductId
from store.entrypoints.cli.catalogue import IMPORTER
from store.entrypoints.cli.desk import Application, Desk, as_json, console, pass_desk, print_json

_PAGE = 500


class _Touched(Struct):
    """The first and the last version that an import gave one product."""

    first: int
    last: int


@click.command("undo-import")
@click.argument("import_id", metavar="ID", type=click.UUID)
@click.option("--check", is_flag=True, help="Only say what would happen.")
@as_json
@pass_desk
def undo_import(desk: Desk, import_id: UUID, check: bool, as_json: bool) -> None:
    """Put every product back as it was before the import ID, which `store import` told when it was done.

    Products that came with it are withdrawn, and can be brought back. Those that somebody changed since stay as they
    are, and are listed.
    """
    with desk.application() as shop:
        shop.catch_up()
        touched = _touched(shop, import_id)
        if not touched:
            raise click.ClickException(f"There is no import {import_id} that changed a product.")
        found = {id: _undone(shop, id, it, import_id, check=check) for id, it in touched.items()}
        shop.catch_up()
        stay = [
            {"id": str(id), "name": shop.ask(GetProductRecord(name=str(id))).name}
            for id, what in found.items() if what is PutBack.CHANGED_SINCE
        ]
    counts = Counter(found.values())
    said = {
        "taken_out": counts[PutBack.TAKEN_OUT], "as_before": counts[PutBack.AS_BEFORE], "changed_since": stay,
        "checked_only": check,
    }
    if as_json:
        print_json(said)
        return
    console().print(
        f"[green]{counts[PutBack.TAKEN_OUT]:,} products {'would be ' if check else ''}taken out,"
        f" {counts[PutBack.AS_BEFORE]:,} as before;[/green] {len(stay):,} were changed since and stay as they are."
    )
    for product in stay:
        console().print(f"  {product['id']}  {product['name']}", markup=False)


def _touched(shop: Application, import_id: UUID) -> dict[ProductId, _Touched]:
    """The products that the import gave a fact."""
    found: dict[ProductId, _Touched] = {}
    cursor = None
    while True:
        search = Search(kind="product", correlation=import_id)
        page = shop.ask(ListActivity(search=search, cursor=cursor, limit=_PAGE))
        for fact in page.items:
            if fact.kind == "product" and fact.actor == IMPORTER:
                its = found.setdefault(ProductId(fact.stream), _Touched(fact.version, fact.version))
                its.first, its.last = min(its.first, fact.version), max(its.last, fact.version)
        cursor = page.next_cursor
        if cursor is None:
            return found


def _undone(shop: Application, id: ProductId, it: _Touched, import_id: UUID, *, check: bool) -> PutBack:
    if check:
        record = shop.ask(GetProductRecord(name=str(id)))
        if record.version != it.last or record.state == "withdrawn":
            return PutBack.CHANGED_SINCE
        return PutBack.TAKEN_OUT if it.first == 1 else PutBack.AS_BEFORE
    reason = f"undo of import {import_id}"
    command = PutProductBack(product_id=id, first=it.first, last=it.last, reason=reason)
    outcome: PutBack = shop.do(command, Caller(actor=IMPORTER, correlation=uuid4(), reason=reason)).outcome
    return outcome
