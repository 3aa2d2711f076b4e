"""What a visitor hears while Postgres is being restarted."""

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from store.entrypoints.shared.problems import headers_of, problem_of

pytestmark = [pytest.mark.requirement("R9.4")]


@pytest.mark.parametrize("error", [
    psycopg.OperationalError("gone"), psycopg.errors.AdminShutdown("gone"), PoolTimeout("none left"),
])
def test_a_database_that_is_away_is_no_fault_of_the_visitor(error):
    problem = problem_of(error)
    assert (problem.status, problem.type) == (503, "/problems/DatabaseAway")
    assert headers_of(problem, error)["Retry-After"] == "1"
    assert "gone" not in problem.detail


def test_what_nobody_foresaw_stays_our_fault():
    assert problem_of(psycopg.errors.UndefinedTable("no such table")).status == 500
