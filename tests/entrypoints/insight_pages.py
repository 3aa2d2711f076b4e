"""The page for questions in SQL: empty, answered, drawn, refused."""

from datetime import timedelta
from uuid import UUID

from store.application.insight.examples import EXAMPLES
from store.application.insight.messages import NUMBERS, Answered, Asked, Column, Kind, Saved, View, ViewColumn
from store.entrypoints.backoffice.insight import Asking
from store.entrypoints.backoffice.insight import Trouble as Refused
from store.entrypoints.backoffice.plots import plot
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW

VIEWS = [
    View("orders", "Orders and how they stand.", [
        ViewColumn("number", "text", "The number customers see."),
        ViewColumn("placed_at", "timestamptz", "When somebody bought."),
    ]),
    View("stock_movements", LONG, [ViewColumn("on_hand_change", "int", LONG)]),
]
ASKED = [
    Asked(NOW, "staff:ann", "page", "SELECT count(*) FROM orders", 1, 0.02, None),
    Asked(NOW, "staff:ann", "parquet", "SELECT * FROM facts " + "WHERE true AND " * 40, None, None, None),
    Asked(NOW - timedelta(days=2), "staff:token", "api", "SELECT x", None, 0.01, 'column "x" does not exist'),
]
SAVED = [Saved(UUID(int=5), LONG, "SELECT 1", "staff:ann", NOW), Saved(UUID(int=6), "Orders", "SELECT 2", "x", NOW)]
DAYS = [
    [f"2026-05-{day:02}", day * 3 % 17, f"{day * 137 % 900}.90", LONG if day == 4 else None] for day in range(1, 25)
]
ANSWERED = Answered([
    Column("day", Kind.DAY), Column("orders", Kind.WHOLE), Column("taken", Kind.DECIMAL), Column("said", Kind.TEXT),
], DAYS, more=True, seconds=0.31)


def _drawn(kind):
    return plot(kind, "day", "orders", [(row[0], row[1]) for row in DAYS])


def _page(asking=None, **more) -> PAGE:
    around = {
        "asking": asking or Asking(), "answered": None, "trouble": None, "drawn": None, "views": VIEWS, "saved": SAVED,
        "asked": ASKED, "examples": EXAMPLES, "numbers": NUMBERS,
    }
    return "backoffice/insight.html", {**BACK, **around, **more}


INSIGHT_PAGES: dict[str, PAGE] = {
    "office-insight": _page(),
    "office-insight-new": _page(saved=[], asked=[], views=[]),
    "office-insight-answered": _page(Asking(EXAMPLES[1].statement), answered=ANSWERED),
    "office-insight-bars": _page(
        Asking("SELECT 1", "bar", "day", "orders", saved=UUID(int=6)), answered=ANSWERED, drawn=_drawn("bar")
    ),
    "office-insight-line": _page(Asking("SELECT 1", "line"), answered=ANSWERED, drawn=_drawn("line")),
    "office-insight-none": _page(
        Asking("SELECT 1"), answered=Answered([Column("a", Kind.TEXT)], [], more=False, seconds=0.0)
    ),
    "office-insight-refused": _page(
        Asking("SELECT number,\n  wrong"),
        trouble=Refused('Column "wrong" does not exist.', LONG, 2, 3, "  ", "wrong", " FROM orders"),
    ),
    "office-insight-late": _page(Asking("SELECT 1"), trouble=Refused("This takes too long, and was stopped.")),
}
