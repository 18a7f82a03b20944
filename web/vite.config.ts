import { defineConfig } from "vite";

// Names without hashes: the server answers with ETags, and its list of files stays the same from build to build.
export default defineConfig({
  base: "./",
  logLevel: "warn",
  server: { proxy: { "/fulcrum": "http://127.0.0.1:8080" } },
  build: {
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: { entryFileNames: "assets/dashboard.js", chunkFileNames: "assets/[name].js", assetFileNames: "assets/dashboard[extname]" },
    },
  },
});
