"""Staff at a shop that has a Redis: in and out by the next request, also while it is away."""

import os
import signal

import pytest
from redis import Redis

from tests.entrypoints.backoffice.conftest import KEY, opened
from tests.servers import redis_server

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "sessions in Redis")]


def stands(office, path="/backoffice/orders"):
    """Whether the next request is one of somebody who is in."""
    return office.get(path, headers={"x-api-key": KEY}).status_code == 200


def test_who_is_in_stays_in_when_redis_dies_and_who_goes_is_out(migrated_url, tmp_path, built_assets):
    with redis_server() as url, opened(migrated_url, tmp_path, redis_url=url) as office:
        assert office.log_in().status_code == 303
        assert stands(office)
        with Redis.from_url(url) as redis:
            assert len(redis.keys("store:session:*")) == 1
            assert redis.keys("store:kept:*") == [], "nothing of a person is among what is kept for all"
            pid = redis.info("server")["process_id"]
        os.kill(pid, signal.SIGKILL)
        assert [stands(office) for _ in range(3)] == [True] * 3
        gone = dict(office.client.cookies)
        assert office.post("/backoffice/logout", headers={"x-api-key": KEY}).status_code == 303
        office.client.cookies.update(gone)
        assert not stands(office), "the cookie is there again, the session is not"
