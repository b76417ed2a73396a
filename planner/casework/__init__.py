"""A family's case kept between visits: the encrypted draft a family writes for itself."""
