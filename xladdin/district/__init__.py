"""The buttons of the office that merges: "Tổng hợp" and "Giải thích"."""
