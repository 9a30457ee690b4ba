# syntax=docker/dockerfile:1

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements/prod.txt requirements/prod.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --require-hashes --only-binary :all: -r requirements/prod.txt
COPY . .
# Static files carry a hash of their content in their name; the key signs nothing and stays in this stage.
RUN SECRET_KEY=only-for-collecting-static-files-in-the-build \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q helpportal troubleshooting

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Help Portal" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The only place it may write to: the database when that is SQLite, e-mail when that goes to files.
RUN mkdir -p /data && chown portal: /data
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000 WEB_CONCURRENCY=2 \
    DATABASE_URL=sqlite:////data/helpportal.sqlite3
USER portal
VOLUME /data
EXPOSE 8000
# /livez answers whatever the database does: a container is restarted only when its own process is ill.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["gunicorn", "helpportal.wsgi"]
