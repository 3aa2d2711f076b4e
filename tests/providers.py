"""Those who know people elsewhere, as processes that tests start, and people who have accounts there."""

import contextlib
import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from store.adapters.drivers.process_tree import stop
from store.domain.identity.login_events import Provider
from tests import servers
from tests.oauth_server import CLIENT, SECRET


class Elsewhere:
    """Google is an OpenID Connect server from the registry; GitHub and Facebook are the small server of our own."""

    def __init__(self, google: str, others: str) -> None:
        self.google, self.others = google, others

    @property
    def settings(self) -> dict[str, str]:
        """What a shop has to be told."""
        names = {"google": self.google, "facebook": self.others, "github": self.others}
        return {
            f"{name}_{field}": value for name, url in names.items()
            for field, value in (("client_id", CLIENT), ("client_secret", SECRET), ("url", url))
        }

    def knows(self, provider: Provider, person: str, **about: Any) -> None:
        """Somebody has an account there."""
        google = provider is Provider.GOOGLE
        url = f"{self.google}/users/{person}" if google else f"{self.others}/_people/{provider.value}/{person}"
        httpx.put(url, json=about).raise_for_status()

    def goes_wrong(self, asked: str, kind: str, times: int = 1) -> None:
        """The next request in which *asked* is found comes to grief."""
        for _ in range(times):
            httpx.post(f"{self.others}/_trouble", json={"asked": asked, "kind": kind}).raise_for_status()

    def presses(self, way: str, person: str) -> dict[str, str]:
        """*person* follows *way* there and agrees: what their browser brings back."""
        if way.startswith(self.google):
            answer = httpx.post(way, data={"sub": person})
        else:
            answer = httpx.get(f"{way}&as={person}")
        return brought(answer)

    def turns_back(self, way: str) -> dict[str, str]:
        """Somebody follows it, and would rather not."""
        if way.startswith(self.google):
            state = parse_qs(urlsplit(way).query)["state"][0]  # the mock forgets what RFC 6749, 4.1.2.1 wants here
            return brought(httpx.post(way, data={"action": "deny"})) | {"state": state}
        return brought(httpx.get(f"{way}&deny=1"))


def brought(answer: httpx.Response) -> dict[str, str]:
    """What stands in the address that a browser is sent back to."""
    assert answer.status_code == 302, (answer.status_code, answer.text)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@contextlib.contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Both servers, for as long as somebody needs them."""
    google, others = servers.free_port(), servers.free_port()
    with tempfile.TemporaryFile() as log:
        started = [
            servers.tied("-m", "oidc_provider_mock", "--port", str(google), output=log),
            servers.tied("-m", "tests.oauth_server", str(others), output=log),
        ]
        try:
            for port, server in zip((google, others), started, strict=True):
                servers.await_port(port, server)
            yield Elsewhere(f"http://localhost:{google}", f"http://127.0.0.1:{others}")
        finally:
            for server in started:
                stop(server)
