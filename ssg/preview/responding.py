"""Answers as HTTP: status, headers and bytes of what stands at an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from ssg.output.images import PictureError
from ssg.output.originals import without_private_data
from ssg.pages.page import Page
from ssg.preview.answers import Answer, Elsewhere, Nothing, ShownFile, ShownOwn, ShownPage, ShownPicture, find
from ssg.preview.desk.pages import DESK
from ssg.preview.error_page import error_page, problems_page
from ssg.preview.injecting import with_script
from ssg.preview.issue import Issue, token_of
from ssg.preview.media_types import media_type
from ssg.preview.own import own_file
from ssg.preview.preview import Preview
from ssg.preview.proof import NoProof, Proof
from ssg.problems import Problem
from ssg.urls import page_url

# For pages of our own: they need nothing but what we bring.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


PROBLEMS = "/_standfirst/problems"


def token(issue: Issue, path: str) -> str:
    """Return a text that changes when the page at a path has to be shown anew."""
    try:
        return _token_at(issue, path)
    except Exception:  # whoever asks for the page is shown what is wrong
        return str(issue.number)


def _token_at(issue: Issue, path: str) -> str:
    if path == PROBLEMS:
        return token_of(issue.proof.problems)
    if isinstance(issue.proof, NoProof):
        return token_of(issue.proof.problems)
    if path.startswith(DESK):
        return str(issue.number)
    return _token(issue.proof, find(issue.proof, path))


def _token(proof: Proof, answer: Answer) -> str:
    match answer:
        case ShownPage(page, status, location):
            badge = proof.waiting.get(page.url, "")
            return token_of((page.key.hex(), status, location, badge, *proof.errors_of(page)))
        case ShownFile(file):
            return token_of((file.content.hex(),))
        case ShownPicture(url, artwork):
            return token_of((artwork.outputs[url].hex(),))
        case _:
            return token_of((answer,))


def _badge(proof: Proof, page: Page, made: bytes) -> str:
    """Return what is to be known of a page before it is published: that it waits, or that it shows what waits."""
    if page.url in proof.waiting:
        return proof.waiting[page.url]
    links = (f'"{page_url(proof.settings.base, url)}"'.encode() for url in proof.waiting)
    number = sum(link in made for link in links)
    return f"{number} not published yet on this page" if number else ""


class Responder:
    """Makes the response to one request for something of the site."""

    def __init__(self, preview: Preview, issue: Issue, request: Request) -> None:
        self._preview = preview
        self._issue = issue
        self._request = request

    def respond(self) -> Response:
        """Return what stands at the address on the site. It may take as long as rendering a page does."""
        return self._whatever_happens(self._respond)

    def problems(self) -> Response:
        """Return the page that lists all problems."""
        return self._whatever_happens(self._list)

    def desk(self) -> Response:
        """Return a page of the desk."""
        return self._whatever_happens(self._desk)

    def _whatever_happens(self, make: Callable[[], Response]) -> Response:
        try:
            return make()
        except Exception:  # the preview goes on, and the page comes back by itself as any other
            problem = self._preview.report_fault("could not show a page")
            return self._problems((problem,), token(self._issue, self._request.scope["path"]), {})

    def _respond(self) -> Response:
        proof = self._issue.proof
        if isinstance(proof, NoProof):
            return self._problems(proof.problems, token_of(proof.problems), {})
        path: str = self._request.scope["path"]
        answer = find(proof, path)
        headers = self._issue.rules.headers(quote(path, safe="/~!$&'()*+,;=:@"))
        match answer:
            case ShownPage():
                return self._page(proof, answer, headers)
            case ShownFile():
                return self._file(proof, answer, headers)
            case ShownPicture():
                return self._picture(proof, answer, headers)
            case ShownOwn(name):
                return Response(own_file(name), 200, headers, media_type(name))
            case Elsewhere(location):
                query = self._request.scope["query_string"].decode("latin-1")
                # Not permanent: another site may be previewed at this address tomorrow.
                return RedirectResponse(f"{location}?{query}" if query else location, 302, headers)
            case Nothing():
                return PlainTextResponse("There is nothing here.\n", 404, headers)

    def _page(self, proof: Proof, shown: ShownPage, headers: dict[str, str]) -> Response:
        tag = _token(proof, shown)
        made = self._preview.print(proof, shown.page)
        if not isinstance(made, bytes):
            return self._problems(made, tag, headers)
        kind = media_type(shown.page.path)
        if kind.startswith("text/html") and not shown.location:
            made = with_script(made, self._data(tag, badge=_badge(proof, shown.page, made)))
        headers["ETag"] = f'"{tag}"'
        if shown.location:
            headers["Location"] = shown.location
        if shown.status == 200 and self._has(headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(made, shown.status, headers, kind)

    def _file(self, proof: Proof, shown: ShownFile, headers: dict[str, str]) -> Response:
        file = shown.file
        kind = media_type(file.path)
        if file.data is not None:
            headers["ETag"] = f'"{file.content.hex()}"'
            response = Response(file.data, 200, headers, kind)
        else:
            location = Path(proof.snapshot.entries[file.source].location)
            try:
                if file.format:
                    headers["ETag"] = f'"{_token(proof, shown)}"'
                    data = without_private_data(location.read_bytes(), file.format)
                    response = Response(data, 200, headers, kind)
                else:
                    response = FileResponse(location, 200, headers, kind, stat_result=location.stat())
            except OSError:
                # It has just been deleted; the next proof will know.
                return PlainTextResponse("This file is not there any more.\n", 404, headers)
            headers["ETag"] = response.headers["etag"]
        return Response(status_code=304, headers=headers) if self._has(headers["ETag"]) else response

    def _picture(self, proof: Proof, shown: ShownPicture, headers: dict[str, str]) -> Response:
        headers["ETag"] = f'"{_token(proof, shown)}"'
        if self._has(headers["ETag"]):
            return Response(status_code=304, headers=headers)
        try:
            picture = self._preview.picture(proof, shown.artwork, shown.url)
        except PictureError as error:
            return PlainTextResponse(f"This picture {error}.\n", 500, headers)
        return Response(picture, 200, headers, media_type(shown.url))

    def _has(self, tag: str) -> bool:
        """Tell whether the visitor has the version of a tag."""
        asked = self._request.headers.get("if-none-match", "")
        return asked.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in asked.split(",")}

    def _data(self, tag: str, **more: str) -> dict[str, str]:
        """Return what the script is told about the page it is on."""
        told = {"token": tag, "since": f"{self._preview.run}-{self._issue.number}", **more}
        return {name: value for name, value in told.items() if value}

    def _list(self) -> Response:
        problems = self._issue.proof.problems
        html = problems_page(problems, self._preview.root, self._preview.options.editor)
        return self._own(html, {}, 200, token_of(problems))

    def _desk(self) -> Response:
        pages = self._issue.desk(self._preview.root, self._preview.options.editor, self._preview.print)
        if pages is None:
            return self._problems(self._issue.proof.problems, token_of(self._issue.proof.problems), {})
        html = pages.page(self._request.scope["path"], self._request.query_params)
        if html is None:
            return PlainTextResponse("There is no such page on the desk.\n", 404)
        return self._own(html, {}, 200, str(self._issue.number), kind="desk")

    def _problems(self, problems: tuple[Problem, ...], tag: str, headers: dict[str, str]) -> Response:
        html = error_page(problems, self._preview.root, self._preview.options.editor)
        return self._own(html, headers, 500, tag)

    def _own(self, html: bytes, headers: dict[str, str], status: int, tag: str, kind: str = "problems") -> Response:
        # With the headers of the page that it stands in for: the script puts the one in the place of the other.
        html = with_script(html, self._data(tag, own=kind))
        return Response(html, status, headers or {"Content-Security-Policy": POLICY}, media_type("own.html"))
