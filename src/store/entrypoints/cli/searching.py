"""Commands that search all facts and write them down: part of ``store history``."""

import sys
from collections.abc import Callable, Iterator
from typing import IO, Any, Final, TypeVar
from uuid import uuid4

import rich_click as click
from msgspec import to_builtins

from store.application.audit.messages import FactView
from store.application.audit.searching import ACTORS, KINDS, Form, ListActivity, RecordExport, Search
from store.application.shared.bus import Caller
from store.entrypoints.cli.desk import Application, Desk, as_json, console, pass_desk, print_json
from store.entrypoints.cli.moments import Instant, fact_table, persons
from store.entrypoints.shared.fact_lines import PAGE, heading, lines

_WHO: Final = "system:operator"
F = TypeVar("F", bound=Callable[..., Any])


def searching(command: F) -> F:
    """Give a command the filters of a search."""
    for option in (
        click.option("--about", default="", help="An order number, a SKU, a slug or an id."),
        click.option("--actor", default="", help=f"{', '.join(ACTORS)}, or one of them in full."),
        click.option("--kind", default="", type=click.Choice(["", *KINDS]), help="A kind of thing."),
        click.option("--fact", default="", help="The tag of a fact, such as ordering/placed-1."),
        click.option("--correlation", type=click.UUID, help="What one wish led to."),
        click.option("--since", type=Instant(), help="Recorded at or after an instant."),
        click.option("--until", type=Instant(), help="Recorded before an instant."),
    ):
        command = option(command)
    return command


@click.command()
@searching
@click.option("--limit", type=click.IntRange(1, PAGE), default=50, help="How many facts.", show_default=True)
@persons
@as_json
@pass_desk
def search(desk: Desk, /, limit: int, persons: bool, as_json: bool, **wanted: Any) -> None:
    """Search the facts of the whole shop, newest first."""
    with desk.application() as shop:
        shop.catch_up()
        found = shop.ask(ListActivity(search=Search(**wanted), limit=limit, persons=persons))
    if as_json:
        print_json(to_builtins(found))
    else:
        console().print(fact_table(found.items, about=True))
        if found.next_cursor:
            console().print("\nThere are more: raise --limit, narrow the search, or export.")


@click.command()
@searching
@click.option("--form", type=click.Choice([form.value for form in Form]), default="jsonl", show_default=True)
@click.option("--output", "-o", type=click.File("wb"), default="-", help="A file; without it, they are printed.")
@persons
@pass_desk
def export(desk: Desk, /, form: str, output: IO[bytes], persons: bool, **wanted: Any) -> None:
    """Write all facts that fit a search down as JSON Lines or CSV. That they were taken away becomes a fact."""
    with desk.application() as shop:
        shop.catch_up()
        shop.do(
            RecordExport(form=Form(form), search=Search(**wanted), persons=persons),
            Caller(actor=_WHO, correlation=uuid4()),
        )
        output.writelines(heading(Form(form)))
        for facts in _pages(shop, Search(**wanted), persons=persons):
            output.writelines(lines(Form(form), facts))
    sys.stdout.flush()


def _pages(shop: Application, search: Search, *, persons: bool) -> Iterator[list[FactView]]:
    cursor: str | None = None
    while True:
        page = shop.ask(ListActivity(search=search, cursor=cursor, limit=PAGE, persons=persons))
        yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return


