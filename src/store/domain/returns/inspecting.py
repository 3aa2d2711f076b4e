"""Inspecting: what has to be said of each piece that came back."""

from collections import Counter
from collections.abc import Sequence

from store.domain.returns.errors import InspectedTwice, MoreRestocked, NotAllInspected
from store.domain.returns.events import InspectedLine, ReturnLine


def expect_all_inspected(lines: Sequence[ReturnLine], found: Sequence[InspectedLine]) -> None:
    """Refuse what doesn't say of each piece of *lines* what became of it, once."""
    by_sku = {line.sku: line for line in found}
    if len(by_sku) < len(found):
        raise InspectedTwice(next(sku for sku, lines in Counter(it.sku for it in found).items() if lines > 1))
    for line in lines:
        it = by_sku.get(line.sku)
        if it is None or it.accepted + it.refused != line.quantity or min(it.accepted, it.refused) < 0 or (
            it.refused and not it.why
        ):
            raise NotAllInspected(line.sku, line.quantity)
        if not 0 <= it.restocked <= it.accepted:
            raise MoreRestocked
