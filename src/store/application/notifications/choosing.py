"""What somebody may say about being told things, and what they may ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.notifications.events import How
from store.domain.notifications.kinds import REGISTER, WORDS, Channel, Kind, Nature
from store.domain.notifications.phone import e164
from store.domain.notifications.preferences import Preferences, always
from store.domain.shared.ids import AccountId, preferences_of
from store.domain.shared.personal import Erased


class Switch(Struct, frozen=True):
    """One wish. ``consent`` names the words that somebody agreed to, where switching on needs that."""

    channel: Channel
    kind: Kind
    on: bool
    consent: str = ""


class SwitchNotifications(Command[int], frozen=True):
    """All of these wishes or none of them; answers the version of the preferences."""

    account_id: AccountId
    switches: tuple[Switch, ...]
    how: How
    version: int | None = None


class GivePhone(Command[int], frozen=True):
    """Have text messages sent to this number; an empty one ends them."""

    account_id: AccountId
    phone: str


class Way(Struct, frozen=True):
    """One channel for one kind. ``locked``: it is always so."""

    channel: Channel
    on: bool
    locked: bool


class Choice(Struct, frozen=True):
    """One kind of things to be told. ``consent`` and ``words`` are what one agrees to by switching it on."""

    kind: Kind
    nature: Nature
    ways: list[Way]
    consent: str
    words: str


class PreferencesView(Struct, frozen=True):
    """All there is to choose, and how it stands. ``phone`` is null where there is none, or it was forgotten."""

    choices: list[Choice]
    phone: str | None
    version: int


class GetPreferences(Query[PreferencesView], frozen=True):
    """One's own preferences, from their facts: never behind."""

    account_id: AccountId


@dataclass(frozen=True)
class Choosing:
    clock: Clock

    @handles(SwitchNotifications)
    def switch(self, command: SwitchNotifications, work: UnitOfWork) -> int:
        it, account, now = _of(command.account_id, work), command.account_id, self.clock.now()
        expect(it, command.version)
        for wish in command.switches:
            if wish.on:
                it.switch_on(account, wish.channel, wish.kind, command.how, wish.consent, at=now)
            else:
                it.switch_off(account, wish.channel, wish.kind, command.how, at=now)
        work.save(it)
        return it.version

    @handles(GivePhone)
    def give_phone(self, command: GivePhone, work: UnitOfWork) -> int:
        it = _of(command.account_id, work)
        if command.phone:
            it.give_phone(command.account_id, e164(command.phone), at=self.clock.now())
        else:
            it.remove_phone(command.account_id, at=self.clock.now())
        work.save(it)
        return it.version


@dataclass(frozen=True)
class ChoosingAnswers:
    journal: AsyncJournal
    reads = ()

    @answers(GetPreferences)
    async def own(self, query: GetPreferences) -> PreferencesView:
        id = preferences_of(query.account_id)
        it = Preferences.replay(id, (await self.journal.read([id])).get(id, History()).events)
        phone = None if it.phone is None or isinstance(it.phone.value, Erased) else it.phone.value
        return PreferencesView([
            Choice(
                kind, about.nature,
                [Way(way, it.wants(way, kind), always(way, kind)) for way in Channel if way in about.channels],
                about.consent, WORDS.get(about.consent, ""),
            )
            for kind, about in REGISTER.items()
        ], phone, it.version)


def _of(account: AccountId, work: UnitOfWork) -> Preferences:
    return work.find(Preferences, preferences_of(account))
