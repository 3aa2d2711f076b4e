"""Capsules: packing a wish with all it needs, and carrying it out again in a shop in memory."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

from dependency_injector import providers
from msgspec import Struct, convert, json, to_builtins

from store import __version__
from store.adapters.audit.capsule import Capsule, PackedFact, Recording
from store.adapters.audit.closed import ClosedCodec
from store.adapters.audit.player import AskedForMore, Player, Script
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.rows import Fact, TailedFact
from store.adapters.drivers.eventlog.tokens import token
from store.application.cart.ports import Offers
from store.application.inventory.ports import Attention
from store.application.ordering.cancel_rules import CancelRules
from store.application.ordering.fraud import FraudCheck, Suspect
from store.application.payments.ports import Gateway
from store.application.pricing.buyers import Buyers, FirstOrders
from store.application.pricing.ports import CodeMarks, CouponUses
from store.application.pricing.vat_checking import ChecksVatNumbers
from store.application.returns.ports import ReturnDesk
from store.application.shared.errors import NoSuch, Refusal
from store.application.shared.ports import Clock, Ids
from store.domain.ordering.screening import Judgement
from store.domain.pricing.vat_checks import VatCheck
from store.domain.pricing.vat_numbers import country_of
from store.domain.shared.errors import StoreError
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.differing import first_difference
from store.entrypoints.wiring.memory_containers import MemoryShop
from store.entrypoints.wiring.recorded import BY_NAME
from store.entrypoints.wiring.register import EVENTS, UPCASTS


class AttentionThen:
    """When few were few, as it was heard; of what was recorded before anybody was told, nothing is told."""

    def __init__(self, script: Script) -> None:
        self._heard = Player("attention", Attention, script)

    @property
    def low_at(self) -> int | None:
        try:
            low_at: int | None = self._heard.low_at
        except AskedForMore:
            return None
        return low_at



class FraudThen:
    """What the fraud check said, as it was heard; of what was recorded before there was one, nothing."""

    def __init__(self, script: Script) -> None:
        self._heard = Player("fraud", FraudCheck, script)

    @property
    def asks(self) -> bool:
        try:
            asks: bool = self._heard.asks
        except AskedForMore:
            return False
        return asks

    def judge(self, purchase: Suspect) -> Judgement:
        found: Judgement = self._heard.judge(purchase)
        return found


class VatThen:
    """What was told of VAT numbers, as it was heard; of what was recorded before anybody was asked, by their form."""

    def __init__(self, script: Script) -> None:
        self._heard = Player("vat", ChecksVatNumbers, script)

    def country(self, number: str) -> str | None:
        try:
            country: str | None = self._heard.country(number)
        except AskedForMore:
            return country_of(number)
        return country

    def check(self, number: str) -> VatCheck | None:
        return self._told("check", number)

    def known(self, number: str) -> VatCheck | None:
        return self._told("known", number)

    def _told(self, what: str, number: str) -> VatCheck | None:
        try:
            found: VatCheck | None = getattr(self._heard, what)(number)
        except AskedForMore:
            return None
        return found


MOST_FACTS: Final = 10_000


class Replayed(Struct, frozen=True):
    """What came of carrying a wish out again. ``difference`` is the first, in words; none if all is as it was."""

    commands: int
    facts: int
    difference: str | None


class PastLog(MemoryLog):
    """A log in memory that fetches what a wish reads from a real one, as it stood before the wish."""

    def __init__(self, shop: Shop, after: Sequence[TailedFact], at: datetime) -> None:
        super().__init__()
        self._real, self._at = shop.log(), at
        self._first: dict[Any, int] = {}
        for row in after:
            self._first.setdefault(row.originator_id, row.originator_version)
        self._began = after[0].id if after else None
        self.fetched: list[TailedFact] = []
        self._known: set[UUID] = set()

    def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams, fetched when they are first asked for."""
        if unknown := [stream for stream in dict.fromkeys(streams) if stream not in self._known]:
            self._known.update(unknown)
            rows = [row for row in self._real.select_streams(unknown) if self._before(row)]
            self.fetched += rows
            _load(self, [packed(row, 1) for row in rows])
        return super().select_streams(streams)

    def _before(self, row: TailedFact) -> bool:
        if row.originator_id in self._first:
            return row.originator_version < self._first[row.originator_id]
        if self._began is not None:
            return row.id < self._began
        return json.decode(row.metadata, type=Metadata).recorded_at <= self._at


