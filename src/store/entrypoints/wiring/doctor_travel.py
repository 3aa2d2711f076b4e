"""Whether what the shop says to other machines, and they to it, can be read on the way."""

from collections.abc import Iterator

from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.in_the_clear import in_the_clear
from store.entrypoints.wiring.settings import Settings


def on_the_way(settings: Settings) -> Iterator[Check]:
    """Each address of another machine that would be spoken to in the clear; one line if there is none."""
    found = list(in_the_clear(settings))
    for name, how, allowed in found:
        yield Check(
            "encryption", "warning", f"STORE_{name.upper()} leads to another machine without TLS"
            + (", as STORE_PLAINTEXT_ALLOW has it" if allowed else ""), f"Whoever is on the way can read along. {how}",
        )
    if not found:
        yield Check("encryption", "ok", "whatever leaves this machine goes by TLS")
