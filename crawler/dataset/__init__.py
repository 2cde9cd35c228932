"""From the ledgers (or any JSON Lines of ours) to a dataset: read, index, choose, write."""
