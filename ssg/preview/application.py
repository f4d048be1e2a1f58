"""The preview as an application: what is asked at which address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ssg.preview.bulletin import Bulletin
from ssg.preview.guarding import Guard
from ssg.preview.media_types import media_type
from ssg.preview.own import own_file
from ssg.preview.preview import Preview
from ssg.preview.responding import Responder

OWN = "/_standfirst/"
_OWN_FILES = ("preview.css", "preview.js")


def application(preview: Preview, hosts: Collection[str] = ()) -> Starlette:
    """Return the application that shows a preview. `hosts` are names of this computer besides `localhost`."""

    bulletin = Bulletin(preview)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        async with bulletin.open():
            yield

    async def own(request: Request) -> Response:
        name = request.url.path.removeprefix(OWN)
        return Response(own_file(name), media_type=media_type(name))

    async def site(request: Request) -> Response:
        issue = await bulletin.first()
        if issue is None:
            return PlainTextResponse("The preview has ended.\n", 503)
        return await run_in_threadpool(Responder(preview, issue, request).respond)

    routes = [*(Route(OWN + name, own) for name in _OWN_FILES), Route("/{path:path}", site)]
    # What no route matches is no address at all: one with a line break in it, say.
    handlers = {404: _refused, 405: _refused}
    guard = Middleware(Guard, hosts=hosts)
    return Starlette(routes=routes, middleware=[guard], exception_handlers=handlers, lifespan=lifespan)


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse("There is nothing here.\n" if status == 404 else "Only GET and HEAD.\n", status)
