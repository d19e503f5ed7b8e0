"""What ``thidua addin doctor`` looks at: one small function of a machine per check."""
