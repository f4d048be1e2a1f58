"""Players of other sites, by the addresses of their frames."""

from __future__ import annotations

import re

_YOUTUBE = re.compile(r"(?:youtube(?:-nocookie)?\.com/(?:embed|v)/|youtu\.be/)([\w-]{6,})")
_VIMEO = re.compile(r"player\.vimeo\.com/video/(\d+)")


def player_link(source: str) -> str:
    """Return the address at which readers find what a frame plays."""
    if found := _YOUTUBE.search(source):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.search(source):
        return f"https://vimeo.com/{found[1]}"
    return source if "://" in source or not source.startswith("//") else f"https:{source}"
