"""SQL is parameterised: no statement anywhere has a part that somebody outside could have chosen."""

from functools import cache

import pytest

from tests.architecture.statements import Tree, the_tree

pytestmark = [
    pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.1", "queries are parameterised"),
]

EXEMPT = {
    "store.adapters.insight.analyst: question": "what analysts type is run, in brackets, as a role that may only read",
    "store.adapters.insight.analyst: question.encode()": "the same: the server reads it first, and carries nothing out",
    "store.adapters.drivers.line: statement.text": "of a Statement, which is made of a promise and numbers its values",
    "store.adapters.drivers.line: statement.name": "the digest of that text",
    "store.adapters.drivers.prepared: statement.text": "the same, of a Statement",
    "store.adapters.drivers.prepared: name": "the digest of that text, and a number",
    "store.adapters.drivers.wire: statement.text": "the same, of a Statement",
    "store.adapters.drivers.wire: name": "the digest of that text, and a number",
    "store.adapters.notifications.prompt_broker: QUERIES.CLAIM": "the words of the library, about tables that we name",
    "projections.shared.switching: definition": "a view of ours, in Postgres's own words (pg_get_viewdef)",
    "projections.shared.switching: f'WITH ({options})' if options else ''": "the same view's options, from pg_class",
}
HEAD = """
from typing import Any, Final, LiteralString, Literal, NamedTuple
from psycopg import Connection, sql
from elsewhere import WORDS, asked_of, Part
db: Connection
"""
ELSEWHERE = """
from typing import LiteralString, NamedTuple
WORDS: LiteralString = "SELECT 1"
ANSWERS: LiteralString = "SELECT 2"
def asked_of(table: LiteralString) -> LiteralString:
    return f"SELECT * FROM {table}"
class Part(NamedTuple):
    part: LiteralString
    row: dict
"""


@cache
def tree():
    return the_tree()


@cache
def strays():
    return tree().strays()


def without_line(stray):
    module, _, expression = stray.partition(":")
    return f"{module}:{expression.partition(':')[2]}"


def refused(code, imports="elsewhere"):
    return Tree([("here", HEAD + code), (imports, ELSEWHERE)]).strays()


def test_every_statement_is_made_of_what_the_code_says_alone():
    assert [stray for stray in strays() if without_line(stray) not in EXEMPT] == []


def test_no_exemption_is_left_over():
    assert {without_line(stray) for stray in strays()} == set(EXEMPT)


def test_the_walk_comes_across_the_statements_there_are():
    """A walk that finds nothing would find nothing wrong."""
    asked = [it for module in tree().modules.values() for it in tree().inflows(module)]
    assert len(asked) > 500
    assert len(tree().modules) > 450


