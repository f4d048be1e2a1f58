"""The site over HTTP: the same bytes as a build, with what a host does about addresses and headers."""

from __future__ import annotations

import gc
import http.client
import os
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.page_views import RedirectPage
from ssg.pages.page import CopiedFile, Page
from ssg.preview.injecting import with_script
from ssg.preview.preview import PreviewOptions
from ssg.preview.server import bind
from ssg.problems import ProblemError
from tests.conftest import Files, MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.preview.serving import PATIENCE, eventually, serving

TAG = re.compile(rb'<script src="/_standfirst/preview\.js"[^>]*></script>')

SMALL: Files = {
    **plain({}),
    "content/articles/news/mast.md": article("Mast falls", aliases="[/old/mast, /older/mast.html]"),
    "content/articles/news/draft.md": article("Not yet", draft="true"),
    "content/articles/news/later.md": article("Later", "2030-01-01"),
    "content/images/münster.txt": "Münster",
    "content/sound.mp3": bytes(range(256)) * 100,
}


def test_every_output_of_a_build_is_served_with_the_same_bytes(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    report = build(root, Options(NOW, drafts=True, future=True, output="built", store=False))
    with serving(root) as visitor:
        outputs: dict[str, Page | CopiedFile] = {**report.edit.plan.pages, **report.edit.plan.files}
        assert len(outputs) > 60
        for url, output in outputs.items():
            answer = visitor.get(url)
            tags = TAG.findall(answer.body)
            assert len(tags) == (output.path.endswith((".html", ".htm")) and answer.status != 301), url
            assert TAG.sub(b"", answer.body) == (root / "built" / output.path).read_bytes(), url
            leads_on = isinstance(output, Page) and isinstance(output.view.page, RedirectPage)
            assert answer.status == (301 if leads_on else 200), url


def test_production_shows_what_is_due_and_a_preview_shows_what_waits_as_well(site: MakeSite) -> None:
    root = site(SMALL).root
    with serving(root) as visitor:
        assert visitor.get("/news/draft/").status == visitor.get("/news/later/").status == 200
    with serving(root, PreviewOptions(production=True, now=NOW)) as visitor:
        assert visitor.get("/news/draft/").status == visitor.get("/news/later/").status == 404
        assert visitor.get("/news/mast/").status == 200


def test_addresses_lead_where_the_host_would_lead_them(site: MakeSite) -> None:
    with serving(site(SMALL).root) as visitor:
        assert (visitor.get("/news/mast").status, visitor.get("/news/mast").headers["location"]) == (302, "/news/mast/")
        assert visitor.get("/news/mast?a=b").headers["location"] == "/news/mast/?a=b"
        assert visitor.get("/news/mast/index.html").body == visitor.get("/news/mast/").body
        for old in ("/old/mast", "/old/mast/", "/older/mast.html"):
            answer = visitor.get(old)
            assert (answer.status, answer.headers["location"]) == (301, "/news/mast/")
            assert answer.headers["cache-control"] == "no-store"
        missing = visitor.get("/no/such/page/")
        assert missing.status == 404
        assert "<title>Not found</title>" in missing.text
        assert visitor.get("/images/").status == 404


def test_a_name_is_found_however_its_letters_are_composed(site: MakeSite) -> None:
    with serving(site(SMALL).root) as visitor:
        for spelling in ("/images/m%C3%BCnster.txt", "/images/mu%CC%88nster.txt"):
            assert visitor.get(spelling).text == "Münster"


def test_the_base_path_is_respected(site: MakeSite) -> None:
    files = dict(SMALL)
    files["site.toml"] = str(files["site.toml"]).replace("meridian.example", "meridian.example/blog")
    with serving(site(files).root) as visitor:
        assert visitor.get("/blog/news/mast/").status == 200
        for above in ("/", "/blog"):
            assert (visitor.get(above).status, visitor.get(above).headers["location"]) == (302, "/blog/")
        assert visitor.get("/blog/news/mast").headers["location"] == "/blog/news/mast/"
        assert visitor.get("/blog/old/mast").headers["location"] == "/blog/news/mast/"
        assert visitor.get("/news/mast/").status == 404
        assert visitor.get("/blogger/").status == 404


def test_headers_are_those_of_the_host_but_nothing_is_kept(site: MakeSite) -> None:
    with serving(site(GOLDEN_SITE).root) as visitor:
        answer = visitor.get("/")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in answer.headers
        for url in ("/", "/feed.xml", "/no/such/", "/images/ana.svg", "/networks", "/_standfirst/preview.css"):
            assert visitor.get(url).headers["cache-control"] == "no-store", url
            assert visitor.get(url).headers["cross-origin-resource-policy"] == "same-origin", url


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml"),
        ("/feed.json", "application/json"),
        ("/images/ana.svg", "image/svg+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_headers", "text/plain; charset=utf-8"),
    ],
)
def test_types_are_named(site: MakeSite, url: str, kind: str) -> None:
    with serving(site(GOLDEN_SITE).root) as visitor:
        assert visitor.get(url).headers["content-type"] == kind


