"""Records → datasets: what a crawl wrote, chosen, sorted and written as others can use it."""
