"""Hours at a project's own price that no answer has paid yet: claimed silence, and items that never came back."""
