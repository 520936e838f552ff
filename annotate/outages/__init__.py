"""When the platform was down: nobody's silence, but waiting that the platform pays for."""
