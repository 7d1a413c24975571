// `gatewright serve`: what it takes. What it does is serve/session.ts, loaded only when it is wanted.

import { quote } from '../diagnostics/words.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { milliseconds } from './duration.ts'
import { environmentOption } from './environment.ts'
import { portFrom } from './port.ts'

const MOST_WORKERS = 64

/** `gatewright serve [dir] --host 127.0.0.1 --port 8080 --state FOLDER --workers 1 --grace 30s` */
export const serveCommand: Command<'env' | 'host' | 'port' | 'state' | 'secrets-file' | 'workers' | 'grace'> = {
  name: 'serve',
  summary: 'run the gateways on this machine for good, with durable state',
  description: `Builds the folder, or takes one that holds a build, and runs workerd on it. On SIGTERM or SIGINT it takes no new connections, answers
what it has begun, and ends with workerd's exit code. Requests are not shown; what workerd says is.

Secrets come from the environment, else from --secrets-file. Those that are missing are named, and requests that need them fail.
With several workers that share the port, one more process holds the state; what dies of them is started again.`,
  argument: { name: 'dir', default: 'gateways', description: 'the folder with the YAML, or one with a build of it' },
  options: {
    env: environmentOption,
    host: {
      value: 'address',
      default: '127.0.0.1',
      description: 'the address to listen on; 0.0.0.0 lets other machines in',
    },
    port: { value: 'port', default: '8080', description: 'the port to listen on; 0 takes a free one' },
    state: {
      value: 'folder',
      default: '.gatewright/state',
      description: 'where logs, limits, budgets and caches are kept; made if missing, for its owner alone',
    },
    'secrets-file': {
      value: 'path',
      default: '',
      example: '/run/secrets/gateway',
      description: 'a file with NAME=value on each line, or a JSON object, for what is not in the environment',
    },
    workers: { value: 'number', default: '1', description: 'how many processes answer requests' },
    grace: {
      value: 'time',
      default: '30s',
      description: 'how long requests under way may take when it is told to stop',
    },
  },
  examples: [
    ['gatewright serve', 'serve gateways/ on http://127.0.0.1:8080'],
    ['gatewright serve dist --host 0.0.0.0 --state /var/lib/gateway', 'serve a build to other machines'],
    ['gatewright serve --workers 4', 'use four cores'],
  ],
  async run({ argument, options }, io) {
    const port = portFrom(options.port)
    const graceMs = milliseconds(options.grace)
    if (graceMs === null) {
      throw new CliError(`--grace is a time such as 30s or 5m, not ${quote(options.grace)}.`)
    }
    const workers = /^\d{1,3}$/.test(options.workers) ? Number(options.workers) : 0
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new CliError(`--workers is a number from 1 to ${MOST_WORKERS}, not ${quote(options.workers)}.`)
    }
    const { serve } = await import('./serve/session.ts')
    const { env, host, state, 'secrets-file': secretsFile } = options
    return serve({ folder: argument, env, host, port, state, secretsFile, workers, graceMs }, io)
  },
}
