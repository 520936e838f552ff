"""What one project has cost: booked so far, and what would be booked if the open weeks closed now."""
