"""Statements, counted by Postgres itself."""

import re
from contextlib import contextmanager
from pathlib import Path

LINES = (1, 10, 100)


class Statements:
    """What Postgres wrote into its log about one database."""

    def __init__(self, log: Path) -> None:
        self._log = log

    @contextmanager
    def counted(self):
        """A list that holds the statements once the block is over."""
        found: list[str] = []
        with self._log.open() as lines:
            lines.seek(0, 2)
            yield found
            said = re.findall(r"LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)", lines.read())
            found += [" ".join(statement.split())[:60] for statement in said]


def open_cart(client, lines):
    cart = client.post("/api/v1/carts").json()["id"]
    for n in range(lines):
        answer = client.post(f"/api/v1/carts/{cart}/lines", json={"sku": f"THING-{n}-S"})
        assert answer.status_code == 201, answer.text
    return cart


def cost(statements, request):
    with statements.counted() as found:
        answer = request()
    assert answer.status_code in {200, 201}, answer.text
    assert found, "a request that needs no statement at all was not counted right"
    return found


def costs(statements, request, most):
    """The fewest of three tries: what the shop says of prices is asked once a second. None takes more than *most*."""
    tries = [cost(statements, request) for _ in range(3)]
    assert all(len(found) <= most for found in tries), tries
    return min(map(len, tries))
