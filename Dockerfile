FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data STATIC_ROOT=/app/static-collected
WORKDIR /app
# requirements-words.txt judges moods too, and weighs 240 MB more.
ARG PACKAGES=requirements.txt
COPY requirements.txt requirements-words.txt ./
RUN pip install --no-cache-dir --require-hashes -r $PACKAGES
COPY manage.py gunicorn.conf.py ./
COPY cxjourney cxjourney
COPY templates templates
COPY static static
RUN CXJOURNEY_MODE=demo DATA_DIR=/tmp/build python manage.py collectstatic --noinput -v0 && rm -r /tmp/build \
    && useradd --system cxjourney && install -d -o cxjourney /data
USER cxjourney
VOLUME /data
EXPOSE 8000 8001
CMD ["sh", "-c", "python manage.py migrate --noinput && python manage.py createcachetable && exec gunicorn cxjourney.wsgi"]
