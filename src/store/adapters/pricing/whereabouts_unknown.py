"""The shop asks nobody where a visitor's address is: what their browser says of its language has to do."""


class NobodyKnows:
    """A :class:`~store.application.pricing.ports.CountryByAddress` that knows no places."""

    def country(self, address: str) -> str | None:
        """Always nothing."""
        del address
        return None
