"""A listener's invented week, so that every day has a good episode without a network, an account or a key."""

from daemon.demo.folder import write

__all__ = ["write"]
