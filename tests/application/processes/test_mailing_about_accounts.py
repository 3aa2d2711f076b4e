"""What happened to an account becomes a letter to whoever reads its address, once, and to nobody who was forgotten."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.notifications.ports import Occasion, Outcome, Undeliverable
from store.application.processes.mailing_about_accounts import SendAccountMail
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.application import memory_shop
from tests.harness.world import CountingIds, StillClock

pytestmark = pytest.mark.story("US-1.1", "the address is verified by mail")
MAIL = UUID(int=77)


class Shop:
    def __init__(self):
        self.shop = memory_shop(StillClock(datetime(2026, 5, 31, 12, tzinfo=UTC)), CountingIds())
        self.do(Register(
            email="ann@example.org", password=Secret("a kettle sings at nine"), given_name="Ann", family_name="Field"
        ))
        (row,) = self.shop.log().select_notifications(1, 10)
        self.ann = AccountId(row.originator_id)

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="guest", correlation=uuid4())).outcome

    def tell(self, kind=Occasion.VERIFICATION, mail=MAIL):
        return self.do(SendAccountMail(account_id=self.ann, kind=kind, mail_id=mail))

    @property
    def mails(self):
        return list(self.shop.mailer().mails.values())


@pytest.fixture
def shop():
    return Shop()


def test_the_letter_holds_a_link_to_press_a_button_at(shop):
    assert shop.tell() is Outcome.SENT
    (mail,) = shop.mails
    assert mail.to == "ann@example.org"
    assert "http://shop.test/verify?token=" in mail.text


def test_the_same_mail_is_written_once_however_often_it_is_asked_for(shop):
    assert [shop.tell() for _ in range(3)] == [Outcome.SENT] * 3
    assert len(shop.mails) == 1


@pytest.mark.parametrize(("kind", "way"), [
    (Occasion.RESET, "/password/reset?token="), (Occasion.KNOWN_ALREADY, "/password/forgotten"),
    (Occasion.NEW_PASSWORD, "/password/forgotten"),
])
def test_each_occasion_leads_somewhere(shop, kind, way):
    shop.tell(kind)
    assert f"http://shop.test{way}" in shop.mails[0].text


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_nobody_is_told_once_that_person_was_forgotten(shop):
    subject = shop.shop.journal().read([shop.ann])[shop.ann].events[0].email.subject
    shop.shop.keys().destroy(subject)
    assert shop.tell() is Outcome.ERASED
    assert shop.mails == []


def test_an_address_that_takes_no_mail_is_written_down_as_such(shop):
    def refuses(mail, at):
        raise Undeliverable(550)

    shop.shop.mailer().send = refuses
    assert shop.tell() is Outcome.REFUSED
    assert shop.tell() is Outcome.REFUSED


def test_there_is_nothing_to_say_about_an_account_that_never_was(shop):
    shop.ann = AccountId(UUID(int=5))
    with pytest.raises(NoSuch):
        shop.tell()
