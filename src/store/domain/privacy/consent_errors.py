"""What consents and documents run into."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


@dataclass(eq=False)
class OtherWords(RuleViolated):
    """These are not the words as they are now. Read {words} and say so again."""

    words: str


@dataclass(eq=False)
class NoSuchVersion(RuleViolated):
    """The newest version is {number}."""

    number: int


@dataclass(eq=False)
class TextOutOfSize(RuleViolated):
    """A document has between {least} and {most} signs."""

    least: int
    most: int


class NothingChanged(RuleViolated):
    """This is what it says already: there is nothing to publish."""
