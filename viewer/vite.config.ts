import { defineConfig } from "vite";

// One script and one style sheet, named without digest: lsparch puts them into its pages and writes their digests there.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../lsparch/emit/viewer/assets",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: "src/main.tsx",
      output: { format: "es", entryFileNames: "viewer.js", assetFileNames: "viewer.[ext]", codeSplitting: false },
    },
  },
});
