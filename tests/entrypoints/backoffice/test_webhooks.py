"""Staff look after partners who are sent facts, on pages: with the secret shown once, and every refusal in words."""

import asyncio
import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.drivers.pools import async_pool
from store.adapters.partners.deliveries_postgres import PostgresDeliveries
from tests.entrypoints.rest.test_webhooks import delivered

pytestmark = [pytest.mark.requirement("R9.3")]
HERE = "/backoffice/webhooks"
URL = "https://partner.example/hooks/store"


class Adding:
    """What a browser would send of the form on the page."""

    def __init__(self, desk):
        self._desk = desk

    def __call__(self, **typed):
        once = re.search(r'name="once" value="([^"]+)"', self._desk.get(HERE).text)[1]
        return self._desk.post(HERE, {"name": "Miller", "url": URL, "start": "head", "once": once} | typed)


@pytest.fixture
def add(desk):
    return Adding(desk)


@pytest.fixture
def webhook(add, desk):
    page = add(start="0")
    assert page.status_code == 201, page.text
    desk.settle()
    return id_in(page)


def id_in(page):
    return re.search(rf"{HERE}/([0-9a-f-]{{36}})/", page.text)[1]


def secrets_in(page):
    return re.findall(r"whsec_[\w+/=]+", unescape(page.text))


def act(desk, webhook, name, version=1, **typed):
    return desk.post(f"{HERE}/{webhook}/{name}", {"version": version, **typed})


def errors_in(page):
    return [unescape(words) for words in re.findall(r'<p class="error" id="[^"]+">([^<]+)</p>', page.text)]


def test_where_no_partner_is_the_page_says_what_one_could_do(own_office):
    own_office.log_in()
    page = own_office.get(HERE)
    assert page.status_code == 200
    assert "No partner is sent anything yet" in page.text


def test_adding_one_shows_its_secret_on_this_page_and_on_no_other(add, desk):
    page = add(reason="They asked by phone")
    assert page.status_code == 201
    [secret] = secrets_in(page)
    webhook = id_in(page)
    desk.settle()
    for there in (HERE, f"{HERE}/{webhook}", f"/backoffice/history/webhook/{webhook}"):
        shown = desk.get(there)
        assert shown.status_code == 200
        assert secret not in shown.text
    assert "They asked by phone" in desk.get(f"{HERE}/{webhook}").text
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["content-type"].startswith("text/html")


