# syntax=docker/dockerfile:1
# The compiler's place: what is made here is copied, what it was made with is left behind.
FROM python:3.13-slim-bookworm AS build

ENV PYTHONDONTWRITEBYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never

RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv --without-pip /opt/venv \
    && uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/venv/bin/python requirements/base.txt

COPY . .
# Collecting needs settings, and settings need secrets: these live as long as this line.
RUN PYTHONPATH=site /opt/venv/bin/python -m capyvagas.catalogue \
    && env DJANGO_SETTINGS_MODULE=capyvagas.settings.production PYTHONPATH=/app:/app/site DATA_DIR=/tmp \
        DJANGO_SECRET_KEY=build DATABASE_URL=sqlite:////tmp/build WAHA_API_KEY=build WAHA_HMAC_KEY=build ALLOWED_HOSTS=localhost \
        /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q bot_flows courses home vacancies site \
    && rm -rf static requirements


FROM python:3.13-slim-bookworm

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=capyvagas.settings.production \
    LOG_FORMAT=json \
    DATA_DIR=/data \
    BIND=0.0.0.0 \
    PORT=8000

# /data is open to whichever user the container is run as: it holds pictures, and no secret.
RUN groupadd --system --gid 10001 capyvagas \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin capyvagas \
    && install --directory --mode=0777 --owner=10001 --group=10001 /data

COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live/', timeout=4)"]

CMD ["gunicorn", "-c", "site/capyvagas/gunicorn.py"]
