// What a deploy changes, in words: against what is deployed as its mark tells, or against what the user names. Where that cannot be
// known it says so, and what would help; only a reference that the user named and that is not there is a CliError.

import { render } from '../../diff/render.ts'
import { CliError } from '../cli-error.ts'
import { type Against, differenceFrom, type Now } from '../diff/difference-from.ts'
import type { Io } from '../io.ts'
import { isSameBuild, type Mark } from './mark.ts'
import type { Live } from './versions.ts'

/** A comparison: what is built, and where from. */
export interface Subject extends Omit<Against, 'reference'> {
  readonly now: Now
  readonly mark: Mark
}

const HELP = 'Compare with --against <commit or manifest.json>.'

/** Against a revision or manifest. Ends in a line break. */
export async function changesAgainst(reference: string, subject: Subject, io: Io): Promise<string> {
  return `Changes against ${reference}:\n${await difference(reference, subject, io)}`
}

/** Against what has most of the requests. Ends in a line break. */
export async function changesAgainstLive(live: Live, subject: Subject, io: Io): Promise<string> {
  if (live.kind === 'refused') return `What is deployed is not known. wrangler says: ${live.reason}\n  ${HELP}\n`
  const [largest] = live.kind === 'absent' ? [] : live.shares
  if (largest === undefined) return 'Changes   nothing is deployed yet: all of it is new\n'
  const { version, percentage, mark } = largest
  const shown = percentage === 100 ? version : `${version}, which has ${percentage} % of the requests`
  if (mark === null) {
    return `Deployed is version ${shown}. It was not put there by gatewright deploy, so what this changes is not known.\n  ${HELP}\n`
  }
  if (mark.plan === subject.mark.plan) {
    const code = isSameBuild(mark, subject.mark) ? '' : '; its code is of another Gatewright'
    return `Changes   none: version ${shown} is of the same plan, ${mark.plan}${code}\n`
  }
  if (mark.commit === null) {
    return `Deployed is version ${shown}, of a folder that was in no git repository, so what this changes is not known.\n  ${HELP}\n`
  }
  return changesSince(mark.commit, mark.isClean, shown, subject, io)
}

async function changesSince(
  commit: string,
  isClean: boolean,
  shown: string,
  subject: Subject,
  io: Io,
): Promise<string> {
  const of = `of commit ${commit.slice(0, 12)}${isClean ? '' : ' and changes that were not committed'}`
  try {
    return `Changes against version ${shown}, ${of}:\n${await difference(commit, subject, io)}`
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const hint = error.hint === null ? '' : ` ${error.hint}`
    return `Deployed is version ${shown}, ${of}. What this changes is not known: ${error.message}${hint}\n`
  }
}

async function difference(reference: string, { now, folder, env }: Subject, io: Io): Promise<string> {
  return render(await differenceFrom({ reference, folder, env }, now, io.cwd), 'text', io.out)
}
