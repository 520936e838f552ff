"""Money that organisations bring in through a service: asked for, on its way, arrived, and what was taken back."""
