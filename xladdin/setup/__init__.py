"""The commands ``thidua addin``: the add-in put into Excel, taken out, examined."""
