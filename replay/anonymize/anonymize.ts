/** Files of a history as files that may leave the house: other ids, no personal data, the same money. Writes nothing. */

import { HarnessError } from '../../harness/model/errors.ts'
import { bytesInput } from '../formats/bytes-input.ts'
import { detectFormat } from '../formats/detect.ts'
import { profilesOf, type FileProfile, type HistoryProfile } from '../profile.ts'
import { openInputs } from '../sources/open-inputs.ts'
import { Pseudonyms, type WordMap } from './pseudonyms.ts'
import { rewriteFile, type AnonymousFile } from './rewrite.ts'
import { mappedWords } from './words.ts'

export interface FileToAnonymize {
  /** To be opened. */
  readonly path: string
  /** As the profile and the result call it. */
  readonly name: string
}

export interface Anonymized {
  /** By name; members of archives stand in a folder of the archive's name, and nothing is packed again. */
  readonly files: readonly AnonymousFile[]
  /** The same profile for them; absent where none was given. */
  readonly profile?: HistoryProfile
}

/** All files are read before one is written, and twice: what is fresh depends on every word of every file. */
const fileBytesMax = 268_435_456

/**
 * Replaces ids by others of the same shape and length, the same in all files; drops what no reader needs; leaves amounts, dates, currencies
 * and codes. So relations, totals and discrepancies stay. Nothing that is replaced can be had back without `key`, which is not kept.
 */
export async function anonymize(inputs: readonly FileToAnonymize[], key: Uint8Array, profile?: HistoryProfile): Promise<Anonymized> {
  const files: AnonymousFile[] = []
  for (const { path, name } of inputs) {
    for await (const input of openInputs(path)) {
      const inner = input.member === undefined ? name : `${name}/${input.member}`
      files.push({ ...(await readWhole(input.file, input.chunks, profileFor(profile, inner, name))), file: inner })
    }
  }
  const words = new Set<string>()
  const collect: WordMap = (word) => {
    words.add(word)
    return word
  }
  for (const file of files) rewriteFile(file, collect)
  if (profile !== undefined) rewriteProfile(profile, collect)
  const { wordFor } = new Pseudonyms(key, words)
  const rewritten = files.map((file) => ({ ...file, bytes: rewriteFile(file, wordFor) }))
  return { files: rewritten, ...(profile === undefined ? {} : { profile: rewriteProfile(profile, wordFor) }) }
}

/** What is packed by itself is written unpacked. */
export function anonymizedName(name: string): string {
  return name.replace(/\.gz$/i, '')
}

function profileFor(profile: HistoryProfile | undefined, inner: string, name: string): FileProfile | undefined {
  if (profile === undefined) return undefined
  const own = profilesOf(profile, inner)
  return (own.length > 0 ? own : profilesOf(profile, name))[0]
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

/** Names of files and zones stay; whose files they are, and what their accounts are called, does not. */
function rewriteProfile(profile: HistoryProfile, map: WordMap): HistoryProfile {
  const other = (text: string): string => mappedWords(text, map)
  return {
    ...profile,
    files: profile.files.map((entry): FileProfile => {
      const [account, file] = [other(entry.account), anonymizedName(entry.file)]
      if (entry.format === 'ledger-csv') {
        const { columns } = entry
        const fixed = (text: LedgerText): LedgerText => ('value' in text ? { value: other(text.value) } : text)
        const own =
          columns === undefined ? {} : { columns: { ...columns, tenant: fixed(columns.tenant), merchant: fixed(columns.merchant) } }
        return { ...entry, ...own, file, account, tenants: entry.tenants.map(other) }
      }
      const owned = { ...entry, file, account, tenant: other(entry.tenant), merchant: other(entry.merchant) }
      return 'statementAccount' in owned && owned.statementAccount !== undefined
        ? { ...owned, statementAccount: other(owned.statementAccount) }
        : owned
    }),
  }
}

type LedgerText = { readonly column: string } | { readonly value: string }
