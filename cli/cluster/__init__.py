"""Returns read and judged on a Dask cluster; nothing of it is loaded unless it is asked for."""
