"""Notes in the store's audit log what was done outside the store: files written, models changed, images sent.

It knows the store and nothing else. Command lines and the engine process call it when the thing is done: what
cannot be noted any more is told, since it cannot be undone.
"""

from __future__ import annotations

NOT_NOTED = "This is not in the audit log."


def note(action: str, *, reader: str = "", series_uid: str = "", subject: str = "", detail: str = "") -> str:
    """Add to the log of this user's store; without a reader the computer's account stands for one.

    Parameters
    ----------
    action
        One of `engine.store.audit.Action`, by its value: whoever calls this need not load the store.
    reader, series_uid, subject, detail
        As in `engine.store.audit.Done`.

    Returns
    -------
    str
        Empty, or a sentence that says why it could not be noted.
    """
    from engine.store import StoreError, open_store
    from engine.store.audit import Action, Done, account

    done = Done(Action(action), reader or account(), series_uid, subject, detail)
    try:
        with open_store() as store:
            store.audit.add(done)
    except StoreError as error:
        return f"{NOT_NOTED} {error}"
    return ""
