"""The routes of an application that answer requests; WebSockets are tried where they stand."""

from litestar.routes import HTTPRoute

from store.entrypoints.rest.feed import STREAMS


def http_routes(app):
    """All of them."""
    return [route for route in app.routes if isinstance(route, HTTPRoute)]


def endless(app):
    """The paths that answer bit by bit for minutes: whoever asks for all there is leaves these out."""
    return {
        route.path_format for route in http_routes(app)
        if any(handler.opt.get(STREAMS) for handler in route.route_handlers)
    }
