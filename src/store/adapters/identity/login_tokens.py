"""Refresh tokens of providers, sealed with the key of whose they are: gone when that person is forgotten."""

from store.adapters.drivers.vault import Vault
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId, SubjectId, follow_up


class LoginTokens:
    """Seals and opens them; what both keepers of linked logins share."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, account: AccountId, provider: Provider, token: Secret) -> str:
        """What is kept."""
        return self._vault.seal(_subject(account), token.value.encode(), _place(account, provider))

    def open(self, account: AccountId, provider: Provider, sealed: str | None) -> Secret | None:
        """What it was, as long as there is somebody whose it is."""
        found = self._vault.open(_subject(account), sealed, _place(account, provider)) if sealed else None
        return None if found is None else Secret(found.decode())


def _subject(account: AccountId) -> SubjectId:
    return SubjectId(follow_up(account, "subject"))


def _place(account: AccountId, provider: Provider) -> str:
    return f"linked login/{account}/{provider.value}"
