"""What is said of a setting, and of those of payments, places, the carrier, VAT numbers and the archive."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class About(Struct, frozen=True):
    """What a setting is for, and what a value of it looks like."""

    what: str
    right: str
    unit: str = ""
    secret: bool = False
    """Never shown."""
    inside: bool = False
    """Said by one part of the shop to another; not for people to set."""
    refused: str = ""
    """Why this version can't honour it: better no start than a setting without effect."""


PLACES: Final[Mapping[str, About]] = {
    "geocoding_url": About(
        "Geocoding service (of Geoapify's shape) that suggests addresses and looks whether they are there. Without one,"
        " or while it is away, the countries' own rules decide.",
        "an address such as https://api.geoapify.com/v1/geocode?apiKey=my-key",
        secret=True,
    ),
    "geoip_file": About(
        "A file that knows in which countries addresses of the internet are, of MaxMind's form (GeoLite2 Country, DB-IP"
        " Country): it decides in which currency prices are shown first. Without one, the browser's language does.",
        "a path to an .mmdb file",
    ),
}
ARCHIVE: Final[Mapping[str, About]] = {
    "archive_orders_after": About(
        "A year of orders is archived when it has been over for so many: it is packed, and found by fewer indexes;"
        " nothing is lost to whoever looks. 0: only by `store archive orders`.",
        "a number from 0 to 30", unit="years",
    ),
    "archive_tablespace": About(
        "Where in Postgres archived years go: a tablespace in which the role store_projector may create. Empty: where"
        " all else is.",
        "the name of a tablespace, in small letters",
    ),
}
VAT: Final[Mapping[str, About]] = {
    "payment_minutes": About(
        "For how long goods are kept for a shopper who is at their bank, or at PayPal. After that the payment is given"
        " up, and the goods are for sale again.", "a number from 1 to 1440", unit="minutes",
    ),
    "hold_again_hours": About(
        "Where money is taken when the parcel leaves: what is held for less than so many hours more is held anew, or"
        " whoever bought is asked to pay again.", "a number from 0 to 8760", unit="hours",
    ),
    "books_days": About(
        "How far back the books of gateways are compared with the shop's own, each hour. More days find what banks send"
        " back late, such as refunds to closed accounts, and are more questions to the gateway.",
        "a number from 1 to 30", unit="days",
    ),
    "vat_register": About(
        "Which register is asked whether a VAT number is given out, before it relieves a business of tax. off: none,"
        " and any number of the right form does. vies: that of the European Commission; the shop's own number"
        " (STORE_SELLER_VAT_ID) has it give consultation numbers. sandbox: one that knows nothing, for trying out.",
        "off, sandbox or vies",
    ),
    "vies_url": About(
        "Another address of that register than the Commission's own.",
        "an address such as https://ec.europa.eu/taxation_customs/vies/rest-api, without a query",
    ),
    "vat_check_hours": About(
        "For how long a number counts as given out before the register is asked again; with 0 it is for each order.",
        "a number from 0 to 8760",
        unit="hours",
    ),
}
CARRIER: Final[Mapping[str, About]] = {
    "carrier": About(
        "Whom parcels can be booked with. auto: the carrier at STORE_CARRIER_URL, without one the sandbox in the demo"
        " shop, which carries nothing, and nobody elsewhere: tracking numbers can be typed by hand in any case.",
        "auto, sandbox or none",
    ),
    "carrier_url": About(
        "Carrier that parcels are booked with, by its REST API.",
        "an address such as https://api.carrier.example/v1, without a query",
    ),
    "carrier_token": About("Bearer token that carrier knows this shop by.", "text without spaces", secret=True),
    "carrier_name": About(
        "What that carrier is called on pages, labels and in facts: one in the list of carriers is linked to."
        " Keep it: parcels are asked after by the name they were booked under.",
        "up to 60 characters, such as DHL",
    ),
}
