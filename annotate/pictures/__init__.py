"""Pictures that items show: read with care, made smaller, and kept by what they are."""
