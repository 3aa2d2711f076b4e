"""A file that says in which countries networks are, as those who know give them out."""

from mmdb_writer import MMDBWriter
from netaddr import IPSet


def written(file, **networks):
    """A file in which each country has its networks."""
    book = MMDBWriter(6, "GeoLite2-Country", languages=["en"], ipv4_compatible=True)
    for code, network in networks.items():
        book.insert_network(IPSet([network]), {"country": {"iso_code": code, "names": {"en": code}}})
    book.insert_network(IPSet(["203.0.113.0/24"]), {"continent": {"code": "EU"}})
    book.insert_network(IPSet(["198.51.100.0/24"]), {"country": {"iso_code": "<script>"}})
    fresh = file.with_suffix(".new")
    book.to_db_file(str(fresh))
    fresh.replace(file)
    return file
