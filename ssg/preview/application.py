"""The preview as an application: what is asked at which address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ssg.preview.bulletin import Bulletin
from ssg.preview.desk.pages import DESK
from ssg.preview.guarding import Guard
from ssg.preview.media_types import media_type
from ssg.preview.own import own_file
from ssg.preview.preview import Preview
from ssg.preview.recollecting import Recollection
from ssg.preview.responding import PROBLEMS, Responder
from ssg.preview.streaming import events

OWN = "/_standfirst/"
EVENTS = f"{OWN}events"
MOST_STREAMS = 200
MOST_OF_ONE = 4
"""Streams of one browser that last. Browsers open six connections to a server, and need some for what they show."""
PICTURES_AT_ONCE = 2
"""A page can ask for many, and making one takes the memory of a whole photograph."""
_OWN_FILES = ("desk.css", "desk.js", "notices.css", "preview.css", "preview.js")


def application(preview: Preview, recollection: Recollection, hosts: Collection[str] = ()) -> Starlette:
    """Return the application that shows a preview. `hosts` are names of this computer besides `localhost`."""
    bulletin = Bulletin(preview)
    streams: dict[object, str] = {}
    developing = CapacityLimiter(PICTURES_AT_ONCE)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        async with bulletin.open():
            yield

    async def own(request: Request) -> Response:
        name = request.url.path.removeprefix(OWN)
        return Response(own_file(name), media_type=media_type(name))

    async def site(request: Request) -> Response:
        path: str = request.scope["path"]
        if recalled := await run_in_threadpool(recollection.answer, path):
            return recalled
        issue = await bulletin.first()
        if issue is None:
            return _ended()
        responder = Responder(preview, issue, request)
        # Pictures wait for each other where no page waits for them.
        limiter = developing if responder.is_of_a_picture else None
        response = await to_thread.run_sync(responder.respond, limiter=limiter)
        if response.status_code == 200:
            recollection.note(path)
        return response

    async def problems(request: Request) -> Response:
        issue = await bulletin.first()
        return Responder(preview, issue, request).problems() if issue else _ended()

    async def desk(request: Request) -> Response:
        issue = await bulletin.first()
        return await run_in_threadpool(Responder(preview, issue, request).desk) if issue else _ended()

    async def to_the_desk(_request: Request) -> Response:
        return RedirectResponse(DESK, 302)

    async def stream(request: Request) -> Response:
        if len(streams) >= MOST_STREAMS:
            return PlainTextResponse("Too many pages are open.\n", 503)
        if request.method == "HEAD":
            # A stream without events would never end.
            return Response(media_type="text/event-stream")
        path = request.query_params.get("page", "/")
        since = request.headers.get("last-event-id") or request.query_params.get("since", "")
        browser = request.headers.get("user-agent", "")
        many = bool(browser) and list(streams.values()).count(browser) >= MOST_OF_ONE
        # Before anything is waited for: of many who come at once, each counts those who came before.
        follower = object()
        streams[follower] = browser
        return _Stream(events(preview, bulletin, path, since, once=many), partial(streams.pop, follower))

    routes = [
        Route(EVENTS, stream),
        Route(PROBLEMS, problems),
        *(Route(OWN + name, own) for name in _OWN_FILES),
        Route("/_desk", to_the_desk),
        Route("/_desk/{page:path}", desk),
        Route("/{path:path}", site),
    ]
    # What no route matches is no address at all: one with a line break in it, say.
    handlers = {404: _refused, 405: _refused}
    guard = Middleware(Guard, hosts=hosts)
    made = Starlette(routes=routes, middleware=[guard], exception_handlers=handlers, lifespan=lifespan)
    # The plan knows where slashes belong.
    made.router.redirect_slashes = False
    made.state.bulletin = bulletin
    return made


class _Stream(StreamingResponse):
    """A stream of events that does something at its end, even if nobody is there any more when it is to begin."""

    def __init__(self, found: AsyncIterator[str], at_end: Callable[[], object]) -> None:
        super().__init__(found, media_type="text/event-stream")
        self._at_end = at_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._at_end()


def _ended() -> Response:
    return PlainTextResponse("The preview has ended.\n", 503)


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse("There is nothing here.\n" if status == 404 else "Only GET and HEAD.\n", status)
