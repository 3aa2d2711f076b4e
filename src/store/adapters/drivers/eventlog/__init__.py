"""The log: streams of facts that only grow, sealed, chained and gap-safe to read."""
