"""VAT numbers by their shape and their check digits: nobody is asked, so nobody waits."""

from store.domain.pricing.vat_numbers import country_of


class OfflineVatNumbers:
    """:class:`~store.application.pricing.ports.VatNumbers` of the European Union."""

    def country(self, number: str) -> str | None:
        """Whose it is."""
        return country_of(number)
