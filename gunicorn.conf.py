"""How gunicorn serves the portal; it reads this file by itself, and PORT and WEB_CONCURRENCY from the environment.

A buffering proxy belongs in front of it (deploy/nginx.conf): a worker thread waits as long as its client is slow.
"""

# Threads keep pages flowing while one of them waits for the database to take a write.
worker_class = "gthread"
threads = 4

# Seconds. Nothing the portal does takes long; a worker that is silent for this long has hung.
timeout = 30
graceful_timeout = 20
keepalive = 5

# Bytes. The portal itself answers a URL over 2 KB with a page that says so; what is longer still ends here.
limit_request_line = 4094
limit_request_field_size = 8190
limit_request_fields = 60

# Signals are enough to control it; the socket would be one more way in.
control_socket_disable = True
