"""What every message of the engine process is made of; `engine.protocol` has the messages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """Base of all messages: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
