"""`python -m engine`: the engine's sub-commands alone, without the window's."""

from engine.cli import app

if __name__ == "__main__":
    app(prog_name="noduscope")
