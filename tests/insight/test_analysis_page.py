"""The page with five questions is true: each of them, asked again, has the answer that stands there."""

import re
from pathlib import Path

import pytest

from store.application.insight.examples import EXAMPLES

PAGE = Path(__file__).parents[2] / "docs/analysis.md"
SECTION = re.compile(
    r"^## (?P<words>[^\n]+)\n\n```sql\n(?P<sql>.+?)\n```\n\n(?P<table>(?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL
)


def test_the_page_holds_the_examples_and_no_others():
    found = [(match["words"], match["sql"]) for match in SECTION.finditer(PAGE.read_text())]
    assert found == [(example.words, example.statement) for example in EXAMPLES]
    assert PAGE.read_text().count("```sql") == len(EXAMPLES) == 5


@pytest.mark.story("US-8.3", "stock turnover")
@pytest.mark.story("US-8.1", "revenue by category")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_each_answer_is_what_the_shop_says(traded, example):
    with traded.analyst() as db:
        db.execute("SET search_path = insight")
        cursor = db.execute(example.statement)
        answer = [[column.name for column in cursor.description]]
        answer += [["" if value is None else str(value) for value in row] for row in cursor]
    section = next(match for match in SECTION.finditer(PAGE.read_text()) if match["words"] == example.words)
    head, _, *rows = section["table"].splitlines()
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in (head, *rows)] == answer