def test_head_is_get_without_a_body(site: MakeSite) -> None:
    with serving(site(SMALL).root) as visitor:
        for url in ("/", "/sound.mp3", "/no/such/", "/old/mast", "/assets/none.css"):
            get, head = visitor.get(url), visitor.get(url, "HEAD")
            assert head.body == b""
            assert (head.status, head.headers["content-length"]) == (get.status, str(len(get.body)))
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            assert visitor.get("/", method).status == 405


def test_media_are_sent_in_ranges(site: MakeSite) -> None:
    whole = bytes(range(256)) * 100
    with serving(site(SMALL).root) as visitor:
        answer = visitor.get("/sound.mp3", Range="bytes=1000-1999")
        assert (answer.status, answer.body) == (206, whole[1000:2000])
        assert answer.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
        assert visitor.get("/sound.mp3", Range="bytes=-10").body == whole[-10:]
        assert visitor.get("/sound.mp3", Range=f"bytes={len(whole)}-").status == 416
        assert visitor.get("/sound.mp3", Range="bytes=0-9", If_Range='"other"').body == whole
        # What cannot be read asks for nothing, and of several ranges the whole has each.
        for unread in ("garbage", "bytes=", "bytes=-", "bytes=9-0", "bytes=0x0-9", "lines=0-9", "bytes=0-1,4-5"):
            answer = visitor.get("/sound.mp3", Range=unread)
            assert (answer.status, answer.body) == (200, whole), unread


@pytest.mark.parametrize("change", [lambda file: os.truncate(file, 10), lambda file: os.truncate(file, 2**26)])
def test_a_file_that_changes_while_it_is_sent_ends_the_connection_and_nothing_else(
    site: MakeSite, change: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    # More than the system keeps of what was sent and not yet read.
    size = 2**25
    written = site(SMALL)
    film = written.root / "content/film.mp4"
    film.touch()
    os.truncate(film, size)
    with serving(written.root) as visitor:
        connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/film.mp4")
            response = connection.getresponse()
            assert response.headers["Content-Length"] == str(size)
            response.read(1000)
            change(film)
            with suppress(HTTPException, ConnectionError):
                response.read()
        finally:
            connection.close()
        assert visitor.get("/news/mast/").status == 200
    assert caplog.records == []


def test_who_has_the_current_version_is_told_so(site: MakeSite) -> None:
    with serving(site(SMALL).root) as visitor:
        for url in ("/", "/feed.xml", "/sound.mp3", "/news/mast/"):
            tag = visitor.get(url).headers["etag"]
            again = visitor.get(url, If_None_Match=f'"other", W/{tag.removeprefix("W/")}')
            assert (again.status, again.body) == (304, b"")
            assert visitor.get(url, If_None_Match='"other"').status == 200
        assert visitor.get("/no/such/", If_None_Match="*").status == 404


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with bind("127.0.0.1", port) as bound:
            assert bound.getsockname()[1] > port


def test_a_host_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ProblemError, match="no host"):
        bind("no.such.host.invalid", 8000)
    # An address that is kept for documentation, and nobody's.
    with pytest.raises(ProblemError, match=r"^192\.0\.2\.1 is no address of this computer; leave out --host$"):
        bind("192.0.2.1", 8000)


def test_the_tag_stands_at_the_end_of_the_head_or_of_the_page() -> None:
    assert TAG.sub(b"|", with_script(b"<head></HEAD ><p></head>", {})) == b"<head>|</HEAD ><p></head>"
    assert TAG.sub(b"|", with_script(b"<p>", {"a": '">'})) == b"<p>|"


def test_a_site_that_cannot_be_read_is_answered_with_what_is_wrong(site: MakeSite, tmp_path: Path) -> None:
    with serving(site({**SMALL, "site.toml": "title = 3\n"}).root) as visitor:
        answer = visitor.get("/any/page/")
        assert answer.status == 500
        assert "site.toml:1:" in answer.text
    with serving(tmp_path / "nowhere") as visitor:
        assert "there is no folder" in visitor.get("/").text


def test_what_is_shown_is_not_searched_for_garbage(site: MakeSite) -> None:
    with serving(site(SMALL).root) as visitor:
        assert visitor.get("/").status == 200
        eventually(lambda: gc.get_freeze_count() > 0 and gc.isenabled())
    # Whoever runs a server among other things has everything back.
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
