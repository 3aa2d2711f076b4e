"""Whatever breaks off in the middle, nobody waits for ever, and the next statement goes over another connection."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from store.adapters.drivers.pipeline import Pipeline
from store.adapters.drivers.wire import Wire
from tests.adapters.test_pipeline import LOCKED, TENTH, held

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]


class Breaking:
    """libpq up to the end of a statement, where somebody breaks off."""

    def __init__(self, pg, reason):
        self._pg, self._reason = pg, reason

    def __getattr__(self, name):
        return getattr(self._pg, name)

    def pipeline_sync(self):
        raise self._reason


@pytest.mark.parametrize("ahead", [0, 1])
def test_whoever_breaks_off_while_sending_leaves_nobody_waiting(pipeline, app_url, ahead):
    pipeline.line_up(TENTH, {"n": 5}).answer()
    wire = pipeline._wire
    with held(app_url), ThreadPoolExecutor(3) as askers:
        told = [askers.submit(pipeline.line_up(LOCKED, {"n": "1"}).answer) for _ in range(ahead)]
        wire._pg = Breaking(wire._pg, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            pipeline.line_up(TENTH, {"n": 5})
        assert [type(each.exception(20)) for each in told] == [psycopg.OperationalError] * ahead
        assert askers.submit(lambda: pipeline.line_up(TENTH, {"n": 5}).answer()).result(20) == [[b"2"]]


def test_nobody_knows_what_became_of_a_statement_whose_sending_failed_in_the_middle(pipeline):
    pipeline.line_up(TENTH, {"n": 5}).answer()
    pipeline._wire._pg = Breaking(pipeline._wire._pg, OSError(errno.EIO, "broken"))
    with pytest.raises(psycopg.OperationalError, match="broken"):
        pipeline.line_up(TENTH, {"n": 5}).answer()
    assert pipeline.line_up(TENTH, {"n": 5}).answer() == [[b"2"]]


def test_a_connection_beside_which_no_bell_can_be_hung_is_given_back(one_connection, monkeypatch):
    def none_left():
        raise OSError(errno.EMFILE, "too many open files")

    pipeline = Pipeline(one_connection)
    with monkeypatch.context() as short:
        short.setattr(os, "pipe", none_left)
        with pytest.raises(OSError, match="too many"):
            pipeline.line_up(TENTH, {"n": 5})
    assert pipeline.line_up(TENTH, {"n": 5}).answer() == [[b"2"]]
    pipeline.close()


def test_what_is_under_way_when_it_is_closed_gives_the_connection_back_once(app_url, one_connection, monkeypatch):
    given_back = []
    monkeypatch.setattr(Wire, "_give_back", lambda wire, give=Wire._give_back: (given_back.append(wire), give(wire)))
    pipeline = Pipeline(one_connection)
    with held(app_url), ThreadPoolExecutor(2) as askers:
        told = [askers.submit(pipeline.line_up(LOCKED, {"n": "1"}).answer) for _ in range(2)]
        pipeline.close()
        for each in told:
            with pytest.raises(psycopg.OperationalError, match="closed"):
                each.result(20)
    assert len(given_back) == 1
    assert pipeline.line_up(TENTH, {"n": 5}).answer() == [[b"2"]]
    pipeline.close()
