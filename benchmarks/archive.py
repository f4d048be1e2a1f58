"""Import an export of WordPress of any size and say what it took: `python -m benchmarks.archive --megabytes 1000`.

The export is written by this script, post by post, with words of syllables. Half of the posts are those of the classic
editor. As in exports of old sites, most bytes may be comments and revisions (`--ballast`), which are read and left out.
Each size is imported into a site of its own, by a process of its own; peak memory is that of the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

_MEASURE = Path(__file__).with_name("measured.py")
_PARAGRAPH = 90
"""Words of a paragraph, about half a kilobyte."""
_SYLLABLES = ("ka", "lo", "mi", "ter", "van", "sol", "ri", "den", "pa", "sto", "ne", "gul")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>
"""


def posts(kilobytes: int, ballast: int) -> Iterator[bytes]:
    """Yield posts of about this size without end, the same in every run, each with so much else in kilobytes."""
    draw = Random(7)  # noqa: S311 - words, not secrets
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(2000)]
    number = 0
    while True:
        number += 1
        texts = [" ".join(draw.choices(words, k=_PARAGRAPH)) for _ in range(max(1, kilobytes * 2))]
        if number % 2:
            body = "\n\n".join(texts)
        else:
            body = "".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->\n" for text in texts)
        title, section = " ".join(draw.choices(words, k=6)), f"Section {number % 6}"
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


def write_export(path: Path, megabytes: int, kilobytes: int, ballast: int) -> int:
    """Write an export of at least this size and return how many posts it has."""
    written = count = 0
    with path.open("wb") as file:
        file.write(_HEAD.encode())
        for post in posts(kilobytes, ballast):
            if written >= megabytes * 1_000_000:
                break
            written += file.write(post)
            count += b"<wp:post_type>post<" in post
        file.write(b"</channel></rss>\n")
    return count


@click.command()
@click.option("--megabytes", "sizes", multiple=True, type=int, default=(10, 100), show_default=True)
@click.option("--kilobytes", default=40, show_default=True, help="The size of a post, about.")
@click.option("--ballast", default=0, show_default=True, help="Kilobytes of comments and revisions for each post.")
def main(sizes: tuple[int, ...], kilobytes: int, ballast: int) -> None:
    """Import exports of these sizes, and print seconds and peak memory of each."""
    click.echo("| export | articles | seconds | of them computing | peak memory |\n|--:|--:|--:|--:|--:|")
    for megabytes in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            count = write_export(root / "export.xml", megabytes, kilobytes, ballast)
            (root / "site").mkdir()
            (root / "site" / "site.toml").write_text('title = "New"\nurl = "https://new.example"\n', encoding="utf-8")
            command = [sys.executable, "-m", "ssg", "import", str(root / "export.xml"), "--site", str(root / "site")]
            # A process of its own: a new one begins with the peak memory of the one that began it.
            made = subprocess.run([sys.executable, str(_MEASURE), *command], check=True, capture_output=True, text=True)  # noqa: S603 - our own
            taken = json.loads(made.stdout)
        size, seconds = f"{megabytes:,} MB | {count:,}", f"{taken['wall']:.0f} | {taken['cpu']:.0f}"
        click.echo(f"| {size} | {seconds} | {taken['peak']:.0f} MiB |")


if __name__ == "__main__":
    main()
