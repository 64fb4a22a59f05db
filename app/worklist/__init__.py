"""The worklist: which studies this station knows, how far each one is, and the way to the next unread one."""