def pack(shop: Shop, correlation: UUID) -> Capsule:
    """Everything about the wish *correlation*: its commands, what was heard, the facts before and after.

    :raises NoSuch: if nothing of it was recorded, or not any more.
    """
    commands = shop.recordings().of(correlation)
    if not commands:
        raise NoSuch("recording of the wish", correlation)
    after = sorted(shop.log().select_correlated(correlation, MOST_FACTS), key=lambda row: row.id)
    past = PastLog(shop, after, commands[0].at)
    _run(commands, past)  # what it reads now is what it read then
    life = shop.log().incarnation
    return Capsule(
        correlation=correlation, shop=__version__, packed_at=datetime.now(UTC), commands=commands,
        before=[packed(row, life) for row in past.fetched], after=[packed(row, life) for row in after],
    )


def replay(capsule: Capsule) -> Replayed:
    """Carry the commands of *capsule* out again, and compare."""
    log = MemoryLog()
    _load(log, capsule.before)
    said, codec = _run(capsule.commands, log)
    produced = [packed(row, 1) for row in log.select_newest(None, MOST_FACTS)[::-1]][len(capsule.before):]
    difference = said or first_difference(_readable(capsule.after, codec), _readable(produced, codec))
    return Replayed(len(capsule.commands), len(produced), difference)


def packed(row: TailedFact, life: int) -> PackedFact:
    """*row* as it stands in a capsule."""
    return PackedFact(
        cast("UUID", row.originator_id), row.originator_version, row.topic, row.state.decode(),
        row.metadata.decode(), row.hash.hex(), token(life, row.id),
    )


def _run(commands: Sequence[Recording], log: MemoryLog) -> tuple[str | None, EventCodec]:
    """Carry *commands* out upon *log*; the first of them that came to another end than it did, in words."""
    script = Script()
    shop = MemoryShop(clock=Player("clock", Clock, script), ids=Player("ids", Ids, script))
    shop.log.override(providers.Object(log))
    shop.offers.override(providers.Object(Player("offers", Offers, script)))
    shop.attention.override(providers.Object(AttentionThen(script)))
    shop.uses.override(providers.Object(Player("uses", CouponUses, script)))
    shop.known_buyers.override(providers.Object(Player("buyers", Buyers, script)))
    shop.firsts.override(providers.Object(Player("firsts", FirstOrders, script)))
    shop.code_marks.override(providers.Object(Player("codes", CodeMarks, script)))
    shop.heard_vat.override(providers.Object(VatThen(script)))
    shop.fraud.override(providers.Object(FraudThen(script)))
    shop.cancel_rules.override(providers.Object(Player("rules", CancelRules, script)))
    shop.desk.override(providers.Object(Player("desk", ReturnDesk, script)))
    shop.codec.override(providers.Singleton(ClosedCodec, EVENTS, shop.vault, UPCASTS))
    shop.gateway.override(providers.Object(Player("gateway", Gateway, script)))
    said = None
    for recording in commands:
        script.load(recording.heard)
        then, now = _end(recording.refusal), None
        try:
            shop.bus().do(convert(recording.fields, BY_NAME[recording.command]), recording.caller)
        except StoreError as refused:
            now = _end(Refusal.of(refused))
        except AskedForMore as more:
            said = said or f"{recording.command}: {more}"
            continue
        if now != then:
            said = said or f"{recording.command}: then {then or 'it was done'}; now {now or 'it was done'}"
    return said, shop.codec()


def _end(refusal: Refusal | None) -> str | None:
    return f"it was refused ({refusal.name}: {refusal.sentence})" if refusal else None


def _load(log: MemoryLog, facts: Sequence[PackedFact]) -> None:
    by_stream: dict[UUID, list[Fact]] = {}
    for fact in facts:
        by_stream.setdefault(fact.stream, []).append(Fact(
            fact.stream, fact.version, fact.tag, fact.state.encode(), fact.metadata.encode(),
            bytes.fromhex(fact.hash),
        ))
    for rows in by_stream.values():
        log.insert_events(rows)


def _readable(facts: Sequence[PackedFact], codec: EventCodec) -> Mapping[tuple[UUID, int], Any]:
    """Each fact as the newest version of the shop reads it, with persons closed: seals are fresh each time."""
    return {
        (fact.stream, fact.version): {
            "fact": to_builtins(
                codec.decode(fact.tag, fact.state.encode(), fact.stream, fact.version, opened=False), enc_hook=_closed
            ),
            "about": json.decode(fact.metadata),
        } for fact in facts
    }


def _closed(value: Any) -> Any:
    if isinstance(value, Personal):
        return f"sealed for {value.subject}"
    raise NotImplementedError(type(value))
