"""Fills a small disk with decisions until there is no room, makes room, and goes on; run as a script."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.store import StoreError, open_store
from engine.store.backups import back_up, backups
from tests.faults.kept import decided, keep, nodules


def main() -> None:
    """Print a sentence for each thing that was refused."""
    folder = Path(sys.argv[1])
    path = folder / "data" / "store.sqlite"
    ballast = folder / "ballast"
    with open_store(path) as store:
        keep(store, count=3)
        ballast.write_bytes(bytes(500_000))
        kept = 3
        try:
            while kept < 20_000:
                keep(store, kept, 1)
                kept += 1
        except StoreError as error:
            print(error)
    try:
        back_up(path)
    except StoreError as error:
        print(error)
    assert backups(path) == []
    assert not list(path.parent.glob("backups/*"))
    ballast.unlink()
    assert decided(path) == nodules(count=kept)
    with open_store(path) as store:
        keep(store, kept, 1)
    assert decided(path) == nodules(count=kept + 1)
    print(f"kept {kept + 1}")


if __name__ == "__main__":
    main()
