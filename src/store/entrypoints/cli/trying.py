"""``store what-if``: a draft promotion, tried on what was sold."""

from pathlib import Path

import rich_click as click
from msgspec import ValidationError, json, to_builtins

from store.application.pricing.trying import MOST_DAYS, Tried, TryPromotion
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json
from store.entrypoints.shared.terms_forms import terms_of
from store.entrypoints.shared.terms_shapes import TermsForm


@click.command("what-if")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, MOST_DAYS), help="How far to look back.")
@as_json
@pass_desk
def what_if(desk: Desk, file: Path, days: int, as_json: bool) -> None:
    """Say what the promotion in FILE would have made of the orders of the last days, and of the carts that are open.

    FILE holds the terms as JSON, as the API takes them: {"kind": "percent", "percent": "10"}. Nothing is changed, and
    nobody buys more or less in this reckoning.
    """
    try:
        terms = terms_of(json.decode(file.read_bytes(), type=TermsForm))
    except ValidationError as fault:
        raise click.ClickException(f"{file.name} holds no terms: {fault}") from fault
    with desk.application() as shop:
        shop.catch_up()
        tried = shop.ask(TryPromotion(terms=terms, days=days))
    if as_json:
        print_json(to_builtins(tried))
        return
    for what, found in (("orders", tried.orders), ("open carts", tried.carts)):
        _print(what, found)


def _print(what: str, found: Tried) -> None:
    if not found.sums:
        console().print(f"no {what} in that time")
    for it in found.sums:
        console().print(
            f"{it.sales:,} {what} in {it.currency}: {it.cheaper:,} cheaper, {it.dearer:,} dearer,"
            f" {it.pieces:,} pieces\n"
            f"  shoppers pay {it.paid.amount}, with it {it.would_pay.amount}: {it.given.amount} given away,"
            f" {it.tax_given.amount} of it tax"
        )
        if it.margin and it.would_margin:
            console().print(
                f"  margin of {it.known:,} pieces {it.margin.amount}, with it {it.would_margin.amount};"
                f" {it.below:,} lines below cost, {it.new_below:,} of them by it"
            )
    for case in found.below_cost:
        where = case.order or f"cart {case.cart}"
        console().print(
            f"  below cost: {where}  {case.sku}  {case.paid.amount} for one, which costs {case.cost.amount}"
            f"{'  (by it)' if case.new else ''}", markup=False,
        )
    if found.more:
        console().print(f"  there were more {what}: only the newest were looked at")
