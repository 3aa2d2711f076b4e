"""What must be true when the storm is over, besides what the independent checker proves."""

from collections import Counter
from collections.abc import Sequence

import psycopg
from psycopg import sql

from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.chaos.stage import Stage
from tests.checker.reading import Fact

MAILED = {"ordering/confirmed-1": "order_confirmation"}


def views_explain_themselves(stage: Stage) -> None:
    """Every read model, learnt anew from the first fact, says what it said before."""
    with postgres_shop(Settings(database_url=stage.direct, data_dir=stage.folder)) as shop:
        runner = shop.runner()
        assert {view.state for view in runner.status()} == {"running"}
        runner.catch_up()
        before = _rows(stage.direct)
        assert sum(map(len, before.values())), "there is nothing to compare"
        for view in runner.status():
            runner.rebuild(view.name)
        after = _rows(stage.direct)
    for table, rows in before.items():
        assert after[table] == rows, f"read.{table} says something else when it is learnt anew"


def mails_went_out_once(stage: Stage, facts: Sequence[Fact]) -> None:
    """Whoever was confirmed has one mail that says so."""
    confirmed = sum(fact.tag in MAILED for fact in facts)

    def sent() -> Counter[str]:
        with psycopg.connect(stage.direct) as db:
            return Counter(number for (number,) in db.execute(
                "SELECT number FROM work.mails WHERE kind = ANY(%s)", (list(MAILED.values()),)
            ))

    assert stage.serving is not None
    stage.serving.until(lambda: len(sent()) >= confirmed, f"{confirmed} mails")
    assert set(sent().values()) <= {1}, "a mail went out twice"
    assert len(sent()) == confirmed


def _rows(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as db:
        tables = [name for (name,) in db.execute(
            "SELECT unnest(tables) FROM read.copies WHERE schema = 'read' ORDER BY 1"
        )]
        return {
            table: sorted(row for (row,) in db.execute(
                sql.SQL("SELECT r::text FROM read.{} r").format(sql.Identifier(table))
            )) for table in tables
        }
