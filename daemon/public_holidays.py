"""Which days are public holidays, asked in a process of its own: `python -I -m daemon.public_holidays DE-BE`.

The library that knows them takes some 20 MB for as long as a process lives, which for the daemon is always.
"""

import subprocess
import sys
from datetime import date
from functools import cache

from config.errors import TryLaterError

YEARS = range(2000, 2100)
NO_SUCH_REGION = 3
SECONDS = 60.0


@cache
def public_holidays(region: str) -> frozenset[date]:
    """Those of a country or a part of it (ISO 3166). Raises ValueError where none are known, TryLaterError."""
    try:
        words = (sys.executable, "-I", "-m", "daemon.public_holidays", region)
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=SECONDS, env={})
    except (OSError, subprocess.TimeoutExpired):
        raise TryLaterError(f"The public holidays of {region} could not be asked for. Try again later.") from None
    if done.returncode == NO_SUCH_REGION:
        what = f"no public holidays are known of {region}; write a country's code, or that of a part of it, as"
        raise ValueError(f'{what} "DE" or "DE-BE"')
    if done.returncode:
        raise TryLaterError(f"The public holidays of {region} could not be asked for. Try again later.")
    return frozenset(map(date.fromisoformat, done.stdout.split()))


def main(region: str) -> None:
    """Write the days, one a line."""
    import holidays

    country, _, part = region.partition("-")
    try:
        days = holidays.country_holidays(country, subdiv=part or None, years=YEARS)
    except NotImplementedError:
        sys.exit(NO_SUCH_REGION)
    sys.stdout.write("\n".join(day.isoformat() for day in days))


if __name__ == "__main__":
    main(sys.argv[1])
