// How tests run. The report in node_modules/.cache is what .ci/count.ts adds up.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.cache/vitest.json' },
    // Tests start real processes (workerd, the command line, npm): slow machines get time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
