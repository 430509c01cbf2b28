# Convonet's workers and desk, without Asterisk and without a database: compose.yaml brings those.
#   docker build --build-arg BASE=python:3.13-slim-bookworm -t convonet .
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock scripts/bootstrap.lock ./
RUN python -m venv /opt/convonet \
  && /opt/convonet/bin/pip install --no-cache-dir --require-hashes -r bootstrap.lock \
  && /opt/convonet/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY convonet_ari convonet_ari
RUN /opt/convonet/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${BASE} AS convonet
RUN useradd --system --uid 10001 --home-dir /var/lib/convonet --shell /usr/sbin/nologin convonet \
  && install -d -o convonet -g convonet -m 700 /var/lib/convonet
COPY --from=build /opt/convonet /opt/convonet
ENV PATH=/opt/convonet/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /var/lib/convonet
USER 10001
VOLUME /var/lib/convonet
EXPOSE 8765 8766
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8766/readyz', timeout=2)"]
ENTRYPOINT ["convonet"]
CMD ["serve"]

# An Asterisk to try it with, from Debian's unstable suite: stable has none, and a call needs 22.8. Beside FreePBX: not this one.
FROM debian:sid-slim AS asterisk
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends asterisk asterisk-core-sounds-en-gsm asterisk-moh-opsound-gsm \
  && rm -rf /var/lib/apt/lists/*
USER asterisk
ENTRYPOINT ["asterisk", "-f", "-p"]

FROM convonet
