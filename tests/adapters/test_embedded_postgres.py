import psycopg
import pytest
def test_a(database_url):
    with psycopg.connect(database_url) as c: assert c.execute("select 1").fetchone()==(1,)
@pytest.mark.parametrize("i", range(20))
def test_b(database_url,i):
    with psycopg.connect(database_url) as c: assert c.execute("select 1").fetchone()==(1,)
def test_c(redis_url):
    import redis
    with redis.Redis.from_url(redis_url) as client: assert client.set("a",1)
    pytest.skip("for a reason")
