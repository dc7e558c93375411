# The Agent Controller and the Agent, from one source tree: `docker build -f docker/service.Dockerfile --target controller .`
# Both run their TypeScript by tsx, as `npm start` does: what is tested is what runs.
FROM node:20-bookworm-slim AS source
WORKDIR /app
# The version package.json pins.
RUN npm install --global --no-audit --no-fund tsx@4.23.15
COPY package.json package-lock.json ./
COPY contract/package.json contract/
COPY controller/package.json controller/
COPY agent/package.json agent/
COPY settings/package.json settings/
COPY dashboards/package.json dashboards/

FROM source AS controller
# Without its optional packages, which are PostgreSQL for every platform: a container gets DATABASE_URL.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund --include-workspace-root=false -w contract -w settings -w controller
COPY contract/ contract/
COPY settings/ settings/
COPY controller/ controller/
COPY jumpscripts/ jumpscripts/
RUN install -d -o node -g node /data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 CONTROLLER_PORT=4400 DATA_DIR=/data JUMPSCRIPTS_DIR=/app/jumpscripts
VOLUME /data
EXPOSE 4400
# A certificate is for the name that others use: not checked here.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=12 \
  CMD ["node", "-e", "require(process.env.TLS_CERT_FILE ? 'https' : 'http').get({ host: '127.0.0.1', port: process.env.CONTROLLER_PORT, path: '/readyz', rejectUnauthorized: false }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["tsx", "controller/src/main.ts"]

FROM source AS agent
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
RUN npm ci --omit=dev --no-audit --no-fund --include-workspace-root=false -w contract -w settings -w agent
COPY contract/ contract/
COPY settings/ settings/
COPY agent/ agent/
RUN install -d -o node -g node /data
USER node
ENV NODE_ENV=production AGENT_DATA_DIR=/data
VOLUME /data
CMD ["tsx", "agent/src/main.ts"]
