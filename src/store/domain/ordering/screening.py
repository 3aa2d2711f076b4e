"""Screening: whether a purchase looks like what honest people do, by rules that count and compare."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from store.domain.shared.exchange import Exchange
from store.domain.shared.habits import Habit
from store.domain.shared.money import Money


class Verdict(StrEnum):
    """What is to become of a purchase. The values are stored."""

    PASS = "pass"  # noqa: S105 - no secret: the purchase goes through
    HOLD = "hold"
    REFUSE = "refuse"


class Reason(Struct, frozen=True, omit_defaults=True):
    """A rule that spoke: ``rule`` is its name, ``found`` what it counted, ``most`` how much it lets pass."""

    rule: str
    found: int = 0
    most: int = 0


class Judgement(Struct, frozen=True):
    """What was found of a purchase, and why."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether nothing may come of it."""
        return self.verdict is Verdict.REFUSE

    @property
    def holds(self) -> bool:
        """Whether somebody has to look at it first."""
        return self.verdict is Verdict.HOLD


PASSED: Final = Judgement(Verdict.PASS)
ALIKE: Final = ("email", "address", "card", "network")
"""By what purchases are counted that may be of one person."""
FIRST_ORDER: Final = "first_order_amount"
OTHER_COUNTRY: Final = "billing_country_differs"
RETURNS: Final = "returns_by_email"
NO_HABIT: Final = Habit()


class Rules(Struct, frozen=True, omit_defaults=True):
    """What speaks against a purchase; what is nothing is not asked.

    So many ``orders`` alike may come within the window, more are held, and more than ``refused`` are refused. A first
    order of more than ``first_order`` is held, and, with ``countries``, one that is billed to another than it goes to.
    One of somebody who sent back more than ``returns``, and more than every second order, is held.
    """

    orders: int = 0
    refused: int = 0
    first_order: Money | None = None
    countries: bool = False
    returns: int = 0

    @property
    def asked(self) -> bool:
        """Whether there is any."""
        return bool(self.orders or self.refused or self.first_order or self.countries or self.returns)


class Signals(Struct, frozen=True):
    """What is known of a purchase. ``alike`` says how many came in the window, this one among them, by what."""

    alike: Mapping[str, int]
    is_first: bool
    total: Money
    ships_to: str
    billed_to: str = ""
    exchange: Exchange | None = None
    """With which prices came into the currency of ``total``; nothing where that is the shop's own, or nobody knows."""
    habit: Habit = NO_HABIT
    """What its e-mail address bought and sent back lately."""


def judge(rules: Rules, signals: Signals) -> Judgement:
    """What *rules* say to *signals*: the sternest of them counts, and each that spoke is named."""
    refused = _over(rules.refused, signals)
    if refused:
        return Judgement(Verdict.REFUSE, refused)
    held = [*_over(rules.orders, signals)]
    if _is_dear(rules.first_order, signals):
        held.append(Reason(FIRST_ORDER, signals.total.minor, rules.first_order.minor if rules.first_order else 0))
    if rules.countries and signals.billed_to and signals.billed_to != signals.ships_to:
        held.append(Reason(OTHER_COUNTRY))
    if rules.returns and signals.habit.is_unusual(rules.returns):
        held.append(Reason(RETURNS, signals.habit.returns, rules.returns))
    return Judgement(Verdict.HOLD, tuple(held)) if held else PASSED


def _over(most: int, signals: Signals) -> tuple[Reason, ...]:
    """By what more than *most* are alike; where that is nothing, by nothing."""
    found = [(by, signals.alike.get(by, 0)) for by in ALIKE]
    return tuple(Reason(f"orders_by_{by}", count, most) for by, count in found if most and count > most)


def _is_dear(most: Money | None, signals: Signals) -> bool:
    """The amount counts at the rate of the purchase. Where there is none, what somebody buys first is looked at."""
    if most is None or not signals.is_first:
        return False
    total, exchange = signals.total, signals.exchange
    if most.currency != total.currency:
        if exchange is None or (exchange.base, exchange.currency) != (most.currency, total.currency):
            return True
        most = exchange.plain.convert(most)
    return total.minor > most.minor
