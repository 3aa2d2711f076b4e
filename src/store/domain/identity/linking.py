"""The part of an account that is its ways in: accounts elsewhere, beside the password or instead of one."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct

from store.domain.identity.errors import AnotherLinked, LastWayIn, NoSuchLogin
from store.domain.identity.guarding import Guarded
from store.domain.identity.login_events import Linking, LoginEvent, LoginLinked, LoginUnlinked, Provider, Unlinking
from store.domain.identity.moving import GIVEN_BACK_FOR
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal


class LinkedLogin(Struct, frozen=True):
    """One account elsewhere: what its provider calls somebody, as a digest, and what they know it by."""

    provider: Provider
    who: Personal[str]
    label: Personal[str]
    how: Linking
    since: datetime


class Linkable(Guarded):
    """Whether the account is there and has a password, it says itself."""

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self._logins: dict[Provider, LinkedLogin] = {}
        self._turns: dict[int, Provider] = {}

    @property
    def logins(self) -> tuple[LinkedLogin, ...]:
        """Accounts elsewhere that open this one, the oldest first."""
        return tuple(self._logins.values())

    def turn_at(self, version: int) -> Provider | None:
        """Which provider the fact of this *version* is about, if it is about one."""
        return self._turns.get(version)

    @property
    def works_here(self) -> bool:
        """Whether the back office is open to whoever has the account."""
        raise NotImplementedError

    def is_linked(self, provider: Provider, who: str) -> bool:
        """Whether what *provider* calls *who* is this account's."""
        linked = self._logins.get(provider)
        return linked is not None and linked.who == Personal(self._subject(), who)

    def lets_in_by(self, provider: Provider, who: str) -> bool:
        """Whether it opens this account now: one of the staff only where they wanted that from inside."""
        linked = self._logins.get(provider)
        deliberate = linked is not None and linked.how is Linking.FROM_INSIDE
        return self.is_linked(provider, who) and (deliberate or not self.works_here)

    def link_login(self, provider: Provider, who: str, label: str, how: Linking, *, at: datetime) -> None:
        """Have an account elsewhere open this one. The one that does is no fact, unless it is wanted from inside now.

        :raises AnotherLinked: where another one of the same provider does.
        """
        self._expect_active()
        before = self._logins.get(provider)
        if before is not None and not self.is_linked(provider, who):
            raise AnotherLinked(provider.name_of_it)
        if before is None or (before.how is not how and how is Linking.FROM_INSIDE):
            subject = self._subject()
            self._record(LoginLinked(
                at=at, account_id=self.id, provider=provider, who=Personal(subject, who),
                label=Personal(subject, label), how=how,
            ))

    def unlink_login(self, provider: Provider, *, at: datetime) -> None:
        """Have it open this one no longer.

        :raises LastWayIn: where there would be none left.
        """
        self._expect_active()
        if provider not in self._logins:
            raise NoSuchLogin
        if not self.has_password and len(self._logins) == 1:
            raise LastWayIn
        self._unlink(provider, Unlinking.ASKED, at=at)

    def _unlink_since(self, since: datetime, *, at: datetime) -> None:
        """What a thief who had put their own address here *since* may have linked: before that, too, from inside."""
        for linked in self.logins:
            before = linked.how is Linking.FROM_INSIDE and linked.since >= since - GIVEN_BACK_FOR
            if linked.since >= since or before:
                self._unlink(linked.provider, Unlinking.ADDRESS_TAKEN_BACK, at=at)

    def _unlink_unproven(self, *, at: datetime) -> None:
        """What a stranger may have linked who asked for an account under somebody's address."""
        for linked in self.logins:
            self._unlink(linked.provider, Unlinking.NEVER_PROVEN, at=at)

    def _unlink(self, provider: Provider, reason: Unlinking, *, at: datetime) -> None:
        self._record(LoginUnlinked(at=at, account_id=self.id, provider=provider, reason=reason))

    def _evolve_login(self, event: LoginEvent) -> None:
        self._turns[self.version + 1] = event.provider
        match event:
            case LoginLinked(provider=provider, who=who, label=label, how=how):
                self._logins[provider] = LinkedLogin(provider, who, label, how, event.at)
                self.has_password = self.has_password and how is not Linking.JOINED
            case LoginUnlinked(provider=provider):
                self._logins.pop(provider, None)
            case _:
                assert_never(event)
