"""What browsers are told of every page there is: our own files alone, by HTTPS where the shop has it."""

import re

import pytest
from litestar.routes import HTTPRoute
from prometheus_client import CollectorRegistry

from store.entrypoints.shared.policy_reports import LARGEST, PolicyReports
from tests.entrypoints.backoffice.conftest import KEY, opened
from tests.entrypoints.http_routes import endless

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "a content security policy")]

INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<base\b|<object\b|<embed\b|\shx-on"
    r"|<script(?![^>]*\snonce=)", re.IGNORECASE,
)
HSTS = "strict-transport-security"
TOLD = "max-age=31536000; includeSubDomains"


def every_page(desk):
    """Each address that answers with HTML, errors and empty ones too."""
    known = {
        "slug": desk.mug.slug, "sku": desk.mug.sku, "number": desk.number, "kind": "inventory", "id": desk.mug.sku,
        "name": "goods", "product_id": str(desk.mug.product),
    }
    paths = {
        route.path_format for route in desk.app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods
    }
    for path in [*sorted(paths - endless(desk.app)), "/nowhere", "/backoffice/nowhere"]:
        page = desk.get(re.sub(r"{(\w+)}", lambda found: known.get(found[1], "1"), path), headers={"x-api-key": KEY})
        if page.headers.get("content-type", "").startswith("text/html"):
            yield path, page


def test_no_page_has_a_script_or_a_style_in_it_and_no_policy_allows_one(desk):
    desk.settle()
    seen = 0
    for path, page in every_page(desk):
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'none'" in policy, path
        assert not re.search(r"[ ;]\*|https?:[ ;]", policy), path
        assert INLINE.search(page.text) is None, (path, INLINE.search(page.text))
        seen += 1
    assert seen > 30


@pytest.mark.parametrize("markup", [
    "<p style='a'>", "<style>", '<a onclick="x">', '<a href="javascript:x">', "<script>x</script>", '<script src="a">',
    "<base href=a>", "<div hx-on:click='x'>",
])
def test_what_would_be_found(markup):
    assert INLINE.search(markup)
    assert not INLINE.search('<script nonce="abc" src="/static/x.js" defer></script><p class="on">one = "two"</p>')


@pytest.mark.story("US-10.5", "data travels encrypted")
def test_hsts_is_said_where_the_shop_has_https_and_nowhere_else(office, built_assets, migrated_url, tmp_path):
    assert HSTS not in office.get("/").headers
    with opened(migrated_url, tmp_path, base_url="https://shop.test") as secure:
        for path in ("/", "/backoffice/login", "/api/v1/products", "/nowhere", "/health/live", "/robots.txt"):
            assert secure.get(path).headers[HSTS] == TOLD, path


class TestReports:
    """Counted, and nothing else: whoever asks may write anything into one."""

    @pytest.fixture
    def reports(self):
        return PolicyReports(CollectorRegistry())

    @pytest.fixture
    def counted(self, reports):
        return lambda: {
            (one.labels["rule"], one.labels["blocked"]): one.value
            for metric in reports.counted.collect() for one in metric.samples if one.name.endswith("_total")
        }

    def test_both_forms_are_understood(self, reports, counted):
        old = b'{"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": "inline"}}'
        new = (b'[{"type": "csp-violation", "body": {"effectiveDirective": "style-src", "blockedURL": "https://a.b/?c"}},'
               b' {"type": "deprecation", "body": {}}, 1, {"type": "csp-violation"}]')
        assert (reports.count(old), reports.count(new)) == (1, 1)
        assert counted() == {("script-src-elem", "inline"): 1, ("style-src", "other"): 1}

    @pytest.mark.parametrize("body", [
        b"", b"x", b"{}", b"[]", b"[1]", b'{"csp-report": 1}', b"null", b"[" * 5000, b'"csp-report"', b"\xff",
        b'{"csp-report": "\xff"}',
    ])
    def test_what_is_none_counts_as_none(self, reports, counted, body):
        assert reports.count(body) == 0
        assert counted() == {}

    def test_strangers_cannot_make_up_names_or_fill_the_metrics(self, reports, counted):
        one = b'{"type": "csp-violation", "body": {"effectiveDirective": "ann@example.org", "blockedURL": {"a": 1}}}'
        reports.count(b"[" + b",".join([one] * 100) + b"]")
        assert counted() == {("other", "other"): 20}

    def test_they_are_taken_from_anybody_within_bounds(self, office):
        def sends(body):
            kind = {"content-type": "application/csp-report"}
            return office.client.post("/reports/policy", content=body, headers=kind)

        assert "report-uri /reports/policy" in office.get("/").headers["content-security-policy"]
        assert sends(b'{"csp-report": {"effective-directive": "img-src"}}').status_code == 204
        assert sends(b"rubbish").status_code == 204
        assert sends(b"x" * (LARGEST + 1)).status_code == 413
        assert {sends(b"{}").status_code for _ in range(260)} == {204, 429}
