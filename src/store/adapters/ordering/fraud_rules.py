"""The fraud check that the shop brings along: rules that count and compare (docs/adr/0219)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from store.application.ordering.fraud import SeenBefore, Suspect
from store.domain.ordering.screening import Judgement, Rules, Signals, judge
from store.domain.shared.habits import DAYS


class RulesFraudCheck:
    """A :class:`~store.application.ordering.fraud.FraudCheck` by *rules*, over purchases seen in the last *window*."""

    def __init__(self, rules: Rules, seen: SeenBefore, window: timedelta) -> None:
        self._rules, self._seen, self._window = rules, seen, window

    @property
    def asks(self) -> bool:
        """Where no rule is set, nobody is counted either."""
        return self._rules.asked

    def judge(self, purchase: Suspect) -> Judgement:
        """One look at what was seen before; the rules are the domain's."""
        seen = self._seen.count(purchase, purchase.at - self._window)
        return judge(self._rules, Signals(
            seen.alike, seen.is_first, purchase.total, purchase.ships_to, purchase.billed_to, purchase.exchange,
            seen.habit,
        ))


def lately(purchase: Suspect) -> datetime:
    """Since when what its buyer sent back is counted."""
    return purchase.at - timedelta(days=DAYS)


def told_by(purchase: Suspect) -> Mapping[str, str]:
    """By what a purchase is counted, as far as that is known of it, however it is written."""
    words = {
        "email": purchase.email, "address": "|".join(" ".join(line.lower().split()) for line in purchase.address),
        "card": purchase.card, "network": purchase.network,
    }
    return {by: text for by, text in words.items() if text.strip("| ")}
