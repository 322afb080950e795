/** Names of files that were packed: members of an archive stand in a folder of its name, each under another name of its own. Touches no files. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { WordMap } from './pseudonyms.ts'
import { mappedWords } from './words.ts'

/** Where a file was found. */
export interface Found {
  /** What was named: a file, or an archive. */
  readonly name: string
  readonly member: string | undefined
}

const packed = /\.gz$/i
/** Endings that say what a file is; any other may say whose. */
const ending = /\.(?:csv|tsv|txt|json|ndjson|xml|sta|mt940|mt942|940|942|swi|bai2?|ofx|qfx)$/i

/** What is packed by itself is written unpacked. */
export function anonymizedName(name: string): string {
  return name.replace(packed, '')
}

/**
 * One name for each, no two the same. Whoever packs an archive chooses its members' names: none of ours leads out of the folder. Throws BAD_INPUT for a
 * file and a packed one that would have the same name unpacked: they are named by whoever gives them.
 */
export function anonymizedNames(files: readonly Found[], map: WordMap): string[] {
  const used = new Set<string>()
  const nameOf = new Map<string, string>()
  return files.map(({ name, member }) => {
    if (member === undefined) {
      const unpacked = anonymizedName(name)
      const other = nameOf.get(unpacked)
      if (other !== undefined) {
        throw new HarnessError('BAD_INPUT', `${other} and ${name} would both be written as ${unpacked}`, {
          hint: 'give one of them another name, or leave out the one that is the other packed',
        })
      }
      nameOf.set(unpacked, name)
      return unpacked
    }
    const wanted = `${name}/${memberName(anonymizedName(member), map)}`
    let free = wanted
    for (let count = 2; used.has(free); count++) free = wanted.replace(/(?=\.[^./]*$|$)/, `-${count}`)
    used.add(free)
    return free
  })
}

/** For an entry of a profile that no file is behind, by its number: what it is called may be somebody's, and nothing hangs on it. */
export function absentName(file: string, number: number): string {
  return `absent-${number}${ending.exec(anonymizedName(file))?.[0] ?? ''}`
}

function memberName(member: string, map: WordMap): string {
  const kept = ending.exec(member)?.[0] ?? ''
  const parts = member.slice(0, member.length - kept.length).split(/[/\\]/)
  const named = parts.map((part) => mappedWords(part, map).replace(/[^A-Za-z0-9._ -]/g, '_')).filter((part) => !/^\.*$/.test(part))
  return (named.length === 0 ? 'file' : named.join('/')) + kept
}
