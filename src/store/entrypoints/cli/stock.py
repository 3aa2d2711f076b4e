"""The command for stock by file: as it is, and as somebody wants it to be."""

import sys
from pathlib import Path
from uuid import uuid4

import rich_click as click
from msgspec import Struct, json, to_builtins

from store.application.inventory.locations import ListLocations
from store.application.inventory.messages import ListStock, StockPage, TryOut
from store.application.shared.bus import Caller
from store.domain.shared.errors import RuleViolated, StoreError
from store.entrypoints.cli.desk import Application, Desk, as_json, console, pass_desk, print_json
from store.entrypoints.shared.stock_file import LARGEST_FILE, Line, read
from store.entrypoints.shared.stock_lines import heading, lines, there

_PAGE = 500


class _Told(Struct, frozen=True):
    """What a line came to, or would come to."""

    line: int
    sku: str
    result: str
    on_hand: int | None
    words: str


@click.command("stock")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say what each line of the file would change.")
@click.option("--reason", default="by file", show_default=True, help="For lines without a reason of their own.")
@as_json
@pass_desk
def stock(desk: Desk, file: Path | None, check: bool, reason: str, as_json: bool) -> None:
    """Print stock as CSV, or change it by FILE.

    The columns are sku, and on_hand (so many are there), change (so many more or fewer) or received; if you like
    cause, reason and location. One line that is refused stops no other; then the exit code is 1.
    """
    with desk.application() as shop:
        if file is None:
            _print(shop)
            return
        try:
            found = read(file.read_bytes()[: LARGEST_FILE + 1], reason)
        except RuleViolated as fault:
            raise click.ClickException(str(fault)) from fault
        told = _tried(found, shop) if check else _done(found, shop)
        if not check:
            shop.catch_up()
    if as_json:
        print_json([to_builtins(it) for it in told])
    else:
        for it in told:
            colour = "red" if it.result == "refused" else "green" if it.result == "done" else "default"
            stands = "" if it.on_hand is None else f", {it.on_hand:,} on hand"
            console().print(f"line {it.line}  {it.sku}  [{colour}]{it.result}[/]{stands}  {it.words}".rstrip())
    if any(it.result == "refused" for it in told):
        sys.exit(1)


def _print(shop: Application) -> None:
    places = len(shop.ask(ListLocations())) > 1
    click.echo(heading(places=places), nl=False)
    cursor: str | None = None
    while True:
        page = json.decode(shop.ask(ListStock(limit=_PAGE, cursor=cursor)), type=StockPage)
        click.echo(b"".join(lines(page.items, places=places)), nl=False)
        cursor = page.next_cursor
        if cursor is None:
            return


def _tried(found: list[Line], shop: Application) -> list[_Told]:
    tried = iter(shop.ask(TryOut(wishes=tuple(line.wish for line in found if line.wish))))
    told = []
    for line in found:
        it = next(tried) if line.wish else None
        if it is None or it.after is None:
            told.append(_refused(line, it.refusal.sentence if it and it.refusal else line.fault))
        else:
            result = "unchanged" if it.after == it.before else "done"
            told.append(_Told(line.number, line.sku, result, there(it.after, line.place), ""))
    return told


def _done(found: list[Line], shop: Application) -> list[_Told]:
    correlation, told = uuid4(), []
    for line in found:
        if line.wish is None:
            told.append(_refused(line, line.fault))
            continue
        try:
            level = shop.do(line.wish, Caller(actor="system:cli", correlation=correlation, reason=line.reason)).outcome
        except StoreError as refused:
            told.append(_refused(line, str(refused)))
        else:
            told.append(_Told(line.number, line.sku, "done", there(level, line.place), ""))
    return told


def _refused(line: Line, words: str) -> _Told:
    return _Told(line.number, line.sku, "refused", None, words)
