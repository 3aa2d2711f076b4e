"""Google, Facebook and GitHub, each a server process that keeps books: who comes back is who they say, or nobody."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.errand_secrets import challenge_of, nonce_of, state_of
from store.adapters.identity.provider_facebook import Facebook
from store.adapters.identity.provider_github import GitHub
from store.adapters.identity.provider_google import Google
from store.adapters.identity.providers_http import HttpProviders
from store.adapters.identity.providers_memory import MemoryProviders
from store.application.identity.elsewhere import Introduction
from store.application.identity.errors import NotIntroduced, ProviderAway
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider
from tests.oauth_server import CLIENT, SECRET
from tests.providers import elsewhere
from tests.servers import free_port

pytestmark = [
    pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub"), pytest.mark.requirement("R1.4"),
]
GOOGLE, FACEBOOK, GITHUB = Provider
BROWSER, ANOTHER = Secret("what this browser holds"), Secret("what another browser holds")
BACK = "https://shop.test/back"
EMAIL = "ann@example.org"
PEOPLE = {
    GOOGLE: {"email": "Ann@Example.org", "email_verified": True, "given_name": "Ann", "family_name": "Field"},
    FACEBOOK: {"email": EMAIL, "name": "Ann Field", "first_name": "Ann", "last_name": "Field"},
    GITHUB: {"login": "ann", "name": "Ann Field", "expires": True, "emails": [
        {"email": "old@example.org", "primary": False, "verified": True},
        {"email": EMAIL, "primary": True, "verified": True},
    ]},
}


@pytest.fixture(scope="module")
def there():
    with elsewhere() as servers:
        yield servers


def asking(google, others, *, secret=SECRET, client=CLIENT, whole=5.0):
    return HttpProviders(BlindIndex(b"k" * 32), [
        Google(google, client, secret, BACK), Facebook(others, others, client, secret, BACK),
        GitHub(others, f"{others}/api/v3", client, secret, BACK),
    ], whole=whole)


@pytest.fixture
def shop(there):
    return asking(there.google, there.others)


def way(shop, provider, browser=BROWSER):
    return asyncio.run(shop.way(provider, browser))


def meets(shop, provider, code, browser=BROWSER, issuer=None):
    return asyncio.run(shop.meet(provider, browser, code, issuer))


def somebody(there, provider, **changes):
    person = str(uuid4().int)[:16]
    there.knows(provider, person, **PEOPLE[provider] | changes)
    return person


def code_of(there, shop, provider, person):
    return there.presses(way(shop, provider), person)["code"]


@pytest.mark.parametrize("provider", Provider)
def test_the_way_there_holds_state_and_challenge_and_nothing_that_lets_anybody_in(shop, provider):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(way(shop, provider)).query).items()}
    assert (asked["response_type"], asked["client_id"], asked["redirect_uri"]) == ("code", CLIENT, BACK)
    assert (asked["state"], asked["code_challenge"]) == (state_of(BROWSER.value), challenge_of(BROWSER.value))
    assert asked["code_challenge_method"] == "S256"
    assert asked.get("nonce") == (nonce_of(BROWSER.value) if provider is GOOGLE else None)
    assert BROWSER.value not in str(asked)
    assert SECRET not in str(asked)
    other = parse_qs(urlsplit(way(shop, provider, ANOTHER)).query)
    assert not {asked["state"], asked["code_challenge"]} & {other["state"][0], other["code_challenge"][0]}


@pytest.mark.requirement("R10.4")
@pytest.mark.parametrize("provider", Provider)
def test_who_is_to_be_asked_anew_is_sent_with_that_wish_where_there_is_a_word_for_it(shop, provider):
    anew = parse_qs(urlsplit(asyncio.run(shop.way(provider, BROWSER, anew=True))).query)
    usual = parse_qs(urlsplit(way(shop, provider)).query)
    assert (anew.get("max_age"), usual.get("max_age")) == (["0"] if provider.asks_anew else None, None)
    assert "prompt" not in anew, "it is not among the words that this server says it knows"
    assert ("auth_time" in usual.get("claims", [""])[0]) == provider.asks_anew


@pytest.mark.requirement("R10.4")
@pytest.mark.parametrize(("said", "asked"), [
    (1_700_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)), (-1, None), (2**60, None),
])
def test_when_somebody_was_asked_is_what_was_signed(there, shop, said, asked):
    person = somebody(there, GOOGLE, auth_time=said)
    them = meets(shop, GOOGLE, code_of(there, shop, GOOGLE, person))
    assert them.asked_at == asked
    assert not them.is_fresh(datetime.now(UTC))


@pytest.mark.parametrize("provider", [FACEBOOK, GITHUB])
def test_others_say_nothing_of_when_they_asked(there, shop, provider):
    them = meets(shop, provider, code_of(there, shop, provider, somebody(there, provider)))
    assert (them.asked_at, them.is_fresh(datetime.now(UTC))) == (None, False)


@pytest.mark.story("US-1.3", "the profile is filled from the provider")
@pytest.mark.parametrize(("provider", "proven", "label"), [
    (GOOGLE, True, EMAIL), (FACEBOOK, False, EMAIL), (GITHUB, True, "@ann"),
])
def test_who_comes_back_is_who_they_say(there, shop, provider, proven, label):
    person = somebody(there, provider)
    first = meets(shop, provider, code_of(there, shop, provider, person))
    assert (first.provider, first.email, first.proven, first.label) == (provider, EMAIL, proven, label)
    assert (first.given_name, first.family_name) == ("Ann", "Field")
    assert person not in first.who
    again = meets(shop, provider, code_of(there, shop, provider, person))
    somebody_else = meets(shop, provider, code_of(there, shop, provider, somebody(there, provider)))
    assert first.who == again.who != somebody_else.who
    assert "ann" not in repr(first)


@pytest.mark.parametrize("provider", Provider)
def test_a_code_is_good_once_at_the_browser_it_was_made_for_and_none_is_made_up(there, shop, provider):
    person = somebody(there, provider)
    code = code_of(there, shop, provider, person)
    meets(shop, provider, code)
    with pytest.raises(NotIntroduced):
        meets(shop, provider, code)
    with pytest.raises(NotIntroduced):
        meets(shop, provider, code_of(there, shop, provider, person), ANOTHER)
    with pytest.raises(NotIntroduced):
        meets(shop, provider, "made-up")


@pytest.mark.parametrize("provider", Provider)
def test_a_browser_that_another_provider_sent_back_is_believed_nothing(there, shop, provider):
    code = code_of(there, shop, provider, somebody(there, provider))
    with pytest.raises(NotIntroduced):
        meets(shop, provider, code, issuer="https://evil.example")
    right = there.google if provider is GOOGLE else f"{there.others}/login/oauth"
    assert meets(shop, provider, code, issuer=right).email == EMAIL


@pytest.mark.parametrize("provider", [FACEBOOK, GITHUB])
def test_a_shop_with_another_secret_is_told_nothing(there, shop, provider):
    code = code_of(there, shop, provider, somebody(there, provider))
    with pytest.raises(NotIntroduced):
        meets(asking(there.google, there.others, secret="another"), provider, code)


def test_a_word_signed_for_another_shop_is_not_for_this_one(there, shop):
    """The mock takes any client; the token it signs then is for that one."""
    other = asking(there.google, there.others, client="another-shop")
    code = code_of(there, other, GOOGLE, somebody(there, GOOGLE))
    with pytest.raises(NotIntroduced):
        meets(shop, GOOGLE, code)


@pytest.mark.parametrize(("changes", "email", "proven"), [
    ({"email_verified": False}, EMAIL, False), ({"email": None}, "", False), ({"email": "no address"}, "", False),
    ({"email": "\u017fam@example.org"}, "sam@example.org", False),
    ({"email": "sam@fa\xdf.example"}, "sam@fass.example", False),
    ({"email": "SAM@example.org"}, "sam@example.org", True),
])
def test_an_address_that_google_does_not_vouch_for_is_not_proven(there, shop, changes, email, proven):
    about = {name: value for name, value in (PEOPLE[GOOGLE] | changes).items() if value is not None}
    person = str(uuid4())
    there.knows(GOOGLE, person, **about)
    found = meets(shop, GOOGLE, code_of(there, shop, GOOGLE, person))
    assert (found.email, found.proven) == (email, proven)


@pytest.mark.parametrize(("emails", "email", "proven"), [
    ([{"email": EMAIL, "primary": True, "verified": False}], EMAIL, False),
    ([{"email": EMAIL, "primary": False, "verified": True}], "", False),
    ([], "", False), (None, "", False), ([{"email": 7}], "", False),
    ([{"email": "\u017fam@example.org", "primary": True, "verified": True}], "sam@example.org", False),
])
def test_of_github_only_a_primary_address_that_is_verified_is_proven(there, shop, emails, email, proven):
    found = meets(shop, GITHUB, code_of(there, shop, GITHUB, somebody(there, GITHUB, emails=emails)))
    assert (found.email, found.proven) == (email, proven)


@pytest.mark.parametrize(("name", "names"), [
    ("Ann Maria Field", ("Ann Maria", "Field")), ("Ann", ("Ann", "")), (None, ("ann", "")), ("", ("ann", "")),
])
def test_github_knows_one_name_or_none(there, shop, name, names):
    found = meets(shop, GITHUB, code_of(there, shop, GITHUB, somebody(there, GITHUB, name=name)))
    assert (found.given_name, found.family_name) == names


@pytest.mark.parametrize("about", [{"email": None}, {"email": "no address"}])
def test_facebook_may_tell_no_address(there, shop, about):
    kept = {name: value for name, value in (PEOPLE[FACEBOOK] | about).items() if value is not None}
    person = str(uuid4().int)[:15]
    there.knows(FACEBOOK, person, **kept)
    found = meets(shop, FACEBOOK, code_of(there, shop, FACEBOOK, person))
    assert (found.email, found.proven, found.label) == ("", False, "Ann Field")


@pytest.mark.parametrize("provider", [GOOGLE, GITHUB])
def test_who_agreed_to_it_is_asked_after_again_and_tokens_that_change_are_handed_on(there, shop, provider):
    person = somebody(there, provider)
    first = meets(shop, provider, code_of(there, shop, provider, person))
    changes = {"family_name": "Hill"} if provider is GOOGLE else {"name": "Ann Hill"}
    there.knows(provider, person, **PEOPLE[provider] | changes)
    news = asyncio.run(shop.meet_again(provider, first.refresh))
    assert (news.who, news.family_name) == (first.who, "Hill")
    if provider is GITHUB:
        assert news.refresh not in {first.refresh, Secret("")}
        with pytest.raises(NotIntroduced):
            asyncio.run(shop.meet_again(provider, first.refresh))
    with pytest.raises(NotIntroduced):
        asyncio.run(shop.meet_again(provider, Secret("made up")))


def test_facebook_gives_nothing_to_ask_again_with(there, shop):
    found = meets(shop, FACEBOOK, code_of(there, shop, FACEBOOK, somebody(there, FACEBOOK)))
    assert found.refresh == Secret("")
    with pytest.raises(NotIntroduced):
        asyncio.run(shop.meet_again(FACEBOOK, Secret("made up")))


@pytest.mark.parametrize("provider", [FACEBOOK, GITHUB])
@pytest.mark.parametrize(("kind", "refusal"), [
    ("500", ProviderAway), ("cut", ProviderAway), ("hang", ProviderAway), ("garbage", NotIntroduced),
])
@pytest.mark.parametrize("asked", ["access_token", "/user", "/me"])
def test_what_goes_wrong_there_changes_nothing_and_says_whether_to_try_again(there, provider, kind, refusal, asked):
    if asked == ("/me" if provider is GITHUB else "/user"):
        return
    shop = asking(there.google, there.others, whole=0.4 if kind == "hang" else 5.0)
    code = code_of(there, shop, provider, somebody(there, provider))
    there.goes_wrong(asked, kind)
    with pytest.raises(refusal) as said:
        meets(shop, provider, code)
    assert provider.name_of_it in str(said.value)
    assert code not in str(said.value)


def test_nobody_listens_there():
    nowhere = f"http://127.0.0.1:{free_port()}"
    shop = asking(nowhere, nowhere)
    for ask in (shop.way(GOOGLE, BROWSER), shop.meet(GITHUB, BROWSER, "code", None)):
        with pytest.raises(ProviderAway):
            asyncio.run(ask)


def test_an_issuer_that_calls_itself_something_else_is_not_believed(there):
    elsewhere_named = there.google.replace("localhost", "127.0.0.1")
    shop = asking(f"{elsewhere_named}/", there.others)
    assert asyncio.run(shop.way(GOOGLE, BROWSER)).startswith(elsewhere_named)
    with pytest.raises((NotIntroduced, ProviderAway)):
        asyncio.run(asking(there.others, there.others).way(GOOGLE, BROWSER))


def test_whom_nobody_set_up_nobody_asks(there):
    shop = HttpProviders(BlindIndex(b"k" * 32), [Google(there.google, CLIENT, SECRET, BACK)])
    assert shop.names == (GOOGLE,)
    with pytest.raises(NotIntroduced):
        asyncio.run(shop.way(GITHUB, BROWSER))


def test_the_twin_that_needs_no_network_keeps_the_same_promises():
    twin = MemoryProviders([GOOGLE])
    ann = Introduction(GOOGLE, "digest", "ann", EMAIL, proven=True)
    twin.people[GOOGLE, "code"] = ann
    assert state_of(BROWSER.value) in way(twin, GOOGLE)
    assert "max_age=0" in asyncio.run(twin.way(GOOGLE, BROWSER, anew=True))
    with pytest.raises(NotIntroduced):
        meets(twin, GOOGLE, "made-up")
    assert meets(twin, GOOGLE, "code") == ann
    with pytest.raises(NotIntroduced):
        meets(twin, GOOGLE, "code")
    twin.people[GOOGLE, "code"] = ann
    with pytest.raises(NotIntroduced):
        meets(twin, GOOGLE, "code", issuer="https://evil.example")
    twin.people[GOOGLE, "refresh"] = ann
    assert asyncio.run(twin.meet_again(GOOGLE, Secret("refresh"))) == ann
    with pytest.raises(NotIntroduced):
        way(twin, GITHUB)
    twin.away.add(GOOGLE)
    with pytest.raises(ProviderAway):
        way(twin, GOOGLE)
