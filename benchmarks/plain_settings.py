"""Scrapy's own defaults: nothing of the project's settings."""
