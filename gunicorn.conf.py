"""How gunicorn serves pages: one request a process at a time, with a connection that stays open."""

import os

os.environ.setdefault("DATABASE_POOL", "0")

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "sync"
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
