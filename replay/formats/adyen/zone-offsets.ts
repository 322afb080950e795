/** Adyen's `TimeZone` column to an offset. The abbreviation is taken at its word: PST in June is still eight hours behind. */

import { isZone } from '../instants.ts'

const offsets: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Z: 'UTC GMT WET',
    '+01:00': 'CET BST WEST',
    '+02:00': 'CEST EET SAST',
    '+03:00': 'EEST MSK TRT',
    '+04:00': 'GST',
    '+05:30': 'IST',
    '+08:00': 'SGT HKT MYT AWST',
    '+09:00': 'JST KST',
    '+09:30': 'ACST',
    '+10:00': 'AEST',
    '+10:30': 'ACDT',
    '+11:00': 'AEDT',
    '+12:00': 'NZST',
    '+13:00': 'NZDT',
    '-03:00': 'BRT',
    '-04:00': 'EDT',
    '-05:00': 'EST CDT',
    '-06:00': 'CST MDT',
    '-07:00': 'MST PDT',
    '-08:00': 'PST AKDT',
    '-09:00': 'AKST',
    '-10:00': 'HST',
  }).flatMap(([offset, names]) => names.split(' ').map((name): [string, string] => [name, offset])),
)

export type StatedZone = { readonly kind: 'offset'; readonly offset: string } | { readonly kind: 'zone'; readonly zone: string }

/** An offset for an abbreviation, the zone for an IANA name, the account's zone for nothing; undefined for what we do not know. */
export function statedZone(text: string, accountZone: string): StatedZone | undefined {
  if (text === '') return { kind: 'zone', zone: accountZone }
  const offset = offsets.get(text)
  if (offset !== undefined) return { kind: 'offset', offset }
  return text.includes('/') && isZone(text) ? { kind: 'zone', zone: text } : undefined
}
