// `gatewright deploy`: what it takes. What it does is deploy/session.ts, loaded only when it is wanted.

import { type Command, folderArgument } from './command.ts'
import { percentageOf } from './deploy/shares.ts'
import { environmentOption, outOption } from './environment.ts'

type Name = 'env' | 'out' | 'dry-run' | 'secrets-file' | 'against' | 'upload' | 'rollout'

/** `gatewright deploy [dir] --env production --dry-run --secrets-file F --against REV --upload --rollout 10 [-- wrangler flags]` */
export const deployCommand: Command<Name> = {
  name: 'deploy',
  summary: 'check, build, and put the Worker on Cloudflare with wrangler',
  description: `Shows what the deploy changes against what is deployed: each one leaves its build and commit on its version, so the next one
finds them. Lists the secrets that are missing, with the lines that put them. Then wrangler does the work, and its exit
code is this command's; with an error in the YAML, or a secret missing, it is 1 and nothing is deployed.

--dry-run needs no account and no network. Values in --secrets-file go to wrangler, and nowhere else.`,
  argument: folderArgument,
  options: {
    env: environmentOption,
    out: outOption,
    'dry-run': {
      isFlag: true,
      value: '',
      default: '',
      description: 'show bindings, size and secrets, and deploy nothing',
    },
    'secrets-file': {
      value: 'file',
      default: '',
      example: '.env.production',
      description:
        'values of secrets, NAME=value on each line or a JSON object; those that the Worker needs go with it',
    },
    against: {
      value: 'reference',
      default: '',
      example: 'HEAD~1',
      description: 'compare with this commit or manifest.json, in place of what is deployed',
    },
    upload: {
      isFlag: true,
      value: '',
      default: '',
      description: 'upload a version that gets no requests: wrangler versions upload',
    },
    rollout: {
      value: 'percentage',
      default: '',
      example: '10',
      description: 'give the new version this share of the requests, and leave the rest where most of them are',
    },
  },
  passes: 'what stands here goes to wrangler as it is',
  examples: [
    ['gatewright deploy --dry-run', 'see what a deploy would be'],
    ['gatewright deploy --env production', 'deploy an environment'],
    ['gatewright deploy --secrets-file .env.production', 'with secrets, which the first deploy of a Worker needs'],
    ['gatewright deploy --rollout 10', 'send a tenth of the requests to the new version'],
    ['gatewright deploy -- --keep-vars', 'with a flag of wrangler’s'],
  ],
  async run({ argument, options, given, passed }, io) {
    const percentage = percentageOf(options.rollout)
    const { deploy } = await import('./deploy/session.ts')
    return deploy(
      {
        folder: argument,
        env: options.env,
        given,
        isDryRun: options['dry-run'] === 'true',
        secretsFile: options['secrets-file'],
        against: options.against,
        isUpload: options.upload === 'true',
        percentage,
        passed,
      },
      io,
    )
  },
}
