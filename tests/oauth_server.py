"""A small GitHub and Facebook on this machine: OAuth 2.0 by the code flow, with PKCE, and their APIs for who one is.

Written from their public documentation, for what a shop relies on. It is stateful: a code is good once, for the client,
the redirect and the verifier it was made for; GitHub's errors come with status 200, refresh tokens rotate, Facebook's
API wants a proof of the app. People, and what goes wrong next, are put there over HTTP:

    PUT  /_people/github/1001  {"login": "ann", "name": "Ann Field", "emails": [{"email": …, "primary": true, …}]}
    PUT  /_people/facebook/10  {"name": "Ann Field", "first_name": "Ann", "last_name": "Field", "email": …}
    POST /_trouble             {"asked": "/user", "kind": "500" | "cut" | "hang" | "garbage"}

``…/authorize?…&as=1001`` is somebody who presses the button, ``&deny=1`` somebody who doesn't.
``python -m tests.oauth_server 8930`` runs it.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "a-shop-on-this-machine", "the-secret-of-that-shop"
HANGS = 30
_AUTHORIZE = {"/login/oauth/authorize": "github", "/v23.0/dialog/oauth": "facebook"}
_TOKEN = {"/login/oauth/access_token": "github", "/v23.0/oauth/access_token": "facebook"}


class Books:
    """Who there is, and what was handed out."""

    def __init__(self) -> None:
        self.people: dict[tuple[str, str], dict[str, Any]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.access: dict[str, tuple[str, str]] = {}
        self.refresh: dict[str, tuple[str, str]] = {}
        self.troubles: deque[dict[str, str]] = deque()
        self.lock = threading.Lock()

    def trouble(self, path: str) -> str:
        with self.lock:
            for trouble in self.troubles:
                if trouble["asked"] in path:
                    self.troubles.remove(trouble)
                    return trouble["kind"]
        return ""

    def code(self, provider: str, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "provider": provider}
        return code

    def tokens(self, provider: str, form: dict[str, str]) -> dict[str, Any] | str:
        """What a form at the token endpoint comes to, or the error's name."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return "incorrect_client_credentials"
        with self.lock:
            if form.get("grant_type") == "refresh_token":
                whose = self.refresh.pop(form.get("refresh_token", ""), None)
                return self._handed_out(*whose) if whose else "bad_refresh_token"
            made = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        fits = made is not None and (made["provider"], made["redirect_uri"], made["code_challenge"]) == (
            provider, form.get("redirect_uri"), challenge
        )
        return self._handed_out(provider, made["as"]) if made and fits else "bad_verification_code"

    def _handed_out(self, provider: str, person: str) -> dict[str, Any]:
        access = secrets.token_urlsafe(16)
        self.access[access] = provider, person
        given: dict[str, Any] = {"access_token": access, "token_type": "bearer", "scope": "user:email"}
        if self.people[provider, person].get("expires"):
            refresh = secrets.token_urlsafe(16)
            self.refresh[refresh] = provider, person
            given |= {"expires_in": 28800, "refresh_token": refresh}
        return given


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, asked = self._asked()
        if not self._comes_to_grief(path):
            if path in _AUTHORIZE:
                self._authorize(_AUTHORIZE[path], asked)
            else:
                self._tell(path, asked)

    def do_POST(self) -> None:
        path, _ = self._asked()
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if path == "/_trouble":
            self.books.troubles.append(json.loads(body))
            self._say(204)
        elif path in _TOKEN and not self._comes_to_grief(path):
            found = self.books.tokens(_TOKEN[path], dict(parse_qsl(body.decode())))
            if isinstance(found, dict):
                self._say(200, found)
            elif _TOKEN[path] == "github":
                self._say(200, {"error": found, "error_description": "No."})
            else:
                self._say(400, {"error": {"message": found, "type": "OAuthException", "code": 100}})

    def do_PUT(self) -> None:
        path, _ = self._asked()
        _, _, provider, person = path.split("/")
        self.books.people[provider, person] = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self._say(204)

    def log_message(self, *_: object) -> None:
        """Quiet."""

    @property
    def books(self) -> Books:
        books: Books = self.server.books  # type: ignore[attr-defined]  # put there below
        return books

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, dict(parse_qsl(parts.query))

    def _authorize(self, provider: str, asked: dict[str, str]) -> None:
        right = asked.get("client_id") == CLIENT and asked.get("code_challenge_method") == "S256"
        if not (right and asked.get("response_type") == "code" and asked.get("state")):
            self._say(400, {"error": "invalid_request"})
        elif "deny" in asked:
            self._send_back(asked, {"error": "access_denied", "error_description": "No.", "state": asked["state"]})
        elif asked.get("as"):
            self._send_back(asked, {"code": self.books.code(provider, asked), "state": asked["state"]})
        else:
            links = "".join(
                f'<p><a href="{self.path.replace("&", "&amp;")}&amp;as={person}">Go on as {person}</a></p>'
                for kind, person in self.books.people if kind == provider
            )
            self._say(200, f"<!doctype html><title>{provider}</title><h1>{provider}</h1>{links}")

    def _send_back(self, asked: dict[str, str], more: dict[str, str]) -> None:
        self.send_response(302)
        self.send_header("location", f"{asked['redirect_uri']}?{urlencode(more)}")
        self.send_header("content-length", "0")
        self.end_headers()

    def _tell(self, path: str, asked: dict[str, str]) -> None:
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        provider, person = self.books.access.get(token, ("", ""))
        about = self.books.people.get((provider, person), {})
        proof = hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        match provider, path:
            case "github", "/api/v3/user":
                self._say(200, {"id": int(person), "login": about["login"], "name": about.get("name")})
            case "github", "/api/v3/user/emails" if about.get("emails") is not None:
                self._say(200, about["emails"])
            case "github", "/api/v3/user/emails":
                self._say(404, {"message": "Not Found"})
            case "facebook", "/v23.0/me" if asked.get("appsecret_proof") == proof:
                fields = asked.get("fields", "").split(",")
                self._say(200, {name: value for name, value in {"id": person, **about}.items() if name in fields})
            case _:
                self._say(401, {"message": "Bad credentials"})

    def _comes_to_grief(self, path: str) -> bool:
        match self.books.trouble(path):
            case "500":
                self._say(500, {"message": "Oh no"})
            case "garbage":
                self._say(200, "<html>not what you think</html>")
            case "cut":
                self.close_connection = True
                self.connection.shutdown(2)
            case "hang":
                threading.Event().wait(HANGS)
            case _:
                return False
        return True

    def _say(self, status: int, about: Any = None) -> None:
        page = isinstance(about, str)
        body = about.encode() if page else b"" if about is None else json.dumps(about).encode()
        self.send_response(status)
        self.send_header("content-type", "text/html" if page else "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(port: int) -> None:
    """Serve until killed."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.books = Books()  # type: ignore[attr-defined]  # for its handlers
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
