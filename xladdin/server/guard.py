"""Stands before xlwings Server: lets through what our own page asks for, and nothing else.

An ASGI application around another one. It knows every address, checks who asks (Host, Origin),
how much and what is sent, and turns every failure into a sentence; no traceback gets out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from schemas.message import title
from xladdin.refusal import sentence
from xladdin.server.door import SCRIPTS, SIZES
from xladdin.server.icons import ICONS, picture
from xladdin.server.manifest import manifest
from xladdin.server.payload import MOST_BYTES, BadPayload, read_payload

__all__ = ["WORDS", "Guard", "guide_file"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

WORDS = ("ADD-006", "ADD-009", "ADD-168", "ADD-169", "ADD-170", "ADD-174", "ADD-175",
         "ADD-176", "ADD-177")  # fmt: skip
"""The sentences that thidua.js says by itself."""

_SECONDS_TO_SEND = 60
_SCRIPT = re.compile(r"/xlwings/custom-scripts-call/([a-z_]+)")
_ICON = re.compile(r"/thidua/icons/([a-z]+)-([0-9]{2})\.png")
_STATIC = re.compile(r"/static/(?!.*\.\.)[A-Za-z0-9@._/-]+")
_PAGES = {"/", "/taskpane.html", "/favicon.ico", "/xlwings/custom-scripts-meta.json"}
_GUIDE = "huong-dan.md"

_log = logging.getLogger(__name__)


class Guard:
    """``hosts``: the names under which the server may be asked for, with their ports."""

    def __init__(self, app: App, *, url: str, hosts: Collection[str]) -> None:
        self._app = app
        self._url = url
        self._hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request; never raises."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._answer(scope, receive, watched)
        except TimeoutError:
            await _fail(send, 503, "ADD-174", started)
        except Exception as error:
            _log.error("%r: %s", scope["path"][:200], type(error).__name__)
            await _fail(send, 500, "ADD-174", started)

    async def _answer(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        if headers.get("host", "").lower() not in self._hosts:
            await _fail(send, 421, "ADD-172")
        elif scope["method"] in ("GET", "HEAD"):
            await self._page(scope, receive, send)
        elif scope["method"] == "POST" and self._known_script(scope["path"]):
            await self._script(scope, headers, receive, send)
        else:
            await _fail(send, 405 if self._known_script(scope["path"]) else 404, "ADD-172")

    def _known_script(self, path: str) -> bool:
        found = _SCRIPT.fullmatch(path)
        return found is not None and found[1] in SCRIPTS

    async def _page(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        path = scope["path"]
        own = self._own(path)
        if own is not None:
            kind, body = own
            await _reply(send, 200, kind, b"" if scope["method"] == "HEAD" else body)
        elif path in _PAGES or _STATIC.fullmatch(path):
            await self._app({**scope, "query_string": b""}, receive, send)
        else:
            await _fail(send, 404, "ADD-172")

    def _own(self, path: str) -> tuple[str, bytes] | None:
        """Type and content of the pages that are ours."""
        if path == "/manifest.xml":
            return "application/xml; charset=utf-8", manifest(self._url).encode("utf-8")
        if path == "/thidua/words.json":
            words = {code: sentence(code, **_blanks(code)) for code in WORDS}
            return "application/json; charset=utf-8", json.dumps(words).encode("utf-8")
        if path == "/thidua/huong-dan" and (found := guide_file()) is not None:
            return "text/html; charset=utf-8", _guide(found)
        icon = _ICON.fullmatch(path)
        if icon and icon[1] in ICONS and int(icon[2]) in SIZES:
            return "image/png", picture(icon[1], int(icon[2]))
        return None

    async def _script(
        self,
        scope: MutableMapping[str, Any],
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        origin = headers.get("origin", "").lower()
        own = {f"{scheme}://{host}" for host in self._hosts for scheme in ("http", "https")}
        if origin and origin not in own:
            await _fail(send, 403, "ADD-172")
            return
        if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            await _fail(send, 415, "ADD-172")
            return
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:12]) > MOST_BYTES:
            await _fail(send, 413, "ADD-173")
            return
        data = await asyncio.wait_for(_body(receive), _SECONDS_TO_SEND)
        if data is None:
            await _fail(send, 413, "ADD-173")
            return
        try:
            cleaned = await asyncio.to_thread(read_payload, data)
        except BadPayload:
            await _fail(send, 400, "ADD-172")
            return
        await self._run(scope, json.dumps(cleaned).encode("utf-8"), send)

    async def _run(self, scope: MutableMapping[str, Any], data: bytes, send: Send) -> None:
        """Passes a checked request on; what fails behind us is told in our own words."""
        kept = [
            (key, value)
            for key, value in scope["headers"]
            if key in (b"host", b"authorization", b"auth-provider", b"x-forwarded-for")
        ]
        kept += [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(data)).encode("ascii")),
        ]
        sent = False
        refused = 0

        async def receive() -> Message:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": data, "more_body": False}

        async def answer(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= 400:
                refused = message["status"]
            if not refused:
                await send(message)

        await self._app({**scope, "headers": kept, "query_string": b""}, receive, answer)
        if refused:
            await _fail(send, refused if refused in (401, 403) else 500, "ADD-174")


def guide_file() -> Path | None:
    """The guide inside an installed wheel, or under ``docs`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    places = (package / "_guide" / _GUIDE, package.parent / "docs" / _GUIDE)
    return next((path for path in places if path.is_file()), None)


@cache
def _guide(source: Path) -> bytes:
    from xladdin.guidepage import guide_page

    return guide_page(source).encode("utf-8")


def _blanks(code: str) -> dict[str, str]:
    """Braces for what only the browser can fill in."""
    return {"sheet": "{sheet}"} if code == "ADD-006" else {}


async def _body(receive: Receive) -> bytes | None:
    """The whole request; ``None`` where it is too long, read no further then."""
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


async def _fail(send: Send, status: int, code: str, started: bool = False) -> None:
    if started:
        return
    told = {"code": code, "words": sentence(code), "title": title(code)}
    await _reply(send, status, "application/json; charset=utf-8", json.dumps(told).encode("utf-8"))


async def _reply(send: Send, status: int, kind: str, body: bytes) -> None:
    headers = [
        (b"content-type", kind.encode("ascii")),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store" if not kind.startswith("image/") else b"max-age=86400"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
