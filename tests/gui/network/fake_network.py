"""Network commands that do as they are told: run as a script by the tests of the window.

The first argument is the way to behave, the others are the real command's.
"""

from __future__ import annotations

import json
import os
import sys
import time


def say(event: str, **fields: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
    sys.stdout.flush()


def main() -> None:
    how = sys.argv[1]
    if how == "dies":
        say("listening", ae_title="ME", address="127.0.0.1", port=1)
        os.abort()
    if how == "port":
        sys.stderr.write("Port 1 at 127.0.0.1 is in use.\n")
        sys.exit(1)
    if how.startswith("receives:"):
        say("listening", ae_title="ME", address="127.0.0.1", port=1)
        folder = how.partition(":")[2]
        for name in ("a", "b", "a"):
            say("received", folder=f"{folder}/{name}", series=name, n_new=1, n_images=1, modality="CT")
        say("incomplete", text="A transfer was cut off.")
        while os.read(0, 64):
            pass
        say("stopped")
    if how == "hangs":
        say("progress", done=3, of=3)
        time.sleep(60)
    if how == "noise":
        sys.stdout.write('[1, 2]\nnot json\n{"a": 1}\n')


main()
