"""The network in the window: settings, asking and fetching, sending, and the listener's state.

Everything that talks is a command of its own (`noduscope receive`, `query`, ...); the window reads its lines.
"""
