"""What becomes of statements under way when their connection is lost, or somebody no longer waits."""

import psycopg
import pytest
from psycopg.errors import AdminShutdown

from tests.adapters.test_pipeline import LOCKED, TENTH, WHO, held

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


def end(migrated_url, sent):
    """Have the server end the connection of *sent*, which is answered with its number."""
    with psycopg.connect(migrated_url, autocommit=True) as db:
        assert db.execute("SELECT pg_terminate_backend(%s, 5000)", [int(sent[0][0])]).fetchone() == (True,)


def test_a_lost_connection_is_told_to_all_who_are_under_way_and_another_opened(pipeline, app_url, migrated_url):
    before = pipeline.line_up(WHO, {"n": 1}).answer()
    with held(app_url):
        sent = [pipeline.line_up(LOCKED, {"n": "1"}), *(pipeline.line_up(TENTH, {"n": n}) for n in (1, 5))]
        end(migrated_url, before)
        with pytest.raises(AdminShutdown):
            sent[0].answer()
        for each in sent[1:]:
            with pytest.raises(psycopg.OperationalError):
                each.answer()
    assert pipeline.line_up(WHO, {"n": 1}).answer() != before


def test_a_connection_that_was_lost_while_nobody_asked_costs_nobody_an_answer(pipeline, migrated_url):
    before = pipeline.line_up(WHO, {"n": 1}).answer()
    end(migrated_url, before)
    assert pipeline.line_up(WHO, {"n": 1}).answer() != before


@pytest.mark.parametrize("who", [0, 1])
def test_whoever_breaks_off_takes_those_behind_along_and_the_next_goes_over_another(pipeline, monkeypatch, who):
    """Those before may have their answer, or be told that nobody knows."""
    before = pipeline.line_up(WHO, {"n": 1}).answer()
    sent = [pipeline.line_up(TENTH, {"n": n}) for n in (1, 2, 5)]
    if who:
        sent[0].answer()
    with monkeypatch.context() as broken:
        broken.setattr(type(sent[who]._wire), "read", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sent[who].answer()
    for each in sent[who + 1:]:
        with pytest.raises(psycopg.OperationalError):
            each.answer()
    assert pipeline.line_up(WHO, {"n": 1}).answer() != before


def interrupted(*_):
    raise KeyboardInterrupt
