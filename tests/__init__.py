"""Tests; each folder says what it needs."""
