// Plan -> wrangler.json: what `wrangler deploy` needs, and not a key more. Secrets are named, and wrangler asks for them.

import type { Plan } from '../3-plan/ir.ts'
import { TABLE } from '../layout.ts'

/** The Worker is bundled already; wrangler uploads it as it is, with the table as a text module. */
export function wranglerText({ worker, secrets }: Plan): string {
  const config = {
    name: worker.name,
    ...(worker.account === null ? {} : { account_id: worker.account }),
    main: 'worker.js',
    compatibility_date: worker.compatibilityDate,
    no_bundle: true,
    rules: [{ type: 'Text', globs: [TABLE], fallthrough: false }],
    upload_source_maps: true,
    ...(secrets.length === 0 ? {} : { secrets: { required: secrets.map(({ name }) => name) } }),
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
