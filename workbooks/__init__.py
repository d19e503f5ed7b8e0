"""Every workbook that is written or read."""
