"""What payroll sees at one glance: what is pending, due, on its way, paid, and what waits for what."""
