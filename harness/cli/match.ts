/** `tenfold match`: the reference matcher alone, on canonical records of a file or of standard input. */

import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { isDay } from '../model/day.ts'
import { encodeMatchResult, openResult } from '../model/match-result.ts'
import { identityOf } from '../model/record-key.ts'
import type { Answers } from '../oracle/match.ts'
import type { CommandContext, Register } from './context.ts'
import { readProfile } from './match-profile.ts'
import { writeLines } from './write-lines.ts'

interface MatchOptions {
  readonly close?: string
  readonly profile?: string
}

export const registerMatch: Register = (program, context) => {
  program
    .command('match')
    .summary('the right answer for each canonical record')
    .description(
      'Answers for each record of a file of canonical records (one JSON object a line, as on the wire), by the written matching rules.\n' +
        'Prints one JSON line for each record key, in the order of first occurrence. "-" reads standard input.',
    )
    .argument('<records>', 'file of canonical records, or - for standard input')
    .option('--close <date>', 'judge as after a close with this date (YYYY-MM-DD); without it, what cannot be decided yet is OPEN', day)
    .option('--profile <file>', 'JSON with carryDays and tolerance {abs, bps}; default 5 days and no tolerance')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold match records.ndjson --close 2026-01-31\n  cat records.ndjson | tenfold match - --profile profile.json',
    )
    .action(async (file: string, options: MatchOptions) => matchFile(file, options, context))
}

function day(text: string): string {
  if (isDay(text)) return text
  throw new InvalidArgumentError('Expected a day that exists, as YYYY-MM-DD.')
}

async function matchFile(file: string, { close, profile: profileFile }: MatchOptions, context: CommandContext): Promise<void> {
  const [{ match }, { readRecords }] = await Promise.all([import('../oracle/match.ts'), import('./read-records.ts')])
  const profile = await readProfile(profileFile === undefined ? undefined : resolve(context.folder, profileFile))
  const source = file === '-' ? context.stdin : createReadStream(resolve(context.folder, file))
  const records = await readRecords(source, file === '-' ? 'standard input' : file)
  const answers = match(records, profile, close)
  await writeLines(context.stdout, answerLines(answers))
  if (!context.look().quiet) {
    context.stderr.write(`${answers.records.length} records, ${answers.redelivered} redelivered\n`)
  }
}

function* answerLines({ records, contents, results }: Answers): Generator<string> {
  for (const [index, record] of records.entries()) {
    yield encodeMatchResult({ ...identityOf(record), content: contents[index] ?? '' }, results[index] ?? openResult)
  }
}
