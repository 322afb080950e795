/** What a folder of this machine offers: free space, and whether it can be written. */

import { existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MachineFact } from './machine-fact.ts'

const diskMinGib = 2
const gib = 2 ** 30

/** The folder, or the one that it would be made in. */
export function diskFact(name: string, folder: string, hint: string): MachineFact {
  const place = nearestExisting(folder)
  const { bavail, bsize } = statfsSync(place)
  const freeGib = (bavail * bsize) / gib
  const found = `${freeGib.toFixed(1)} GiB free in ${place}`
  return freeGib >= diskMinGib ? { name, found, state: 'fine' } : { name, found, state: 'reduced', hint }
}

/** By making a folder there and taking it away again: rights alone do not tell of a disk that takes nothing. */
export function writableFact(name: string, folder: string): MachineFact {
  const place = nearestExisting(folder)
  try {
    rmdirSync(mkdtempSync(join(place, '.tenfold-')))
    return { name, found: place === folder ? folder : `${folder}, to be made in ${place}`, state: 'fine' }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const hint = `${place} cannot be written (${code}): choose another folder with --out DIR`
    return { name, found: folder, state: 'missing', hint }
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder))
}
