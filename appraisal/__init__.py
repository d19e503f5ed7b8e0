"""The pure domain: judged entries, ledger, ballots, totals, ranks, quotas and awards."""
