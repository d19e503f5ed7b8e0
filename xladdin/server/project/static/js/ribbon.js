// xlwings' own example of a ribbon button is not wanted here; ours stand in thidua.js.
