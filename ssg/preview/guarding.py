"""Who may ask: only visitors who mean this computer, so that no web page elsewhere can read what is not published.

A page of another site can send its visitors' browsers here under a name of its own that leads to 127.0.0.1 (DNS
rebinding). It cannot do so under an address of digits or under `localhost`, so only those are answered.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{1,5})?", re.IGNORECASE)


class Guard:
    """Answers 403 to whoever asks under a foreign name or on behalf of a foreign page, and keeps answers to us."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        """Guard an application. `hosts` are names that are answered besides `localhost` and addresses of digits."""
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refusal(Headers(scope=scope))
        if refused:
            await PlainTextResponse(refused, 403, {"Cache-Control": "no-store"})(scope, receive, send)
            return

        async def send_ours(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Another site may not show a draft of ours as a picture, a script or a frame of its own.
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_ours)

    def _refusal(self, headers: Headers) -> str:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.allows(hosts[0]):
            return "The preview answers to localhost and to addresses of digits only; --host adds a name."
        origin = headers.get("origin", "")
        if origin and origin != f"http://{hosts[0]}":
            return "The preview answers its own pages only."
        return ""

    def allows(self, host: str) -> bool:
        """Tell whether the value of a Host header is a name of this computer."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found["v6"] or found["name"]).lower()
        if name == "localhost" or name.endswith(".localhost") or name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
