// `gatewright rollback`: what it takes. What it does is deploy/back.ts, loaded only when it is wanted.

import { type Command, folderArgument } from './command.ts'
import { environmentOption } from './environment.ts'

/** `gatewright rollback [dir] --env production --to VERSION [-- wrangler flags]` */
export const rollbackCommand: Command<'env' | 'to'> = {
  name: 'rollback',
  summary: 'put an earlier version of the Worker back, with wrangler',
  description: `Says which version that is, and of which commit, before wrangler asks. Without --to it is the last one that had all the
requests before the deployment of now. Needs only the name of the Worker: gateways with errors do not hinder it. Secrets
and what Durable Objects hold stay as they are.`,
  argument: folderArgument,
  options: {
    env: environmentOption,
    to: {
      value: 'version',
      default: '',
      example: '3f2a9c1e-0d4b-4c8e-9a57-6b1f0e2d7c84',
      description: 'the id of the version; `npx wrangler versions list` shows them',
    },
  },
  passes: 'what stands here goes to wrangler as it is',
  examples: [
    ['gatewright rollback', 'to the version before'],
    [
      'gatewright rollback --env production -- --yes --message "limits were too low"',
      'without being asked, with a reason',
    ],
  ],
  async run({ argument, options, passed }, io) {
    const { rollBack } = await import('./deploy/back.ts')
    return rollBack({ folder: argument, env: options.env, to: options.to, passed }, io)
  },
}
