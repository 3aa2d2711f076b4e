"""Card numbers are typed wherever anybody may write; what leaves the shop holds none: mails, log lines, files."""

import json

import pytest
from click.testing import CliRunner

from store.entrypoints.wiring.cli import store as cli
from tests.adapters.notifications.test_mailer_contract import Postbox, smtp_server
from tests.entrypoints.payments.conftest import MUG, opened
from tests.entrypoints.payments.test_no_card_numbers import CARD, TYPED, Paper, shopper_writes, staff_write
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle
from tests.harness.typed_numbers import holds
from tests.stripe_server import StripeServer

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "card numbers are never stored")]


@pytest.fixture
def sent(migrated_url, tmp_path, monkeypatch):
    """A shop that sends by SMTP, after all of it was typed everywhere; what was mailed, logged, and may be asked."""
    paper, postbox = Paper(), Postbox()
    monkeypatch.setattr("sys.stderr", paper)
    with smtp_server(postbox) as server, StripeServer() as stripe, opened(
        migrated_url, tmp_path, stripe, rate_limit_keys=("k",), smtp_url=f"smtp://127.0.0.1:{server.port}?security=none",
    ) as shop:
        for number in TYPED:
            shopper_writes(shop, number)
            staff_write(shop, number)
        bought = shop.order("pm_card_visa").json()["number"]
        settle(shop.shop)
        postgres_post(shop.shop).to("ben@example.org")
        settle(shop.shop)
        yield postbox, paper, bought


def holds_none(text):
    return not holds(text, *TYPED)


def test_no_mail_holds_one(sent):
    postbox, _, _ = sent
    bodies = [part.get_content() for mail in postbox.mails for part in mail.walk() if not part.is_multipart()]
    heads = [str(value) for mail in postbox.mails for value in mail.values()]
    assert len(bodies) > 4
    assert [text for text in bodies + heads if isinstance(text, str) and not holds_none(text)] == []


def test_each_line_of_the_log_can_be_read_by_programs_and_holds_none(sent):
    _, paper, _ = sent
    lines = [json.loads(line) for line in paper.getvalue().splitlines() if line.startswith("{")]
    assert len(lines) > 50
    assert [line for line in lines if not holds_none(json.dumps(line))] == []


def test_nothing_that_the_command_line_says_holds_one(sent, migrated_url, tmp_path, monkeypatch):
    _, _, bought = sent
    monkeypatch.setenv("STORE_DATABASE_URL", migrated_url)
    monkeypatch.setenv("STORE_DATA_DIR", str(tmp_path))
    written = tmp_path / "facts.csv"
    for command in (
        ("history", "order", bought, "--json"), ("history", "order", bought), ("history", "search", "--json"),
        ("history", "inventory", MUG.sku), ("history", "search", "--about", CARD),
        ("export", "facts", "--out", str(written)),
    ):
        ran = CliRunner().invoke(cli, command)
        assert holds_none(ran.output), command
    assert "inventory/" in written.read_text()
    assert holds_none(written.read_text())
