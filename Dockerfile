# The program alone on an empty file system: it embeds its place data and time
# zones, so only the certificates of the platforms it talks to come with it.
#
#   docker build -t ambassador --build-arg VERSION="$(git describe --tags --always)" .
#   docker run -v ambassador:/data -v "$PWD/config.yaml:/config.yaml:ro" ambassador

FROM golang:1.26 AS build
WORKDIR /src

# The modules in a layer of their own: they change less often than the code.
COPY go.mod go.sum ./
RUN go mod download

COPY . .
ARG VERSION=devel
RUN make build VERSION="$VERSION" && install -d -m 0700 /owned/data

FROM scratch
ARG VERSION=devel
LABEL org.opencontainers.image.title="Ambassador" \
      org.opencontainers.image.description="A chat bot for community ambassador programmes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION"

COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /src/LICENSE /src/NOTICE /
COPY --from=build /src/bin/ambassador /ambassador
# The parent's content is copied, so that /data arrives with its owner and 0700.
COPY --from=build --chown=65532:65532 /owned/ /

USER 65532:65532
VOLUME ["/data"]
EXPOSE 8080

# Asks the running bot's http://127.0.0.1:8080/livez; there is no shell and no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/ambassador", "health"]

# SIGTERM, Docker's default, lets the bot finish what is in hand.
ENTRYPOINT ["/ambassador"]
CMD ["serve", "--config", "/config.yaml"]
