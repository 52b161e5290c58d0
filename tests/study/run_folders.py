"""What a run folder holds, for tests that compare one with another."""

from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
