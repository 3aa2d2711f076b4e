"""Adding a card without buying: begun here, decided at its gateway, and kept once that says so.

Whoever comes back from the bank, the gateway's notice, the list of cards and the errand all ask the same question,
in any order and as often as they like. Nothing is ever kept there that nobody here knows of: where whose it is has
been forgotten meanwhile, the gateway is told to forget it, too.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol, assert_never

from store.application.payments.adding import (
    MOST_CARDS,
    AddCard,
    AddedCards,
    Adding,
    AddingId,
    CardAdded,
    CardAdding,
    CardNotAdded,
    CardRefused,
    CardsFull,
    CardVerdict,
    NotAddedThere,
    SettleAdding,
    VisitBank,
    WishedCard,
)
from store.application.payments.cards import KeptCard, OwnCard
from store.application.payments.messages import NextAction
from store.application.payments.ports import Challenged, Undecided, Unheard, WayToBank
from store.application.shared.bus import conducts
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.domain.shared.ids import AccountId, PaymentId, follow_up

NEVER_SENT: Final = timedelta(seconds=60)
"""After this long one that the gateway has not heard of is not on its way any more."""


class CardKeepers(Protocol):
    """Asks the gateway for a method about the cards it keeps."""

    def kept_card(self, method: str, payment_id: PaymentId) -> KeptCard | None: ...
    def forget_card(self, method: str, card: KeptCard) -> bool: ...
    def adder(self, method: str) -> CardAdding | None: ...


@dataclass(frozen=True)
class AddingCards:
    cards: AddedCards
    keepers: CardKeepers
    clock: Clock

    @conducts(AddCard)
    def add(self, command: AddCard, conductor: Conductor) -> Adding:
        """Written down first, so that whatever the gateway says is asked for again if nobody hears it."""
        del conductor
        adder = self.keepers.adder(command.method)
        if adder is None:
            raise NotAddedThere(command.method)
        id = AddingId(follow_up(command.account_id, f"card/{command.key}/{command.token}"))
        known = [(method, card) for _, method, card in self.cards.of(command.account_id)]
        if self.cards.beginning(id) is None:
            self.cards.begin(command.account_id, id, command.method, self.clock.now(), most=MOST_CARDS)
        begun = self.cards.beginning(id)
        if begun is None:
            raise CardsFull
        customer = next((card.customer for method, card in known if method == command.method), "")
        adding = self._settled(id, begun, command.method, adder.add(id, command.token, customer))
        if adding.status == "declined":
            raise CardNotAdded(adding.reason or "")
        return adding

    @conducts(SettleAdding)
    def settle(self, command: SettleAdding, conductor: Conductor) -> Adding:
        """What became of it."""
        del conductor
        return self.asked(command.id, command.method, give_up=command.give_up)

    @conducts(VisitBank)
    def visit(self, command: VisitBank, conductor: Conductor) -> WayToBank | None:
        """The gateway says where."""
        del conductor
        begun = self.cards.beginning(command.id)
        adder = self.keepers.adder(begun.method) if begun and begun.account == command.account_id else None
        return adder.way(command.id) if adder else None

    def asked(self, id: AddingId, method: str = "", *, give_up: bool = False) -> Adding:
        """Ask the gateway, and keep what it keeps."""
        begun = self.cards.beginning(id)
        method = begun.method if begun else method
        adder = self.keepers.adder(method)
        if adder is None:
            raise NoSuch("card", id)
        verdict = adder.cancel(id) if give_up or begun is None else adder.look(id)
        if begun and isinstance(verdict, Unheard) and self.clock.now() - begun.at > NEVER_SENT:
            verdict = adder.cancel(id)
        return self._settled(id, begun, method, verdict)

    def _settled(self, id: AddingId, begun: WishedCard | None, method: str, verdict: CardVerdict) -> Adding:
        match verdict:
            case CardAdded(card):
                if begun is None:
                    self.keepers.forget_card(method, card)
                    return Adding(id, "declined", reason="nobody wants it any more")
                keep(self.cards, self.keepers, begun.account, begun.method, PaymentId(id), card)
                return Adding(id, "kept", OwnCard(id, method, card.brand, card.last4, card.month, card.year))
            case CardRefused(reason):
                if begun:
                    self.cards.drop(begun.account, id)
                return Adding(id, "declined", reason=reason)
            case Challenged(_, url):
                return Adding(id, "requires_action", next_action=NextAction("redirect", url))
            case Undecided() | Unheard():
                return Adding(id, "processing")
            case _:
                assert_never(verdict)


def keep(
    cards: AddedCards, keepers: CardKeepers, account: AccountId, method: str, id: PaymentId, card: KeptCard
) -> None:
    """The same card twice is one: what stands for the older one is given up. Keeping it again changes nothing."""
    face = (card.brand, card.last4, card.month, card.year)
    for known_id, known, older in cards.of(account):
        if known_id != id and known == method and (older.brand, older.last4, older.month, older.year) == face:
            keepers.forget_card(method, older)
            cards.drop(account, known_id)
    cards.keep(account, id, card)
