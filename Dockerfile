# The program alone, on a small system: the database is another container.
FROM rust:1.95-bookworm AS build
WORKDIR /rowhouse
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
# The certificates by which a database's host is known.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /rowhouse/target/release/rowhouse /usr/local/bin/rowhouse
USER nobody
EXPOSE 3000
ENTRYPOINT ["rowhouse"]
CMD ["serve"]
