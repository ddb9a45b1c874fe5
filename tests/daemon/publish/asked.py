"""What the tests of libraries that ask a server share."""

from config.secrets import Secret


def revealed(value: str) -> Secret:
    """A secret that is there already, as a process has it that was handed one."""
    return Secret(None, (value,))


class Clock:
    """Waits for nothing, and counts for how long it would have."""

    def __init__(self) -> None:
        self.waited = 0.0

    async def pause(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.waited += seconds
