"""Reading what strangers sent: bytes taken once, parsed in processes that may die."""
