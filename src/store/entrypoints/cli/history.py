"""Commands that look back: the life of one thing, what differs, what one wish led to, and searching all facts."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import rich_click as click
from msgspec import to_builtins

from store.application.audit.messages import (
    ChainStep,
    GetChain,
    GetDifference,
    GetHistory,
    HistoryView,
)
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json
from store.entrypoints.cli.moments import Instant, Moment, fact_table, persons
from store.entrypoints.cli.searching import export, search


class _ShowsByDefault(click.RichGroup):
    """A group that takes the name of a thing as well: ``store history order H7K2-9QXM`` shows that order."""

    default = "show"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if args[0] in self.commands else [self.default, *args])




@click.group(cls=_ShowsByDefault)
def history() -> None:
    """Look back: `store history order H7K2-9QXM`, or one of the commands below."""


@history.command()
@click.argument("kind")
@click.argument("id")
@click.option("--version", type=click.IntRange(min=1), help="Show it as it stood after so many facts.")
@click.option("--at", type=Instant(), help="Show it as it stood at an instant.")
@persons
@as_json
@pass_desk
def show(
    desk: Desk, kind: str, id: str, version: int | None, at: datetime | None, persons: bool, as_json: bool
) -> None:
    """Tell the life of one thing: order, cart, inventory, payment, product, category, address, account and more.

    ID is what people call it: an order number, a SKU, or the id in addresses.
    """
    with desk.application() as shop:
        found = shop.ask(GetHistory(kind=kind, id=id, version=version, at=at, persons=persons))
    if as_json:
        print_json(to_builtins(found))
    else:
        _tell(found)


@history.command()
@click.argument("kind")
@click.argument("id")
@click.argument("before", type=Moment())
@click.argument("after", type=Moment(), required=False)
@persons
@as_json
@pass_desk
def difference(
    desk: Desk, kind: str, id: str, before: int | datetime, after: int | datetime | None, persons: bool, as_json: bool
) -> None:
    """Say what changed about one thing from BEFORE to AFTER (versions or instants; without AFTER, to now)."""
    with desk.application() as shop:
        found = shop.ask(GetDifference(kind=kind, id=id, before=before, after=after, persons=persons))
    if as_json:
        print_json(to_builtins(found))
        return
    out = console()
    out.print(f"[bold]{found.kind} {found.id}[/bold], from version {found.before} to {found.after}\n")
    for change in found.changes:
        out.print(f"  {change.field}: {change.before} -> {change.after}", markup=False)
    out.print()
    out.print(fact_table(found.facts))


@history.command()
@click.argument("correlation", type=click.UUID)
@persons
@as_json
@pass_desk
def chain(desk: Desk, correlation: UUID, persons: bool, as_json: bool) -> None:
    """Tell all that one wish led to, each step under the fact that was its reason."""
    with desk.application() as shop:
        shop.catch_up()
        found = shop.ask(GetChain(correlation=correlation, persons=persons))
    if as_json:
        print_json(to_builtins(found))
        return
    console().print(f"{found.facts} facts in {found.streams} things, {found.seconds:.3f} s, wished by {found.actor}\n")
    for line in _branch(found.steps, ""):
        console().print(line, markup=False)


def _tell(found: HistoryView) -> None:
    out = console()
    out.print(f"[bold]{found.kind} {found.id}[/bold], version {found.version} of {found.latest_version}\n")
    out.print(fact_table(found.facts, upto=found.version))
    if found.next_cursor:
        out.print("\nThere are more facts: `store history export` writes all of them down.")
    out.print("\n[bold]As it stood then[/bold]")
    for name, value in (found.state | found.sums).items():
        out.print(f"  {name}: {value}", markup=False)


def _branch(steps: list[ChainStep], indent: str) -> Iterator[str]:
    for step in steps:
        yield f"{indent}{step.at:%Y-%m-%d %H:%M:%S} (+{step.after:.3f} s)"
        yield from (f"{indent}  {fact.kind} v{fact.version}: {fact.sentence}" for fact in step.facts)
        yield from (f"{indent}  mail {mail.kind}: {mail.outcome or 'due'}" for mail in step.mails)
        yield from _branch(step.then, f"{indent}    ")


history.add_command(search)
history.add_command(export)
