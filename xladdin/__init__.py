"""The Excel add-in: the home of the ribbon tab *Thi đua*."""
