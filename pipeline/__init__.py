"""The hearth: values, pure steps and dated reference data. Standard library only."""
