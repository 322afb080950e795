/** `tenfold anonymize`: the same files with other ids and without personal data, so that they may leave the finance drive. */

import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { QuarantinedRow } from '../../replay/index.ts'
import { makeFolders } from '../files/make-folders.ts'
import { HarnessError, writeFailure } from '../model/errors.ts'
import type { CommandContext, Register } from './context.ts'
import { fillFolder } from './fill-folder.ts'
import { refuseFilled } from './refuse-filled.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface AnonymizeOptions {
  readonly out: string
  readonly profile?: string
  readonly json?: boolean
}

/** Bytes of the key that names are made with; it is forgotten when the command ends. */
const keyBytes = 32

export const registerAnonymize: Register = (program, context) => {
  program
    .command('anonymize')
    .summary('the same files with other ids and without personal data')
    .description(
      'Writes each file again in its own format. Ids, references, account numbers and names become others of the same shape and length,\n' +
        'the same in all files of one call; columns that no reader needs are emptied. Amounts, dates, currencies and codes stay, and so do\n' +
        'relations, totals and discrepancies: each file is inspected before and after. What was packed is written unpacked, under other\n' +
        'names. Names of other files stay: rename those that say too much.',
    )
    .argument('<files...>', 'files or patterns, in any format that inspect reads; files of one history belong into one call')
    .requiredOption('--out <dir>', 'folder to write; it must be empty or absent')
    .option('--profile <file>', 'the history’s profile: it is written for the new files, and tells the columns of a ledger')
    .option('--json', 'what was written as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold anonymize history/*.csv bank/*.xml --out /tmp/shareable\n  tenfold anonymize "history/**/*" --profile history/profile.json --out shareable',
    )
    .action(async (files: readonly string[], options: AnonymizeOptions) => run(files, options, context))
}

async function run(patterns: readonly string[], options: AnonymizeOptions, context: CommandContext): Promise<void> {
  const { anonymize, expandFiles, loadHistoryProfile, profileFileName } = await import('../../replay/index.ts')
  const folder = resolve(context.folder, options.out)
  await refuseFilled(folder)
  const profilePath = options.profile === undefined ? undefined : resolve(context.folder, options.profile)
  const found = (await expandFiles(context.folder, patterns)).map((name) => resolve(context.folder, name))
  const paths = found.filter((path) => path !== profilePath)
  if (paths.includes(resolve(context.folder, '-'))) {
    throw new HarnessError('BAD_CONFIGURATION', 'standard input cannot be anonymized: files are read twice', { hint: 'name the files' })
  }
  const profile = profilePath === undefined ? undefined : await loadHistoryProfile(profilePath)
  const root = profilePath === undefined ? commonFolder(paths) : dirname(profilePath)
  const inputs = paths.map((path) => ({ path, name: relative(root, path).split(sep).join('/') }))
  const outside = inputs.filter(({ name }) => name.startsWith('..'))
  if (outside.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `${outside[0]?.path} is not in the profile's folder ${root}`, {
      hint: 'a profile names files inside of its own folder',
    })
  }
  const { done, compared } = await fillFolder(folder, context, async () => {
    const done = await anonymize(inputs, randomBytes(keyBytes), profile)
    const written: string[] = []
    for (const { file, bytes } of done.files) {
      const path = join(folder, file)
      await writeOne(path, bytes)
      written.push(path)
    }
    if (done.profile !== undefined) await writeOne(join(folder, profileFileName), `${JSON.stringify(done.profile, null, 2)}\n`)
    return { done, compared: await proveSame(paths, written) }
  })
  if (options.json === true) {
    return writeJson(context.stdout, {
      folder,
      files: done.files.map(({ file, format }) => ({ file, format })),
      compared,
    })
  }
  await writeLines(context.stdout, [
    ...done.files.map(({ file, format }) => `${format.padEnd(22)} ${file}`),
    `${folder}: ${done.files.length} files; ${compared} of them inspected before and after, with the same rows, totals and controls`,
  ])
}

/** Says how many files could be compared: of a ledger with columns of its own only its profile knows what it says. */
async function proveSame(before: readonly string[], after: readonly string[]): Promise<number> {
  const [originals, copies] = [await factsOf(before), await factsOf(after)]
  let compared = 0
  for (const [index, original] of originals.entries()) {
    if (original === undefined) continue
    compared++
    if (copies[index] === original) continue
    // What is broken may be read otherwise once its words are others. The files stay, to be looked at.
    throw new HarnessError('BAD_INPUT', `${after[index]} does not say what the original says: ${copies[index]} instead of ${original}`, {
      hint: 'look at both with tenfold inspect; mend what is broken in the original, or leave that file out',
    })
  }
  return compared
}

/** In memory that does not grow with the rows that cannot be read: of where they are and why, all but the first are a digest. */
async function factsOf(paths: readonly string[]): Promise<(string | undefined)[]> {
  const { inspectFiles } = await import('../../replay/index.ts')
  const facts: (string | undefined)[] = []
  for (const path of paths) {
    let digest = createHash('sha256')
    const onQuarantined = (rows: readonly QuarantinedRow[]): void => {
      for (const row of rows) digest.update(`${placeOf(row)}\n`)
    }
    for await (const each of inspectFiles(path, { onQuarantined })) {
      const places = digest.digest('hex')
      digest = createHash('sha256')
      if (each.kind === 'error') facts.push(undefined)
      else {
        const { format, physicalRows, records, notBooked, quarantined, totals, controls, firstDate, lastDate } = each.inspection
        const { count, rows } = quarantined
        const bad = [count, rows.map(placeOf), places]
        const proved = controls.map(({ name, checked, failed }) => [name, checked, failed])
        const sums = totals.map(({ grossMinor, netMinor, ...total }) => ({ ...total, gross: `${grossMinor}`, net: `${netMinor}` }))
        facts.push(JSON.stringify([format, physicalRows, records, notBooked, bad, sums, proved, firstDate, lastDate]))
      }
    }
  }
  return facts
}

function placeOf({ line, reason }: QuarantinedRow): string {
  return `${line} ${reason}`
}

async function writeOne(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    makeFolders(dirname(path))
    await writeFile(path, bytes)
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '.')
  for (const path of paths) while (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder)
  return folder
}
