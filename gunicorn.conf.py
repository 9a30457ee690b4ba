"""How gunicorn serves the portal; it reads this file by itself, and PORT and WEB_CONCURRENCY from the environment.

A buffering proxy belongs in front of it (deploy/nginx.conf): a worker thread waits as long as its client is slow.
"""

import gc
from typing import Any

# Threads keep pages flowing while one of them waits for the database to take a write.
worker_class = "gthread"
threads = 4

# Seconds. Nothing the portal does takes long; a worker that is silent for this long has hung.
timeout = 30
graceful_timeout = 20
keepalive = 5

# Bytes. The portal itself answers a URL over 2 KB with a page that says so, except for a search; what is longer still ends here.
limit_request_line = 8190
limit_request_field_size = 8190
limit_request_fields = 60

# Signals are enough to control it; the socket would be one more way in.
control_socket_disable = True


def post_worker_init(_worker: Any) -> None:
    """Let the garbage collector look past the program itself, and less often at what is young.

    Measured: of saving an article with 500 causes, which makes a few million small objects, it took more than a third.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
