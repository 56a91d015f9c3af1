"""What a second try can heal: a busy disk, a locked or restarting database. A document is parsed once."""

from typing import Any

from outputs import registry as outputs

#: Seconds before the second, third and fourth try.
RETRIES: list[float] = [1, 5, 20]


def heals_with_time(_task: Any, _run: Any, state: Any) -> bool:
    """Tell Prefect whether to try again: only for faults of the surroundings."""
    try:
        state.result()
    except Exception as error:
        return isinstance(error, OSError) or outputs.is_store_error(error)
    return False
