"""Between HTTP and the portal: stored pages, cookieless responses, the origin check, visits and rate limits."""
