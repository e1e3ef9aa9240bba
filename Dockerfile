# One image for the server and the workers; docker-compose.yml says which one a container is.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
# The Prisma client, the pages and what else a clone lacks; then only what runs is kept.
RUN node src/setup/prepare.mjs \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && touch build/complete

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "--enable-source-maps", "build/program/src-main.js"]
