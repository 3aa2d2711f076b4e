"""What operators see: metrics without persons, and traces by wish."""

import asyncio
from threading import Event
from uuid import UUID, uuid4

import psycopg
import pytest
from litestar.testing import AsyncTestClient
from prometheus_client.parser import text_string_to_metric_families

from store.application.partners.messages import PauseWebhook, SubscribeWebhook
from store.entrypoints.wiring import traces
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.reading_settings import Misconfigured
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.background_shop import EMAIL, NAME, STREET, background_shop

pytestmark = pytest.mark.requirement("R11.3")
WISH = uuid4()


def visit(settings, *paths, headers=None):
    """The text that /metrics shows after these visits."""

    async def go():
        async with AsyncTestClient(create_app(settings)) as client:
            for path in paths:
                await client.get(path, headers=headers or {})
            return await client.get("/metrics")

    return asyncio.run(go())


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text) for sample in family.samples
    }


def test_requests_are_counted_by_route_and_not_by_address(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)
    answer = visit(
        settings, "/api/v1/products", "/api/v1/products/zanzibar", "/api/v1/products/yucatan", "/nowhere/3",
        "/nowhere/4",
    )
    assert answer.headers["content-type"].startswith("text/plain")
    seen = samples(answer.text)
    assert seen["store_http_request_seconds_count", "/api/v1/products", "200", "GET"] == 1
    assert seen["store_http_request_seconds_count", "/api/v1/products/{slug}", "404", "GET"] == 2
    assert seen["store_http_request_seconds_count", "404", "GET", "nowhere"] == 2
    for made_up in ("zanzibar", "yucatan", "/nowhere/"):
        assert made_up not in answer.text


def test_webhooks_are_counted_by_how_they_stand_and_not_by_partner(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop:
        subscribe = SubscribeWebhook(name="Unmistakable", address="https://unmistakable.example/", start="0")
        ids = [shop.do(subscribe).webhook_id for _ in range(3)]
        shop.do(PauseWebhook(webhook_id=ids[0], reason="quiet"))
        shop.shop.runner().catch_up()
        shop.db.execute(
            "INSERT INTO work.webhooks (id, delivered, failed, failing_since)"
            " VALUES (%s, 5, 2, now()), (%s, 7, 0, NULL)", ids[1:],
        )
        text = visit(shop.settings).text
    seen = samples(text)
    assert [seen["store_webhooks", state] for state in ("active", "failing", "paused")] == [1, 1, 1]
    assert seen["store_webhook_attempts_total", "confirmed"] == 12
    assert seen["store_webhook_attempts_total", "failed"] == 2
    assert 0 < seen["store_webhook_lag_seconds",] < 3600
    assert "nmistakable" not in text
    assert not [id for id in ids if str(id) in text]


def test_the_gauges_tell_how_the_shop_stands_and_name_nobody(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop:
        shop.buy()
        shop.buy("challenge")
        shop.buy("timeout")
        before = samples(visit(shop.settings).text)
        assert before["store_projection_lag_seconds", "orders"] > 0
        shop.shop.runner().catch_up()
        answer = visit(shop.settings)
    seen = samples(answer.text)
    assert seen["store_database_up",] == 1
    assert seen["store_projection_lag_seconds", "orders"] == 0
    assert seen["store_projection_stopped", "orders"] == 0
    assert seen["store_projection_lag_facts", "orders"] == 0
    assert seen["store_projection_failures_total", "orders"] == 0
    assert seen["store_projection_facts_total", "orders"] > 0
    assert seen["store_projection_batch_seconds_count", "orders"] > 0
    assert seen["store_orders_placed_total",] == 3
    assert seen["store_orders_confirmed_total",] == 1
    assert seen["store_payments_open", "shopper"] == 1
    assert seen["store_payments_open", "gateway"] == 1
    assert seen["store_payments_open_oldest_seconds",] > 0
    assert seen["store_refunds_open",] == seen["store_refunds_open_oldest_seconds",] == 0
    assert seen["store_jobs_waiting",] == 1
    assert seen["store_stock_low",] == 0
    for person in (NAME, EMAIL, STREET):
        assert person not in answer.text


HOLDING_BACK = "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
AGE = "SELECT extract(epoch FROM clock_timestamp() - now())::float8"


def test_the_oldest_transaction_that_holds_readers_back_is_told_by_its_age(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop, psycopg.connect(migrated_url) as only_reads:
        only_reads.execute("SELECT count(*) FROM log.events")
        shop.until(HOLDING_BACK, 0)  # the database looks after itself now and then
        with psycopg.connect(migrated_url) as holds:
            holds.execute("SELECT pg_current_xact_id()")
            [least] = holds.execute(AGE).fetchone()
            age = samples(visit(shop.settings).text)["store_log_horizon_age_seconds",]
            [most] = holds.execute(AGE).fetchone()
        assert 0 < least <= age <= most, "it is the one that may still append, whoever began before it only to read"
        shop.until(HOLDING_BACK, 0)
        assert samples(visit(shop.settings).text)["store_log_horizon_age_seconds",] < age, "it has ended"


def test_no_metrics_are_shown_where_none_are_wanted(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, metrics=False)
    assert visit(settings).status_code == 404


class Collected:
    """Keeps spans instead of sending them."""

    def __init__(self):
        self.spans = []

    def export(self, spans):
        from opentelemetry.sdk.trace.export import SpanExportResult

        self.spans += spans
        return SpanExportResult.SUCCESS

    def shutdown(self):
        pass

    def force_flush(self, _timeout_millis=0):
        return True


@pytest.fixture
def collected(monkeypatch):
    sdk = pytest.importorskip("opentelemetry.sdk.trace", reason="the extra 'tracing' is not installed")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    kept = Collected()
    provider = sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(traces, "_tracer", provider.get_tracer("test"))
    yield kept
    provider.shutdown()


def test_a_request_and_what_it_leads_to_are_one_trace_named_by_route(migrated_url, tmp_path, collected):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, traces_url="http://127.0.0.1:1/v1/traces")
    visit(settings, "/api/v1/products/some-slug", headers={"x-correlation-id": str(WISH)})
    with traces.following(WISH, "job send_order_mail"):
        pass
    named = {span.name: span for span in collected.spans}
    request, job = named["GET /api/v1/products/{slug}"], named["job send_order_mail"]
    assert request.context.trace_id == job.context.trace_id == WISH.int
    assert request.attributes["http.response.status_code"] == 404
    assert "some-slug" not in str([dict(span.attributes) for span in collected.spans])


def test_nothing_is_traced_where_nobody_collects(monkeypatch):
    monkeypatch.setattr(traces, "_tracer", None)
    traces.set_up_traces(Settings())
    with traces.following(UUID(int=1), "job") as span:
        assert span is None


def test_a_missing_extra_is_said_at_the_start(monkeypatch):
    monkeypatch.setattr(traces, "_tracer", None)
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(Misconfigured, match=r"store\[tracing\]"):
        traces.set_up_traces(Settings(traces_url="http://127.0.0.1:1/v1/traces"))


def test_a_job_is_followed_by_the_wish_that_led_to_it(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop:
        shop.start("projector", "worker")
        shop.buy()
        shop.until("SELECT count(*) FROM work.mails", 1)
        wish = shop.db.execute("SELECT correlation::text FROM work.outbox").fetchone()[0]
        deadline = Event()
        for _ in range(100):
            if wish in shop.logs():
                break
            deadline.wait(0.05)
        assert wish in shop.logs()
        assert shop.count(f"SELECT count(*) FROM log.events WHERE metadata LIKE '%{wish}%'") > 1  # noqa: S608 - an id we read
