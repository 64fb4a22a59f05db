"""Whether a package gives its recorded answers on the runtimes of this machine, runtime by runtime."""

from __future__ import annotations

from engine.checks import Check, CheckResult
from engine.models.package import ModelPackage, verify
from engine.runtimes.choose import RUNTIMES


def check_runtimes(package: ModelPackage, runtime: str | None = None) -> list[CheckResult]:
    """Check a package's recorded answers on one runtime or all of them.

    Parameters
    ----------
    package
        Its schema and hashes hold.
    runtime
        By name; all by default.
    """

    def check(key: str) -> Check:
        def action() -> str:
            opened = RUNTIMES[key](package)
            verify(package, opened)
            return f"{opened.name} {opened.version} gives the recorded answers on {opened.device}."

        return Check(key, action)

    return [check(key).run() for key in ([runtime] if runtime else RUNTIMES)]
