"""What a folder holds, as a value that can be compared."""

from __future__ import annotations

from pathlib import Path


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file under a folder, hidden ones too, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths whose bytes differ or that only one of two trees has, sorted."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
