"""`dawncast serve`: the life of the daemon, and what it tells people and machines."""
