"""Commands that run the shop, whole or in parts."""

import sys

import rich_click as click

from store.entrypoints.cli.desk import Desk, pass_desk


@click.command()
@pass_desk
def serve(desk: Desk) -> None:
    """Run the whole shop in one process tree.

    Starts the embedded Postgres (unless STORE_DATABASE_URL names another), migrates it, fills an empty shop
    with demo goods, then runs the HTTP server, the projections and the jobs. Ctrl-C closes everything.

    Exit codes: 2 wrong settings, 3 already running on this data folder, 4 port taken, 1 anything else.
    """
    sys.exit(desk.serve())


@click.command()
@pass_desk
def http(desk: Desk) -> None:
    """Run one HTTP server and nothing else.

    With STORE_REDIS_URL there may be many. Without, a second one on the same database is refused (exit code 5):
    each would count visitors' requests for itself.
    """
    sys.exit(desk.http())


@click.command()
@pass_desk
def background(desk: Desk) -> None:
    """Run projector, worker and scheduler in one process."""
    sys.exit(desk.background(frozenset({"projector", "worker", "scheduler"})))


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="Look after this read model and no other; repeat for more.")
@pass_desk
def projector(desk: Desk, only: tuple[str, ...]) -> None:
    """Keep the read models up to date with the log.

    Several of these share the read models between them; what one held that died is taken over within seconds.
    """
    sys.exit(desk.background(frozenset({"projector"}), frozenset(only)))


@click.command()
@pass_desk
def worker(desk: Desk) -> None:
    """Carry out jobs, such as sending mails."""
    sys.exit(desk.background(frozenset({"worker"})))


@click.command()
@pass_desk
def scheduler(desk: Desk) -> None:
    """Ask about open payments every few seconds, and tidy up every hour."""
    sys.exit(desk.background(frozenset({"scheduler"})))
