/** A JSON document that states its own digest in its last field. Knows no field but that. */

import { digestOf } from './file-digest.ts'

/** `document` holds nothing that JSON does not. */
export function encodeDigested(document: object): string {
  return `${JSON.stringify({ ...document, digest: digestOf(JSON.stringify(document)) }, undefined, 2)}\n`
}

/** `isExpected`: whether it was written with one. */
export function isDigestHeld(parsed: object, isExpected: boolean): boolean {
  const { digest, ...rest } = parsed as { readonly digest?: unknown }
  return digest === undefined ? !isExpected : digest === digestOf(JSON.stringify(rest))
}

/** The document as it was given to `encodeDigested`. */
export function withoutDigest<Document extends object>(parsed: Document): Document {
  const { digest: _, ...document } = parsed as Document & { readonly digest?: unknown }
  return document as unknown as Document
}
