/** Files of a history as files that may leave the house: other ids, no personal data, the same money. Writes nothing. */

import { HarnessError } from '../../harness/model/errors.ts'
import { bytesInput } from '../formats/bytes-input.ts'
import { detectFormat } from '../formats/detect.ts'
import { profilesOf, type FileProfile, type HistoryProfile } from '../profile.ts'
import { openInputs } from '../sources/open-inputs.ts'
import { absentName, anonymizedName, anonymizedNames, type Found } from './member-names.ts'
import { Pseudonyms, type WordMap } from './pseudonyms.ts'
import { rewriteFile, type AnonymousFile } from './rewrite.ts'
import { mappedAccount, mappedWords } from './words.ts'

export interface FileToAnonymize {
  /** To be opened. */
  readonly path: string
  /** As the profile and the result call it. */
  readonly name: string
}

export interface Anonymized {
  /** By name; members of archives stand under other names in a folder of the archive's name, and nothing is packed again. */
  readonly files: readonly AnonymousFile[]
  /** The same profile for them; absent where none was given. */
  readonly profile?: HistoryProfile
}

/** All files are read before one is written, and rewritten twice: what is fresh depends on every word of every file. */
const fileBytesMax = 268_435_456

/**
 * Replaces ids by others of the same shape and length, the same in all files; drops what no reader needs; leaves amounts, dates, currencies
 * and codes. So relations, totals and discrepancies stay. Nothing that is replaced can be had back without `key`, which is not kept.
 */
export async function anonymize(inputs: readonly FileToAnonymize[], key: Uint8Array, profile?: HistoryProfile): Promise<Anonymized> {
  const files: ReadFile[] = []
  for (const { path, name } of inputs) {
    for await (const { file, member, chunks } of openInputs(path)) {
      const inner = member === undefined ? name : `${name}/${member}`
      const entries = profile === undefined ? [] : entriesFor(profile, inner, name)
      files.push({ ...(await readWhole(file, chunks, entries[0])), file: inner, name, member, entries })
    }
  }
  const words = new Set<string>()
  rewriteAll(files, profile, (word) => {
    words.add(word)
    return word
  })
  return rewriteAll(files, profile, new Pseudonyms(key, words).wordFor)
}

interface ReadFile extends AnonymousFile, Found {
  /** What the profile has for it. */
  readonly entries: readonly FileProfile[]
}

function rewriteAll(files: readonly ReadFile[], profile: HistoryProfile | undefined, map: WordMap): Anonymized {
  const names = anonymizedNames(files, map)
  const rewritten = files.map((file, at) => {
    return { file: names[at] ?? '', format: file.format, bytes: rewriteFile(file, map), columns: file.columns }
  })
  return { files: rewritten, ...(profile === undefined ? {} : { profile: rewriteProfile(profile, files, names, map) }) }
}

function entriesFor(profile: HistoryProfile, inner: string, name: string): readonly FileProfile[] {
  const own = profilesOf(profile, inner)
  return own.length > 0 ? own : profilesOf(profile, name)
}

async function readWhole(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  entry: FileProfile | undefined,
): Promise<Omit<AnonymousFile, 'file'>> {
  const read: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.byteLength
    if (length > fileBytesMax) {
      throw new HarnessError('BAD_INPUT', `${file}: is longer than ${fileBytesMax} bytes, which are anonymized at once`, {
        hint: 'split the file',
      })
    }
    read.push(Buffer.from(chunk))
  }
  const bytes = Buffer.concat(read)
  const format = entry?.format ?? (await detectFormat(bytesInput(file, bytes)))
  return { format, bytes, columns: entry?.format === 'ledger-csv' ? entry.columns : undefined }
}

/** Zones stay, and names of files that are there and were not packed; whose files they are, and what their accounts are called, does not. */
function rewriteProfile(profile: HistoryProfile, files: readonly ReadFile[], names: readonly string[], map: WordMap): HistoryProfile {
  const other = (text: string): string => mappedWords(text, map)
  const otherAccount = (text: string): string => mappedAccount(text, map)
  /** What was packed has another name now: each file that the entry is about gets one of its own. */
  const namesFor = (entry: FileProfile, number: number): readonly string[] => {
    const own = Array.from(files.keys()).filter((at) => files[at]?.entries.includes(entry))
    if (own.length === 0) return [absentName(entry.file, number)]
    return own.some((at) => files[at]?.member !== undefined) ? own.map((at) => names[at] ?? '') : [anonymizedName(entry.file)]
  }
  return {
    ...profile,
    files: profile.files.flatMap((entry, index) =>
      namesFor(entry, index + 1).map((file) => rewriteEntry(entry, file, other, otherAccount)),
    ),
  }
}

function rewriteEntry(
  entry: FileProfile,
  file: string,
  other: (text: string) => string,
  otherAccount: (text: string) => string,
): FileProfile {
  const account = other(entry.account)
  if (entry.format === 'ledger-csv') {
    const { columns } = entry
    const fixed = (text: LedgerText): LedgerText => ('value' in text ? { value: other(text.value) } : text)
    const own = columns === undefined ? {} : { columns: { ...columns, tenant: fixed(columns.tenant), merchant: fixed(columns.merchant) } }
    return { ...entry, ...own, file, account, tenants: entry.tenants.map(other) }
  }
  const owned = { ...entry, file, account, tenant: other(entry.tenant), merchant: other(entry.merchant) }
  if ('merchants' in owned && owned.merchants !== undefined) {
    const merchants = Object.entries(owned.merchants).map(([name, merchant]) => [other(name), other(merchant)] as const)
    return { ...owned, merchants: Object.fromEntries(merchants) }
  }
  return 'statementAccount' in owned && owned.statementAccount !== undefined
    ? { ...owned, statementAccount: (owned.format === 'mt940' ? otherAccount : other)(owned.statementAccount) }
    : owned
}

type LedgerText = { readonly column: string } | { readonly value: string }
