"""What is refused of a picture that somebody sends, whatever it is to show."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


class NotAPicture(RuleViolated):
    """This is no picture that can be shown here. Take a JPEG, a PNG or a WebP."""


class PictureMoves(RuleViolated):
    """Pictures stand still here. Take one of those that this file shows one after the other."""


@dataclass(eq=False)
class PictureTooLarge(RuleViolated):
    """A picture has at most {megabytes} megabytes here."""

    megabytes: int


@dataclass(eq=False)
class PictureOutOfSize(RuleViolated):
    """A picture has at least {least} pixels on each side, and at most {megapixels} megapixels."""

    least: int
    megapixels: int
