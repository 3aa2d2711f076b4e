"""What ``store doctor`` says of the keys of persons."""

from collections.abc import Iterator

from store.adapters.privacy.master_key import AnotherSecret
from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.same_secret import expect_same_secret
from store.entrypoints.wiring.settings import Settings


def keys_of_persons(settings: Settings) -> Iterator[Check]:
    """Whether what this terminal calls the secret opens the keys of persons, and whether it does so alone."""
    if not settings.keys_file.exists():
        return
    try:
        found = expect_same_secret(settings)
    except AnotherSecret:
        yield Check(
            "keys of persons", "failed", f"{settings.keys_file} belongs to another STORE_SECRET than the one here",
            'Nobody can be read with this one. Set the secret it had: docs/operations.md, "The secret".',
        )
        return
    if found.lost:
        yield Check(
            "keys of persons", "failed", f"{found.lost} can't be opened: another STORE_SECRET was in use for a while",
            'Those people read as forgotten: docs/operations.md, "The secret".',
        )
    elif found.others or not found.is_ours:
        yield Check(
            "keys of persons", "warning", f"{found.others} are wrapped by a secret in STORE_SECRET_ALSO",
            'When every server has the new STORE_SECRET: `store secret rewrap` (docs/operations.md, "Another secret").',
        )
    else:
        yield Check("keys of persons", "ok", "they open with this secret")
