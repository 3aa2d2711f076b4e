"""Keeping cards for next time: wished when somebody pays, known once they have paid, and gone when they say so.

Whether the bank was asked first or not: a wish stands until its owner looks at their cards, and then its gateway is
asked whether the payment came to an end that has a card in it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from store.application.payments.adding import MOST_CARDS, AddedCards, AddingId
from store.application.payments.cards import (
    CardForAnotherWay,
    CardWish,
    ForgetOwnCard,
    ListOwnCards,
    NoSuchCard,
    OwnCard,
    SavedCards,
)
from store.application.processes.adding_cards import AddingCards, CardKeepers, keep
from store.application.shared.bus import conducts
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.domain.shared.ids import AccountId, PaymentId

WISHED_FOR: Final = timedelta(days=1)
"""After this long nothing comes of a payment any more whose card was to be kept."""


@dataclass(frozen=True)
class KeepingCards:
    cards: AddedCards
    keepers: CardKeepers
    clock: Clock
    adding: AddingCards

    @conducts(ListOwnCards)
    def list(self, command: ListOwnCards, conductor: Conductor) -> tuple[OwnCard, ...]:
        """The same card twice is one: what stands for the older one is given up."""
        del conductor
        for wish in self.cards.wished(command.account_id):
            if wish.adding:
                self.adding.asked(AddingId(wish.payment_id))
            elif card := self.keepers.kept_card(wish.method, wish.payment_id):
                keep(self.cards, self.keepers, command.account_id, wish.method, wish.payment_id, card)
            elif self.clock.now() - wish.at > WISHED_FOR:
                self.cards.drop(command.account_id, wish.payment_id)
        return tuple(
            OwnCard(id, method, card.brand, card.last4, card.month, card.year)
            for id, method, card in self.cards.of(command.account_id)
        )

    @conducts(ForgetOwnCard)
    def forget(self, command: ForgetOwnCard, conductor: Conductor) -> bool:
        """There first: a card that nobody here knows of any more could not be given up."""
        del conductor
        for id, method, card in self.cards.of(command.account_id):
            if id == command.card_id:
                if not self.keepers.forget_card(method, card):
                    return False
                self.cards.drop(command.account_id, id)
                return True
        raise NoSuchCard


@dataclass(frozen=True)
class PayingByKeptCard:
    """What the process that buys needs to know of cards."""

    cards: SavedCards
    clock: Clock

    def found(self, account: AccountId | None, card_id: object, method: str, token: str) -> tuple[str, CardWish]:
        """The token of the card that is wanted, and whose it is at the gateway.

        :raises NoSuchCard: if they keep none of that id.
        :raises CardForAnotherWay: if it is kept at another gateway than pays.
        """
        if card_id is None or account is None:
            return token, CardWish()
        for id, known, card in self.cards.of(account):
            if id == card_id and known != method:
                raise CardForAnotherWay(known, method)
            if id == card_id:
                return card.token, CardWish(customer=card.customer)
        raise NoSuchCard

    def wish(self, account: AccountId, payment_id: PaymentId, method: str) -> CardWish:
        """Have the card kept by which is about to be paid; where as many are kept as may be, it only pays."""
        kept = self.cards.of(account)
        customer = next((card.customer for _, known, card in kept if known == method), "")
        if len(kept) >= MOST_CARDS:
            return CardWish(customer=customer)
        self.cards.wish(account, payment_id, method, self.clock.now())
        return CardWish(remember=True, customer=customer)
