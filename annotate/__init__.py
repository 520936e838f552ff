"""Work: projects, items, serving, time and exports."""
