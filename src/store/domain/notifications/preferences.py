"""Preferences: what somebody wants to be told, by which way, and where text messages go."""

from datetime import datetime
from typing import assert_never

from store.domain.notifications.errors import AlwaysSaid, ConsentMissing, NotOffered, PhoneMissing
from store.domain.notifications.events import (
    How,
    PhoneGiven,
    PhoneRemoved,
    PreferencesEvent,
    SwitchedOff,
    SwitchedOn,
)
from store.domain.notifications.kinds import REGISTER, Channel, Kind, Nature
from store.domain.notifications.phone import PhoneNumber
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, PreferencesId, subject_of
from store.domain.shared.personal import Personal


class Preferences(Aggregate[PreferencesEvent]):
    """One for each account. Who never said anything gets what belongs to their orders and account, by e-mail."""

    kind = "preferences"
    id: PreferencesId

    def __init__(self, id: PreferencesId) -> None:
        super().__init__(id)
        self.account_id: AccountId | None = None
        self.on: dict[str, str] = {}
        self.phone: Personal[str] | None = None

    def wants(self, channel: Channel, kind: Kind) -> bool:
        """Whether somebody may be told: asked at the moment it would be said."""
        if always(channel, kind):
            return True
        return _way(channel, kind) in self.on and (channel is not Channel.SMS or self.phone is not None)

    def switch_on(
        self, account: AccountId, channel: Channel, kind: Kind, how: How, consent: str = "", *, at: datetime
    ) -> None:
        """Be told. Marketing takes the words that were agreed to. What is on already is no fact."""
        about = REGISTER[kind]
        if channel not in about.channels:
            raise NotOffered(kind, channel)
        if always(channel, kind) or _way(channel, kind) in self.on:
            return
        if about.nature is Nature.MARKETING and consent != about.consent:
            raise ConsentMissing(kind, about.consent)
        if channel is Channel.SMS and self.phone is None:
            raise PhoneMissing
        self._record(SwitchedOn(
            at=at, account_id=account, channel=channel, kind=kind, how=how, consent=about.consent,
        ))

    def switch_off(self, account: AccountId, channel: Channel, kind: Kind, how: How, *, at: datetime) -> None:
        """Not be told any more. What is off already is no fact."""
        if always(channel, kind):
            raise AlwaysSaid(kind)
        if _way(channel, kind) in self.on:
            self._record(SwitchedOff(at=at, account_id=account, channel=channel, kind=kind, how=how))

    def give_phone(self, account: AccountId, phone: PhoneNumber, *, at: datetime) -> None:
        """Have text messages sent there. Whoever agreed to marketing did so for the number there was."""
        wanted = Personal(subject_of(account), str(phone))
        if wanted == self.phone:
            return
        if self.phone is not None:
            self._end_texts(account, Nature.MARKETING, at=at)
        self._record(PhoneGiven(at=at, account_id=account, phone=wanted))

    def remove_phone(self, account: AccountId, *, at: datetime) -> None:
        """Have none, and no text messages. Doing so again is no fact."""
        if self.phone is None:
            return
        self._end_texts(account, *Nature, at=at)
        self._record(PhoneRemoved(at=at, account_id=account))

    def _end_texts(self, account: AccountId, *natures: Nature, at: datetime) -> None:
        for kind in Kind:
            if REGISTER[kind].nature in natures and _way(Channel.SMS, kind) in self.on:
                self.switch_off(account, Channel.SMS, kind, How.NUMBER, at=at)

    def _evolve(self, event: PreferencesEvent) -> None:
        self.account_id = event.account_id
        match event:
            case SwitchedOn(channel=channel, kind=kind, consent=consent):
                self.on[_way(channel, kind)] = consent
            case SwitchedOff(channel=channel, kind=kind):
                self.on.pop(_way(channel, kind), None)
            case PhoneGiven(phone=phone):
                self.phone = phone
            case PhoneRemoved():
                self.phone = None
            case _:
                assert_never(event)


def always(channel: Channel, kind: Kind) -> bool:
    """Whether it is said whatever somebody wants."""
    return channel is Channel.EMAIL and REGISTER[kind].nature is Nature.TRANSACTIONAL


def _way(channel: Channel, kind: Kind) -> str:
    return f"{channel}/{kind}"
