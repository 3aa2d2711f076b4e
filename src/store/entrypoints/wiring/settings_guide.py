"""What each setting is for, and what a right value looks like, for people: `store config` prints it."""

from collections.abc import Mapping
from typing import Final

from store.entrypoints.wiring.about_settings import ARCHIVE, CARRIER, PLACES, VAT, About

_ITS_ADDRESS: Final = "an address such as postgresql://account:password@host:5432/store"

_PROVIDER: Final = "an address by https, or by http on this machine, without a path"

GUIDE: Final[Mapping[str, About]] = {
    "host": About("Address to listen on; 0.0.0.0 lets other machines in.", "a host name or an IP address"),
    "port": About("Port to listen on.", "a free port from 1 to 65535"),
    "base_url": About(
        "Address under which shoppers reach the shop, for links in mails. Empty: made of host and port.",
        "an address such as https://shop.example",
    ),
    "data_dir": About("Folder for everything the shop keeps.", "a folder that may be written to"),
    "keys_dir": About(
        "Folder for the keys that seal personal data; back it up apart from the data. Empty: 'keys' in the"
        " data folder.",
        "a folder that may be written to",
    ),
    "checkpoints_dir": About(
        "Folder for the signed checkpoints of the log: best a disk that whoever looks after the database can't write"
        " to. Empty: 'checkpoints' in the data folder.",
        "a folder that may be written to",
    ),
    "erasures_dir": About(
        "Folder for the list of erasures: best a disk that no backup of database or keys is restored over. Empty:"
        " 'erasures' in the data folder.",
        "a folder that may be written to",
    ),
    "database_url": About(
        "Postgres (15 or newer) to use instead of the embedded one.",
        "an address such as postgresql://user:password@host:5432/store",
        secret=True,
    ),
    "database_url_owner": About(
        "Address of the same database for whoever migrates it. Empty: STORE_DATABASE_URL, which turns into"
        " store_owner.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_projector": About(
        "Address for the projector. Empty: STORE_DATABASE_URL, which turns into store_projector.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_app": About(
        "Address for pages, API, workers and scheduler. Empty: STORE_DATABASE_URL, which turns into store_app.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_analyst": About(
        "Address for what analysts ask; its account must be in the role store_analyst and in no other, or nothing can"
        " be asked. The embedded database needs none.",
        _ITS_ADDRESS, secret=True,
    ),
    "redis_url": About(
        "Redis for rate limits and jobs, so that several HTTP processes and workers share them.",
        "an address such as redis://host:6379/0",
        secret=True,
    ),
    "opensearch_url": About(
        "OpenSearch (2 or newer) for product search. While it is away, Postgres answers; index= names what its indexes"
        " begin with (store-products), for several shops on one cluster.",
        "an address such as https://user:password@host:9200?index=my-shop",
        secret=True,
    ),
    "s3_url": About(
        "S3-compatible storage for pictures, instead of a folder among the data. Without key and secret, AWS_*"
        " variables or the machine's role are used; style=virtual puts the bucket before the host's name.",
        "an address such as https://key:secret@host/bucket/folder?region=eu-central-1&style=path",
        secret=True,
    ),
    "media_url": About(
        "CDN that shows the pictures of /media, which then sends visitors there. Empty: the shop shows them.",
        "an address such as https://pictures.shop.example",
    ),
    "static_url": About(
        "CDN that has the built files of /static: styles, scripts and the typeface. Empty: the shop sends them.",
        "an address such as https://files.shop.example/static",
    ),
    "stripe_key": About(
        "Stripe's secret key: payments are made by card, with Stripe. Without one, they go to the sandbox.",
        "a key such as sk_test_... or rk_live_...",
        secret=True,
    ),
    "stripe_publishable_key": About(
        "Stripe's publishable key, for the card form at the checkout. Without one, only the API takes cards.",
        "a key such as pk_test_..., of the same mode as the secret key",
    ),
    "stripe_webhook_secret": About(
        "Secret that Stripe signs its notices with (to /api/v1/webhooks/stripe); two with a comma between while one"
        " replaces the other. Without one, the shop asks Stripe by itself, and hears of late payments later.",
        "a secret such as whsec_..., without spaces",
        secret=True,
    ),
    "stripe_url": About(
        "Address of a server that stands in for Stripe's API, for tests. Empty: Stripe itself.",
        "an address such as http://localhost:12111",
    ),
    "paypal_client_id": About(
        "What PayPal calls this shop's app: with it and its secret, PayPal can be chosen at the checkout.",
        "the client ID of an app at PayPal, without spaces",
    ),
    "paypal_secret": About("That app's secret.", "a secret without spaces", secret=True),
    "paypal_webhook_id": About(
        "What PayPal calls the webhook that leads to /api/v1/webhooks/paypal. Without one, the shop asks PayPal by"
        " itself, and hears of late payments later.",
        "an ID such as 8PT597110X687430LKGECATA",
    ),
    "paypal_url": About(
        "Where PayPal's API is: https://api-m.sandbox.paypal.com to try things. Empty: where money moves.",
        "an address such as https://api-m.sandbox.paypal.com, or http://localhost:12112 for tests",
    ),
    "capture": About(
        "When money is taken: at_once, as soon as somebody buys, or when_sent: it is held then, and taken when the"
        " parcel leaves. What was bought before keeps to what held then.",
        "at_once or when_sent",
    ),
    "smtp_url": About(
        "Mail server; without one, mails go to the sandbox's outbox.",
        "an address such as smtp://user:password@host:587?from=shop@example.org, smtps:// for TLS at once",
        secret=True,
    ),
    **PLACES,
    **VAT,
    **CARRIER,
    **ARCHIVE,
    "google_client_id": About(
        "Client id of an app at Google: people can log in with their account there. Register"
        " <address>/login/with/google/return for it to send them back to.",
        "text without spaces, such as 123-abc.apps.googleusercontent.com",
    ),
    "google_client_secret": About("Secret of that app.", "text without spaces", secret=True),
    "google_url": About(
        "Another issuer to ask by OpenID Connect, such as a server for tests. Empty: Google itself.", _PROVIDER,
    ),
    "facebook_client_id": About(
        "Id of an app at Facebook, which sends people back to <address>/login/with/facebook/return.",
        "text without spaces",
    ),
    "facebook_client_secret": About("Secret of that app.", "text without spaces", secret=True),
    "facebook_url": About("Address of a server that stands in for Facebook, for tests. Empty: Facebook.", _PROVIDER),
    "github_client_id": About(
        "Client id of an app at GitHub, which sends people back to <address>/login/with/github/return.",
        "text without spaces",
    ),
    "github_client_secret": About("Secret of that app.", "text without spaces", secret=True),
    "github_url": About(
        "Address of a GitHub Enterprise Server, or of a server that stands in for GitHub. Empty: github.com.",
        _PROVIDER,
    ),
    "shop_name": About(
        "Name over the door. Empty: Hearth & Field in the demo shop, Store otherwise.", "up to 60 characters"
    ),
    "currency": About(
        "Currency of the shop's own prices; decide before the first sale.",
        "the three capital letters of ISO 4217 for a currency people pay in, such as EUR",
    ),
    "rates_url": About(
        "Where the rates of the day come from, in the form of the European Central Bank. Empty: none, or made-up ones"
        " in the demo shop.", "an http(s) or file:/// address, such as that of eurofxref-daily.xml",
    ),
    "time_zone": About("Time zone in which the shop's days begin and end.", "a name such as Europe/Berlin"),
    "demo": About("Fill an empty shop with demo goods and logins.", "1 or 0"),
    "staff_token": About(
        "Bearer token that gives scripts the rights of staff, but for what wants a person who proved a moment ago who"
        " they are: roles, disabling, erasures. Empty: none does. Two with a comma between while one replaces another.",
        "text without spaces",
        secret=True,
    ),
    "staff_second_factor": About(
        "Whether whoever works here needs a second factor to log in: where it is required, the door leads through"
        " setting it up. Scripts with the staff token need none.",
        "optional or required",
    ),
    "secret": About(
        "What sessions and links are signed with, and keys wrapped. Empty: made once and kept in the data folder.",
        "32 characters or more, without spaces",
        secret=True,
    ),
    "secret_also": About(
        "Other secrets of the shop, while one takes the place of another: what they signed is taken, what they wrapped"
        ' is opened, and nothing new is made with them (docs/operations.md, "Another secret").',
        "secrets of 32 characters or more with commas between, without spaces; a JSON list of them if one has a comma",
        secret=True,
    ),
    "rate_limit_keys": About(
        "API keys that no rate limit applies to.", "keys with commas between, without spaces", secret=True
    ),
    "purposes": About(
        "What your shop does with data of those who agree to it: with any, visitors are asked. The software itself does"
        " none of these; set this when you add something that does.",
        "analytics, personalisation, or both with a comma between",
    ),
    "trusted_proxies": About(
        "Networks of your own proxies, whose word (X-Forwarded-For) is taken for where visitors come from. Empty:"
        " nobody's, and behind a proxy all visitors share its limits.",
        "networks with commas between, such as 10.0.0.0/8",
    ),
    "webhook_allow": About(
        "Networks that webhooks may be sent into although they are not public, and without TLS. Empty: public addresses"
        " by https alone.", "networks with commas between, such as 127.0.0.1/32,10.20.0.0/16",
    ),
    "plaintext_allow": About(
        "Other machines that may be spoken to without TLS, because nobody else is on the way: hosts as they stand in"
        " the addresses, or networks where those are numbers. Empty: none; an address without TLS stops the start.",
        "hosts and networks with commas between, such as db,10.20.0.0/16",
    ),
    "access_token_minutes": About(
        "How long an access token of the API is good for. Logging out ends it at once all the same.",
        "a number from 1 to 1440", unit="minutes",
    ),
    "invoice_years": About(
        "How long the name and address of a paid order are kept for the tax office after the end of its year, whoever"
        " wants to be forgotten. Ask whoever does the books: Germany wants 8, France and Italy 10.",
        "a number from 0 to 30", unit="years",
    ),
    "seller_name": About(
        "Who sells, by the name that stands in the register: it is written on invoices. Empty: somebody made up for the"
        " demo, else the name of the shop. Invoices that were written stay as they are.", "text, at most 60 characters",
    ),
    "seller_address": About(
        "Where whoever sells is, for invoices: lines with a semicolon between them.", "text, at most 300 characters",
    ),
    "seller_vat_id": About("The VAT number of whoever sells, for invoices.", "like DE123456789"),
    "invoice_prefix": About(
        "What the numbers of invoices and credit notes begin with, one for each legal entity: HF gives HF-2026-000001"
        " and HF-C-2026-000001. Change it only at the turn of a year.", "1 to 10 capital letters and digits",
    ),
    "low_stock": About(
        "Pieces at which something runs low, where nobody set a number for it: staff are told once, and again only"
        " after there were more.", "a number from 0 to 100000", unit="pieces",
    ),
    "cancel_hours": About(
        "For how long after buying shoppers may cancel what has not left yet. Staff may until it leaves.",
        "a number from 0 to 8760", unit="hours",
    ),
    "fraud_orders": About(
        "Of more orders alike (e-mail, address, card, network) in the window one is looked at first. 0: never.",
        "a number from 0 to 100000",
    ),
    "fraud_refused": About("Of more than so many the next is refused. 0: never.", "a number from 0 to 100000"),
    "fraud_hours": About("How long that window is.", "a number from 0 to 8760", unit="hours"),
    "fraud_first_order": About(
        "A first order of more than this, in whole units of the currency, is looked at. 0: none is.",
        "a number from 0 to 100000",
    ),
    "fraud_countries": About("Whether one that is billed to another country than it goes to is looked at.", "0 or 1"),
    "fraud_returns": About(
        "One of somebody who sent back more than this in 90 days, and more than every second order, is looked at."
        " 0: never.", "a number from 0 to 100000",
    ),
    "review_hours": About(
        "For how long an order may wait to be looked at before staff are reminded.", "a number from 0 to 8760",
        unit="hours",
    ),
    "cart_days": About(
        "For how long a cart that nobody touches is kept; after that, what lies in it waits beside it. 0: for ever.",
        "a number from 0 to 3650", unit="days",
    ),
    "checkout": About(
        "How a checkout begins: with everything on one page, or with the first of its steps. Each leads to the other.",
        "one_page or steps",
    ),
    "command_threads": About(
        "Commands that one HTTP process carries out at once.", "a number from 1 to 64", unit="threads"
    ),
    "recording": About(
        "Keep what commands were given (clock, ids, prices, the gateway's answers) for a week, persons sealed, so that"
        " `store capsule` can pack a wish to be carried out again elsewhere.", "1 or 0",
    ),
    "count_searches": About(
        "Count what people look for and what comes of it, without anything that leads to somebody.", "1 or 0",
    ),
    "metrics": About("Serve Prometheus metrics at /metrics.", "1 or 0"),
    "traces_url": About(
        "OTLP/HTTP collector that traces are sent to; needs the extra 'tracing'.",
        "an address such as http://host:4318/v1/traces",
    ),
    "log_level": About("Least severity that is logged.", "debug, info, warning or error"),
    "log_format": About(
        "How log lines look; auto: for people on a terminal, else JSON.", "auto, console or json"
    ),
    "embedded": About("The database is the embedded one and already runs.", "1 or 0", inside=True),
}
