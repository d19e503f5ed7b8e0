"""The second door: the add-in's buttons served to Microsoft 365 through xlwings Server."""
