"""The clock on the wall: order, retry, schedule and the command line."""
