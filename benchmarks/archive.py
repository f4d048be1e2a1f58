"""Import an export of any size and say what it took: `python -m benchmarks.archive --megabytes 1000`.

The export, of WordPress or of Ghost, is written by this script, post by post, with words of syllables. Half of the
posts of WordPress are those of the classic editor. As in exports of old sites of it, most bytes may be comments and
revisions (`--ballast`), which are read and left out. Each size is imported into a site of its own, by a process of its
own; peak memory is that of the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import click

from ssg.importers.archives.report import REPORT_FILE

_MEASURE = Path(__file__).with_name("measured.py")
_PARAGRAPH = 90
"""Words of a paragraph, about half a kilobyte."""
_SYLLABLES = ("ka", "lo", "mi", "ter", "van", "sol", "ri", "den", "pa", "sto", "ne", "gul")
_WORDPRESS_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>
"""
_GHOST_HEAD = """{"db": [{"meta": {"exported_on": 1}, "data": {"users": [{"id": "1", "name": "Ann Lee"}], "posts": ["""


def texts_of_posts(kilobytes: int) -> Iterator[tuple[int, str, list[str]]]:
    """Yield number, headline and paragraphs of posts of about this size without end, the same in every run."""
    draw = Random(7)  # noqa: S311 - words, not secrets
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(2000)]
    for number in count(1):
        texts = [" ".join(draw.choices(words, k=_PARAGRAPH)) for _ in range(max(1, kilobytes * 2))]
        yield number, " ".join(draw.choices(words, k=6)), texts


def wordpress_posts(kilobytes: int, ballast: int) -> Iterator[bytes]:
    """Yield posts of about this size as WordPress exports them, each with so much else in kilobytes."""
    for number, title, texts in texts_of_posts(kilobytes):
        if number % 2:
            body = "\n\n".join(texts)
        else:
            body = "".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->\n" for text in texts)
        section = f"Section {number % 6}"
        comment = f"<wp:comment><wp:comment_content>{texts[0]}</wp:comment_content></wp:comment>"
        yield (
            f"<item><title>{title}</title><link>https://old.example/{number}/</link><dc:creator>ann</dc:creator>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_name>post-{number}</wp:post_name>"
            f"<wp:post_date_gmt>2020-01-{number % 28 + 1:02} 09:00:00</wp:post_date_gmt><wp:status>publish</wp:status>"
            f'<wp:post_type>post</wp:post_type><category domain="category" nicename="s">{section}</category>'
            f"{comment * (ballast // 2)}</item>\n"
        ).encode()
        for _ in range(ballast // 2 // max(1, kilobytes)):
            yield (
                f"<item><title>{title}</title><content:encoded><![CDATA[{body}]]></content:encoded>"
                "<wp:post_type>revision</wp:post_type><wp:status>inherit</wp:status></item>\n"
            ).encode()


def ghost_posts(kilobytes: int) -> Iterator[bytes]:
    """Yield posts of about this size as Ghost exports them."""
    for number, title, texts in texts_of_posts(kilobytes):
        row = {
            "id": f"{number}",
            "title": title,
            "slug": f"post-{number}",
            "html": "".join(f"<p>{text}</p>" for text in texts),
            "plaintext": "\n\n".join(texts),
            "status": "published",
            "published_at": f"2020-01-{number % 28 + 1:02}T09:00:00.000Z",
            "author_id": "1",
        }
        yield b"," * (number > 1) + json.dumps(row).encode()


def write_export(path: Path, head: str, posts: Iterator[bytes], tail: str, megabytes: int) -> None:
    """Write an export of at least this size."""
    with path.open("wb") as file:
        written = file.write(head.encode())
        while written < megabytes * 1_000_000:
            written += file.write(next(posts))
        file.write(tail.encode())


@click.command()
@click.option("--megabytes", "sizes", multiple=True, type=int, default=(10, 100), show_default=True)
@click.option("--kilobytes", default=40, show_default=True, help="The size of a post, about.")
@click.option("--ballast", default=0, show_default=True, help="Kilobytes of comments and revisions for each post.")
@click.option("--from", "system", type=click.Choice(["wordpress", "ghost"]), default="wordpress", show_default=True)
def main(sizes: tuple[int, ...], kilobytes: int, ballast: int, system: str) -> None:
    """Import exports of these sizes, and print seconds and peak memory of each."""
    click.echo("| export | articles | seconds | of them computing | peak memory |\n|--:|--:|--:|--:|--:|")
    for megabytes in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            export = root / f"export.{system}"
            if system == "wordpress":
                posts = wordpress_posts(kilobytes, ballast)
                write_export(export, _WORDPRESS_HEAD, posts, "</channel></rss>\n", megabytes)
            else:
                write_export(export, _GHOST_HEAD, ghost_posts(kilobytes), "]}}]}\n", megabytes)
            (root / "site").mkdir()
            (root / "site" / "site.toml").write_text('title = "New"\nurl = "https://new.example"\n', encoding="utf-8")
            command = [sys.executable, "-m", "ssg", "import", str(export), "--site", str(root / "site")]
            # A process of its own: a new one begins with the peak memory of the one that began it.
            made = subprocess.run([sys.executable, str(_MEASURE), *command], check=True, capture_output=True, text=True)  # noqa: S603 - our own
            taken = json.loads(made.stdout)
            articles = json.loads((root / "site" / REPORT_FILE).read_text("utf-8"))["found"]["articles"]
        size, seconds = f"{megabytes:,} MB | {articles:,}", f"{taken['wall']:.0f} | {taken['cpu']:.0f}"
        click.echo(f"| {size} | {seconds} | {taken['peak']:.0f} MiB |")


if __name__ == "__main__":
    main()
