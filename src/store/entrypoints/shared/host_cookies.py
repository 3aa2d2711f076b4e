"""Names of cookies that only the very host can set: a sub-domain, or whoever answers in its place, can plant none."""


def host_only(name: str, *, secure: bool) -> str:
    """What a cookie is called. With this beginning, browsers take it from nobody but the very host, by HTTPS, and for
    all of its paths.
    """
    return f"__Host-{name}" if secure else name
