// `gatewright dev`: what it takes. What it does is dev/session.ts, loaded only when it is wanted.

import { type Command, folderArgument } from './command.ts'
import { environmentOption } from './environment.ts'
import { portFrom } from './port.ts'

/** `gatewright dev [dir] --env staging --port 8787 --host 127.0.0.1` */
export const devCommand: Command<'env' | 'port' | 'host'> = {
  name: 'dev',
  summary: 'serve the gateways on this machine and rebuild on save',
  description: `Builds, serves the build under workerd and builds again whenever a file is saved. While the YAML is broken the last
good build goes on; without one the port answers 503. Prints a line for each request.

Secrets come from the environment variables, else with --env from .dev.vars.<env>, else from .dev.vars (in the folder or here), a
NAME=value on each line.`,
  argument: folderArgument,
  options: {
    env: environmentOption,
    port: { value: 'port', default: '8787', description: 'the port to listen on; 0 takes a free one' },
    host: {
      value: 'address',
      default: '127.0.0.1',
      description: 'the address to listen on; 0.0.0.0 lets other machines in',
    },
  },
  examples: [
    ['gatewright dev', 'serve gateways/ on http://127.0.0.1:8787'],
    ['gatewright dev examples --port 9000', 'another folder, another port'],
    ['OPENAI_API_KEY=… gatewright dev', 'with a secret from the environment'],
  ],
  async run({ argument, options }, io) {
    const port = portFrom(options.port)
    const { serveAndWatch } = await import('./dev/session.ts')
    return serveAndWatch({ folder: argument, env: options.env, host: options.host, port }, io)
  },
}
