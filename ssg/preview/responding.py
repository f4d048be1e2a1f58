"""Answers as HTTP: status, headers and bytes of what stands at an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ssg.output.originals import without_private_data
from ssg.output.picture_error import PictureError
from ssg.preview.answers import Elsewhere, Nothing, ShownFile, ShownOwn, ShownPage, ShownPicture, find
from ssg.preview.desk.pages import DESK
from ssg.preview.desk.panel import Printed
from ssg.preview.error_page import error_page, problems_page
from ssg.preview.injecting import with_script
from ssg.preview.issue import Issue, token_of
from ssg.preview.media_types import media_type
from ssg.preview.own import own_file
from ssg.preview.preview import Preview
from ssg.preview.proof import NoProof, Proof
from ssg.preview.sending import FileAnswer
from ssg.problems import Problem

# For pages of our own: they need nothing but what we bring.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


PROBLEMS = "/_standfirst/problems"
_QUOTED = re.compile(rb'"(/[^"]*)"')


def token(preview: Preview, issue: Issue, path: str) -> str:
    """Return a text that changes when the page at a path has to be shown anew. It may take as long as rendering it."""
    try:
        return _token_at(preview, issue, path)
    except Exception:  # whoever asks for the page is shown what is wrong
        return str(issue.number)


def _token_at(preview: Preview, issue: Issue, path: str) -> str:
    proof = issue.proof
    if path == PROBLEMS or isinstance(proof, NoProof):
        return token_of(proof.problems)
    if path.startswith(DESK):
        return str(issue.number)
    match find(proof, path):
        case ShownPage() as shown:
            # Only where there may be a badge it takes more than the plan to tell.
            made = preview.print(proof, shown.page) if proof.waiting and _is_html(shown) else b""
            return _page_token(proof, shown, _badge(proof, shown, made))
        case ShownFile(file):
            return token_of((file.content.hex(),))
        case ShownPicture(url, artwork):
            return token_of((artwork.outputs[url].hex(),))
        case answer:
            return token_of((answer,))


def _page_token(proof: Proof, shown: ShownPage, badge: str) -> str:
    return token_of((shown.page.key.hex(), shown.status, shown.location, badge, *proof.errors_of(shown.page)))


def _is_html(shown: ShownPage) -> bool:
    """Tell whether a page is one that a browser shows, and our script can be in."""
    return media_type(shown.page.path).startswith("text/html") and not shown.location


def _badge(proof: Proof, shown: ShownPage, made: Printed) -> str:
    """Return what is to be known of a page before it is published: that it waits, or that it shows what waits."""
    if shown.page.url in proof.waiting:
        return proof.waiting[shown.page.url]
    if not isinstance(made, bytes) or not _is_html(shown):
        return ""
    # Thousands may wait, so what the page links to is looked for among them, and not they in the page.
    number = len(proof.waiting_addresses.intersection(_QUOTED.findall(made)))
    return f"{number} not published yet on this page" if number else ""


class Responder:
    """Makes the response to one request for something of the site."""

    def __init__(self, preview: Preview, issue: Issue, request: Request) -> None:
        self._preview = preview
        self._issue = issue
        self._request = request

    @property
    def is_of_a_picture(self) -> bool:
        """Tell whether the response is a picture that is made for it, unless it has been made before."""
        proof = self._issue.proof
        try:
            return isinstance(proof, Proof) and isinstance(find(proof, self._request.scope["path"]), ShownPicture)
        except Exception:  # making the response comes upon the same fault, and shows it
            return False

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
            return self._problems((problem,), token(self._preview, self._issue, self._request.scope["path"]), {})

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
        made = self._preview.print(proof, shown.page)
        badge = _badge(proof, shown, made)
        tag = _page_token(proof, shown, badge)
        if not isinstance(made, bytes):
            return self._problems(made, tag, headers)
        kind = media_type(shown.page.path)
        if _is_html(shown):
            made = with_script(made, self._data(tag, badge=badge))
        # Weak: the script's tag says which issue the page is from, and a feed can have had a text to stand in.
        headers["ETag"] = f'W/"{tag}"'
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
                    headers["ETag"] = f'"{token_of((file.content.hex(),))}"'
                    data = without_private_data(location.read_bytes(), file.format)
                    response = Response(data, 200, headers, kind)
                else:
                    response = FileAnswer(location, 200, headers, kind, stat_result=location.stat())
            except OSError:
                # It has just been deleted; the next proof will know.
                return PlainTextResponse("This file is not there any more.\n", 404, headers)
            headers["ETag"] = response.headers["etag"]
        return Response(status_code=304, headers=headers) if self._has(headers["ETag"]) else response

    def _picture(self, proof: Proof, shown: ShownPicture, headers: dict[str, str]) -> Response:
        headers["ETag"] = f'"{token_of((shown.artwork.outputs[shown.url].hex(),))}"'
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
        return asked.strip() == "*" or tag.removeprefix("W/") in {
            part.strip().removeprefix("W/") for part in asked.split(",")
        }

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
        query = self._request.query_params
        html = pages.page(self._request.scope["path"], query)
        shown, status = (pages.missing(query), 404) if html is None else (html, 200)
        return self._own(shown, {}, status, str(self._issue.number), kind="desk")

    def _problems(self, problems: tuple[Problem, ...], tag: str, headers: dict[str, str]) -> Response:
        html = error_page(problems, self._preview.root, self._preview.options.editor)
        return self._own(html, headers, 500, tag)

    def _own(self, html: bytes, headers: dict[str, str], status: int, tag: str, kind: str = "problems") -> Response:
        # With the headers of the page that it stands in for: the script puts the one in the place of the other.
        html = with_script(html, self._data(tag, own=kind))
        return Response(html, status, headers or {"Content-Security-Policy": POLICY}, media_type("own.html"))