def test_loading_the_answer_again_makes_no_second_one(desk):
    once = re.search(r'name="once" value="([^"]+)"', desk.get(HERE).text)[1]
    form = {"name": "Once", "url": URL, "start": "head", "once": once}
    first, again = desk.post(HERE, form), desk.post(HERE, form)
    assert (id_in(first), secrets_in(first)) == (id_in(again), secrets_in(again))
    other = desk.post(HERE, form | {"name": "Another"})
    assert id_in(other) != id_in(first), "what was filled in otherwise is another wish"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"url": "https://10.0.0.1/"}, "Facts can't be sent there: it leads into a network that is not public."),
        ({"url": "http://partner.example/"}, "Facts can't be sent there: it has to begin with https."),
        ({"name": ""}, "Give it a name that says who it is for, in at most 80 characters."),
        ({"start": "position"}, "Write a position such as 1-184203."),
        ({"start": "position", "position": "yesterday"}, "Write a position such as 1-184203."),
        ({"start": "position", "position": "1-999999999999"}, "This log holds no such position."),
        ({"kinds": "unicorn"}, "Choose of account, address"), ({"stream": "x"}, "Write the id of the thing"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(add, typed, words):
    page = add(**typed)
    assert page.status_code == 422
    assert any(words in error for error in errors_in(page)), errors_in(page)
    assert f'value="{typed.get("url", URL)}"' in page.text


def test_a_fault_of_ours_is_said_as_one_until_it_is_over(desk, webhook):
    url, clock = desk.shop.settings().database_url, desk.shop.clock()

    async def falters():
        async with async_pool(url) as pool:
            deliveries, now = PostgresDeliveries(pool, "a test"), clock.now()
            places = await deliveries.take(now, [], 100)
            place = next(it for it in places if str(it.webhook_id) == webhook)
            await deliveries.look(place, 1, 1, "0")
            await deliveries.faltered(place, "InvalidTag", now, now + timedelta(minutes=1))
            yield desk.get(f"{HERE}/{webhook}").text
            await deliveries.passed(structs.replace(place, started=1), "1-1")
            yield desk.get(f"{HERE}/{webhook}").text
            await deliveries.let_go()

    async def seen():
        return [page async for page in falters()]

    during, after = asyncio.run(seen())
    assert "We can't read its facts since" in unescape(during)
    assert "InvalidTag" in during
    assert "The partner has not confirmed" not in during
    assert "read its facts since" not in after


def test_it_is_paused_with_a_reason_and_resumed(desk, webhook):
    wrong = act(desk, webhook, "pause")
    assert (wrong.status_code, len(errors_in(wrong))) == (422, 1)
    assert wrong.headers["content-type"].startswith("text/html")
    assert act(desk, webhook, "pause", reason="They move house").status_code == 303
    page = desk.get(f"{HERE}/{webhook}")
    assert "Paused: They move house." in page.text
    assert ">Resume<" in page.text
    assert act(desk, webhook, "resume", 2).status_code == 303
    assert ">Pause<" in desk.get(f"{HERE}/{webhook}").text


def test_whoever_looked_before_somebody_changed_it_is_told_and_nothing_happens(desk, webhook):
    act(desk, webhook, "pause", reason="quiet")
    late = act(desk, webhook, "remove", 1)
    assert late.status_code == 409
    assert "Somebody changed this meanwhile" in late.text
    assert desk.get(f"{HERE}/{webhook}").status_code == 200


def test_it_is_replayed_from_a_position(desk, webhook):
    for typed in ({"start": "0"}, {"start": "head"}):
        version = int(re.search(r'name="version" value="(\d+)"', desk.get(f"{HERE}/{webhook}").text)[1])
        assert act(desk, webhook, "replay", version, **typed).status_code == 303
    wrong = act(desk, webhook, "replay", 3, start="position", position="7-1")
    assert (wrong.status_code, errors_in(wrong)) == (422, ["This log holds no such position."])
    assert "had it go on from the first fact" in re.sub(r"<[^>]+>", "", desk.get(f"{HERE}/{webhook}").text)


def test_its_secret_is_rotated_and_the_new_one_shown_once(desk, webhook):
    rotated = act(desk, webhook, "rotate", overlap_hours=24, once="form-1")
    [secret] = secrets_in(rotated)
    assert rotated.headers["content-type"].startswith("text/html")
    assert "The one before is good until" in rotated.text
    assert secrets_in(act(desk, webhook, "rotate", overlap_hours=24, once="form-1")) == [secret]
    assert not secrets_in(desk.get(f"{HERE}/{webhook}"))
    assert act(desk, webhook, "rotate", 2, overlap_hours=169).status_code == 422


def test_a_removed_one_is_gone_and_its_history_stays(desk, webhook):
    removed = act(desk, webhook, "remove", reason="They closed")
    assert (removed.status_code, removed.headers["location"]) == (303, HERE)
    assert desk.get(f"{HERE}/{webhook}").status_code == 404
    assert desk.get(f"/backoffice/history/webhook/{webhook}").status_code == 200
    assert act(desk, webhook, "dance").status_code == 404


def test_what_was_sent_is_listed_and_can_be_sent_again(desk, webhook, office):
    ids = delivered(Room(office.shop), webhook, 2)
    page = desk.get(f"{HERE}/{webhook}")
    assert "nobody listens there" in page.text
    assert ids[0] in page.text
    again = desk.post(f"{HERE}/{webhook}/deliveries/{ids[0]}/again")
    assert again.status_code == 303
    assert "is sent again" in desk.get(f"{HERE}/{webhook}").text
    assert desk.post(f"{HERE}/{webhook}/deliveries/{UUID(int=1)}/again").status_code == 404


class Room:
    """What :func:`delivered` wants of a shop."""

    def __init__(self, shop):
        self.back_room = shop


def test_the_list_shows_each_with_where_it_stands(desk, webhook):
    page = desk.get(HERE)
    assert f"{HERE}/{webhook}" in page.text
    assert URL in page.text
    assert "none yet" in page.text


def test_it_is_for_staff_alone(office, webhook):
    office.client.cookies.clear()
    for path in (HERE, f"{HERE}/{webhook}"):
        assert office.get(path).status_code == 303
    assert office.post(f"{HERE}/{webhook}/remove", {"version": 1}).status_code in {303, 401}
