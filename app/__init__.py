"""The window: of heavy libraries PySide6 only. It talks to the engine by messages and shared memory."""
