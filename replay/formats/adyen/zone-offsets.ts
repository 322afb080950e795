/** Adyen's `TimeZone` column to an offset. The abbreviation is taken at its word: PST in June is still eight hours behind. */

import { isZone } from '../instants.ts'

const offsets: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Z: 'UTC GMT WET',
    '+01:00': 'CET BST WEST WAT',
    '+02:00': 'CEST EET SAST CAT',
    '+03:00': 'EEST MSK TRT EAT',
    '+04:00': 'GST',
    '+05:00': 'PKT',
    '+05:30': 'IST',
    '+05:45': 'NPT',
    '+07:00': 'ICT WIB',
    '+08:00': 'SGT HKT MYT AWST PHT WITA',
    '+09:00': 'JST KST WIT',
    '+09:30': 'ACST',
    '+10:00': 'AEST',
    '+10:30': 'ACDT',
    '+11:00': 'AEDT',
    '+12:00': 'NZST',
    '+13:00': 'NZDT',
    '-02:30': 'NDT',
    '-03:00': 'BRT ART UYT CLST',
    '-03:30': 'NST',
    '-04:00': 'EDT CLT',
    '-05:00': 'EST CDT COT PET',
    '-06:00': 'CST MDT',
    '-07:00': 'MST PDT',
    '-08:00': 'PST AKDT',
    '-09:00': 'AKST',
    '-10:00': 'HST',
  }).flatMap(([offset, names]) => names.split(' ').map((name): [string, string] => [name, offset])),
)

interface SharedName {
  readonly offset: string
  /** IANA names of zones that are called so: many others have the same offset. */
  readonly zones: RegExp
}

/** What is called so in several parts of the world, but for the usual one: the account's zone tells which, if it is one of them. */
const shared: ReadonlyMap<string, readonly SharedName[]> = new Map([
  [
    'AST',
    [
      { offset: '-04:00', zones: /^(?:America|Atlantic|Canada)\//i },
      { offset: '+03:00', zones: /^Asia\/(?:Aden|Baghdad|Bahrain|Kuwait|Qatar|Riyadh)$/i },
    ],
  ],
  ['BST', [{ offset: '+06:00', zones: /^Asia\/(?:Dhaka|Dacca)$/i }]],
  ['CST', [{ offset: '+08:00', zones: /^(?:Asia\/(?:Shanghai|Chongqing|Harbin|Taipei|Maca[uo])|PRC|ROC)$/i }]],
  [
    'IST',
    [
      { offset: '+01:00', zones: /^(?:Europe\/Dublin|Eire)$/i },
      { offset: '+02:00', zones: /^(?:Asia\/(?:Jerusalem|Tel_Aviv)|Israel)$/i },
    ],
  ],
  ['PST', [{ offset: '+08:00', zones: /^Asia\/Manila$/i }]],
])

export type StatedZone = { readonly kind: 'offset'; readonly offset: string } | { readonly kind: 'zone'; readonly zone: string }

/**
 * An offset for an abbreviation, the zone for an IANA name, the account's zone for nothing; undefined for what we do not know. Where the account's
 * zone is none of those that share a name, the usual one counts; AST has none.
 */
export function statedZone(text: string, accountZone: string): StatedZone | undefined {
  if (text === '') return { kind: 'zone', zone: accountZone }
  const offset = offsetIn(accountZone, shared.get(text)) ?? offsets.get(text)
  if (offset !== undefined) return { kind: 'offset', offset }
  return text.includes('/') && isZone(text) ? { kind: 'zone', zone: text } : undefined
}

/** That of `candidates` which the zone is one of, and has in winter or summer. */
function offsetIn(zone: string, candidates: readonly SharedName[] = []): string | undefined {
  const named = candidates.filter(({ zones }) => zones.test(zone))
  if (named.length === 0) return undefined
  const own = ['2026-01-01', '2026-07-01'].map((day) => Temporal.PlainDate.from(day).toZonedDateTime(zone).offset)
  return named.find(({ offset }) => own.includes(offset))?.offset
}
