"""What the doctor found. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing tried: whether it is well, and a sentence that ends in what to do where it is not."""

    well: bool
    what: str
    sentence: str
