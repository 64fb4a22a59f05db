"""The window: PySide6 and pyqtgraph only. It talks to the engine by messages and shared memory."""
