"""The door in: file formats to a neutral layout, a layout to field candidates."""