INPUT = {
    "an f-string with a variable": "def f(x: str): db.execute(f'SELECT * FROM t WHERE a = {x}')",
    "a percent sign": "def f(x: str): db.execute('SELECT %s' % x)",
    "a plus": "def f(x: str): db.execute('SELECT ' + x)",
    "format": "def f(x: str): db.execute('SELECT {}'.format(x))",
    "format by name": "def f(x: str): db.execute('SELECT {x}'.format(x=x))",
    "a join": "def f(x: list[str]): db.execute(', '.join(x))",
    "a join of what is made of it": "def f(x: list[str]): db.execute(', '.join(f'{it} = 1' for it in x))",
    "replace": "def f(x: str): db.execute('SELECT y'.replace('y', x))",
    "a variable": "def f(x: str): db.execute(x)",
    "a local name": "def f(x: str):\n    query = 'SELECT 1'\n    query += x\n    db.execute(query)",
    "one branch of two": "def f(x: str): db.execute('SELECT 1' if x else x)",
    "ORDER BY": "def f(sort: str): db.execute(f'SELECT 1 FROM t ORDER BY {sort}')",
    "ORDER BY where only a default is known": "def f(x): db.execute('ORDER BY ' + {'a': 'b'}.get(x, x))",
    "LIMIT": "def f(limit: int): db.execute(f'SELECT 1 LIMIT {limit}')",
    "a parameter that a caller fills": "def g(q: LiteralString): db.execute(q)\ndef f(x: str): g(x)",
    "a parameter filled by name": "def g(*, q: LiteralString): db.execute(q)\ndef f(x: str): g(q=x)",
    "a method that a caller fills":
        "class G:\n    def g(self, q: LiteralString): db.execute(q)\n    def f(self, x: str): self.g('SELECT ' + x)",
    "a function elsewhere that a caller fills": "def f(x: str): db.execute(asked_of(x))",
    "a function that is handed on": "def g(q: LiteralString): db.execute(q)\ndef f(x: str, run): run(g, x)",
    "execute itself handed on": "def f(x: str, run): run(db.execute, x)",
    "a result that isn't what it says": "def g(x: str) -> LiteralString: return x\ndef f(x): db.execute(g(x))",
    "a result that nobody promised": "def g(x): return 'SELECT ' + x\ndef f(x): db.execute(g(x))",
    "a name that isn't what it says": "def f(x: str):\n    q: LiteralString = x\n    db.execute(q)",
    "a field that isn't what it says": "def f(x: str): return Part(x, {})",
    "a constant that is read": "import os\nQUERY: Final = os.environ['Q']\ndef f(): db.execute(QUERY)",
    "what the database said": "def f(): db.execute(db.execute('SELECT 1').fetchone()[0])",
    "psycopg's own composition": "def f(x: str): db.execute(sql.SQL(x))",
    "a part of it": "def f(x: str): db.execute(sql.SQL('SELECT {}').format(sql.SQL('a' + x)))",
    "many at once": "def f(x: str, rows): db.executemany('INSERT ' + x, rows)",
    "a copy": "def f(x: str, cursor):\n    with cursor.copy(f'COPY {x} FROM STDIN') as it: pass",
    "a stream": "def f(x: str, cursor): return list(cursor.stream('SELECT ' + x))",
    "a question": "class G:\n    def f(self, x: str): self._questions.ask('SELECT ' + x, {})\n"
                  "class Questions:\n    async def ask(self, text: LiteralString, values): pass",
    "a script": "def f(x: str): db.executescript(x)",
    "libpq": "def f(x: str): db.pgconn.exec_(x.encode())",
    "keywords nobody sees": "def f(**x): db.execute(**x)",
    "arguments nobody sees": "def f(*x): db.execute(*x)",
    "a list that is filled":
        "def f(x: str):\n    it = ['a']\n    it.append(x)\n    db.execute(' AND '.join(it))",
    "a loop": "def f(x: list[str]):\n    for q in x: db.execute(q)",
}
LITERAL = {
    "a literal": "def f(): db.execute('SELECT 1')",
    "a constant": "Q = 'SELECT 1'\ndef f(x): db.execute(Q, (x,))",
    "constants in an f-string": "A: Final = 'a'\nQ: Final = f'SELECT {A}'\ndef f(): db.execute(Q)",
    "a constant from elsewhere": "def f(): db.execute(WORDS)",
    "one of two": "def f(x: bool): db.execute(f\"SELECT 1 ORDER BY a {'ASC' if x else 'DESC'}\")",
    "one of a list": "A = {'name': 'n', 'price': 'p'}\ndef f(x: str): db.execute(f'SELECT 1 ORDER BY {A[x]}')",
    "parts that are collected":
        "def f(x):\n    it: list[LiteralString] = ['a']\n    if x:\n        it.append('b')\n"
        "    db.execute(' AND '.join(it))",
    "a promise kept": "def f(): db.execute(asked_of('goods'))",
    "a literal type": "def f(x: Literal['a', 'b']): db.execute(f'SELECT {x}')",
    "identifiers that are quoted": "def f(x: str): db.execute(sql.SQL('DROP TABLE {}').format(sql.Identifier(x)))",
    "values": "def f(x: str): db.execute('SELECT %s', (x,))",
    "a function that only gives literals": "def g(x): return 'a' if x else 'b'\ndef f(x): db.execute(g(x))",
}


@pytest.mark.parametrize("code", INPUT.values(), ids=INPUT)
def test_what_is_refused(code):
    assert refused(code)


@pytest.mark.parametrize("code", LITERAL.values(), ids=LITERAL)
def test_what_may_be_written(code):
    assert refused(code) == []
