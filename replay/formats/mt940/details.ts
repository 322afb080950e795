/** The texts of `:86:` in their dialects: what of them names a payment. Names, accounts and mandates are never given back. */

export interface DetailTexts {
  readonly references: readonly string[]
  readonly remittance: readonly string[]
}

/** Lines are cut at this length, in the middle of words. */
export const wrapChars = 65
/** So are the German subfields. */
export const subfieldChars = 27

/** One `:86:` with its continuation lines. */
export function readDetails(lines: readonly string[]): DetailTexts {
  const text = joined(lines, wrapChars).trim()
  const german = /^(\d{3})([^\dA-Za-z\s/])(?=\d\d)/.exec(text)
  if (german !== null) return readGerman(text.slice(3), german[2] ?? '?')
  if (/^\/[A-Z]{2,8}\//.test(text)) return readSlashed(text)
  return { references: [], remittance: [text] }
}

/** A full piece was cut anywhere; a shorter one ended by itself, so a blank belongs behind it. */
function joined(pieces: readonly string[], fullChars: number): string {
  let text = ''
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1]
    text += before === undefined || before.length >= fullChars ? piece : ` ${piece}`
  }
  return text
}

/** `?00 … ?20 … ?29 ?60 … ?63`: the purpose. ?30 to ?33 are the other party's bank, account and name. */
function readGerman(text: string, sign: string): DetailTexts {
  const purpose: string[] = []
  for (const field of text.split(sign)) {
    const code = field.slice(0, 2)
    if (/^(?:2\d|6[0-3])$/.test(code)) purpose.push(field.slice(2))
    // The sign stood in a text by itself.
    else if (!/^\d\d/.test(field) && purpose.length > 0) purpose.push(`${purpose.pop() ?? ''}${sign}${field}`)
  }
  return readPurpose(joined(purpose, subfieldChars))
}

export const purposeKey = /(?:^|\s|(?<=[^A-Z]))(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|ANAM|RREF|RETP)\+/
const purposeReferences: ReadonlySet<string> = new Set(['EREF', 'KREF', 'RREF'])

/** `EREF+… SVWZ+…`; what stands before the first key is plain text. */
function readPurpose(text: string): DetailTexts {
  const references: string[] = []
  const remittance: string[] = []
  const parts = text.split(purposeKey)
  remittance.push(parts[0] ?? '')
  for (let at = 1; at < parts.length; at += 2) {
    const [key = '', part = ''] = [parts[at], parts[at + 1]]
    if (purposeReferences.has(key)) references.push(part.trim())
    else if (key === 'SVWZ') remittance.push(part)
  }
  return { references, remittance }
}

export const slashKey =
  /\/(EREF|PREF|IREF|KREF|RREF|CREF|MARF|MREF|CSID|CNTP|REMI|USTD|STRD|CDTRREFTP|CDTRREF|PURP|ULTC|ULTD|ULTB|EXCH|CHGS|RTRN|TRTP|IBAN|BIC|NAME|BENM|ORDP|BENB|ORDB|ADDR|ISDT|OCMT|ACNO|NRTX|SVCL|TRCD|TR|ID|BAI|SUM)(?=\/)/
const slashReferences: ReadonlySet<string> = new Set(['EREF', 'PREF', 'IREF', 'KREF', 'RREF', 'CREF', 'TR'])
const slashTexts: ReadonlySet<string> = new Set(['REMI', 'USTD', 'STRD', 'CDTRREF'])

/** `/EREF/…/NAME/…/REMI/USTD//…/`; only the texts that are known for references or remittance are kept. */
function readSlashed(text: string): DetailTexts {
  const references: string[] = []
  const remittance: string[] = []
  const parts = text.split(slashKey)
  for (let at = 1; at < parts.length; at += 2) {
    const key = parts[at] ?? ''
    const part = withoutSlashes(parts[at + 1] ?? '')
    if (slashReferences.has(key)) references.push(part)
    else if (slashTexts.has(key)) remittance.push(part)
  }
  return { references, remittance }
}

/** Without blanks and slashes at both ends. */
function withoutSlashes(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && /[/\s]/.test(text.charAt(start))) start++
  while (end > start && /[/\s]/.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
