"""The door out: store, tables, exports and the council's report."""
