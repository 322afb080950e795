/** Stripe's JSON with other ids in it. Texts that no reader needs are emptied. Works on the text, so that layout and numbers stay. */

import type { WordMap } from './pseudonyms.ts'
import { isFieldName, isObject, classOf, isNumberOf } from './stripe-fields.ts'
import { mappedField, mappedWords } from './words.ts'

/** A string with the colon behind it if it is a key; a bracket; anything else between signs. */
const tokenPattern = /"((?:[^"\\]|\\[\s\S])*)"(\s*:)?|([{}[\]])|[^\s"{}[\],:]+/g

/** What opened with a bracket. */
interface Opened {
  readonly key: string
  /** All around it is known, and so is it: what is in metadata has names of somebody's own. */
  readonly isKnown: boolean
}

export function rewriteJson(text: string, map: WordMap): string {
  let key = ''
  const opened: Opened[] = []
  const isKnown = (): boolean => opened.at(-1)?.isKnown ?? true
  return text.replace(tokenPattern, (whole: string, inside?: string, colon?: string, bracket?: string) => {
    if (bracket === '}' || bracket === ']') key = opened.pop()?.key ?? ''
    else if (bracket !== undefined) {
      opened.push({ key, isKnown: isKnown() && isObject(key) })
      if (bracket === '{') key = ''
    } else if (inside === undefined) return mappedBare(whole, isKnown() && isNumberOf(key), map)
    else if (colon === undefined) {
      // An id with an escape in it is none of Stripe's.
      return `"${inside.includes('\\') ? '' : mappedField(inside, isKnown() ? classOf(key) : 'drop', map)}"`
    } else {
      key = inside
      return isFieldName(inside) ? whole : `"${mappedWords(inside.replace(/\\(?:u[\da-f]{4}|[\s\S])/gi, 'x'), map)}"${colon}`
    }
    return whole
  })
}

/** Numbers and the three words of JSON; others break it, and stay broken. */
function mappedBare(bare: string, isNeeded: boolean, map: WordMap): string {
  if (/^-?\d[\d.eE+-]*$/.test(bare)) return isNeeded ? bare : '0'
  return /^(?:true|false|null)$/.test(bare) ? bare : mappedWords(bare, map)
}
