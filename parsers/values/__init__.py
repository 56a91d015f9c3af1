"""One module a value type; each turns a string into a value and back."""
