/** The messages of camt that are read, and how a document says which one it is. Reads no statement. */

import { HarnessError } from '../../../harness/model/errors.ts'

export const messages = {
  camt053: { name: 'camt.053', message: 'Document/BkToCstmrStmt', statement: 'Stmt', what: 'statement' },
  camt054: { name: 'camt.054', message: 'Document/BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn', what: 'notification' },
} as const
export type CamtFormat = keyof typeof messages

/**
 * The version that a `Document` names by its attributes, if it does. Some banks name a namespace of their own, or none: the message is what its
 * elements say, unless the namespace names another, which is refused.
 */
export function versionOf(file: string, format: CamtFormat, attributes: Readonly<Record<string, string>>): string | undefined {
  const { name } = messages[format]
  const namespaces = Object.entries(attributes).filter(([key]) => key.startsWith('xmlns'))
  const message = namespaces.map(([, value]) => /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}/.exec(value)?.[0]).find((found) => found !== undefined)
  if (message === undefined || message.startsWith(name)) return message
  throw new HarnessError('BAD_INPUT', `${file}: is not a ${name} message but ${message}`, {
    hint: `expected Document in the namespace urn:iso:std:iso:20022:tech:xsd:${name}.001.02 or a later version`,
  })
}
