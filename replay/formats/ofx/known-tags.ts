/** Tags that a file has again and again, and which of them follows which: nearly all are found without a text being made of them. */

import { ownText } from '../own-text.ts'

export interface KnownTag {
  /** With its brackets. */
  readonly text: string
  /** Upper case, without a namespace. */
  readonly name: string
  readonly isClose: boolean
  /** Whether it is remembered: what is not has no part in a chain of followers, which would keep it all the same. */
  readonly isKept: boolean
  /** What followed it when it was seen last. */
  next: KnownTag | undefined
}

/** Different tags that are remembered, and characters of them: a file has a few dozen. */
const tagsMax = 1_000
const tagCharsMax = 64

export class KnownTags {
  readonly #kept = new Map<string, KnownTag>()
  #last: KnownTag | undefined

  /** The tag at a place, if it is the one that followed the last tag before. */
  expectedAt(text: string, at: number): KnownTag | undefined {
    const next = this.#last?.next
    return next !== undefined && text.startsWith(next.text, at) ? next : undefined
  }

  /** What a text says, from its `<` to its `>`; one that has lost its `>` is not remembered, since it may begin another. */
  tagOf(piece: string): KnownTag {
    const before = this.#kept.get(piece)
    if (before !== undefined) return before
    const isKept = this.#kept.size < tagsMax && piece.length <= tagCharsMax && piece.endsWith('>')
    const text = isKept ? ownText(piece) : piece
    const tag: KnownTag = { text, ...nameOf(text), isKept, next: undefined }
    if (isKept) this.#kept.set(text, tag)
    return tag
  }

  /** To be told of each tag in its turn. */
  follow(tag: KnownTag): void {
    const kept = tag.isKept ? tag : undefined
    if (this.#last !== undefined) this.#last.next = kept
    this.#last = kept
  }
}

function nameOf(tag: string): { readonly name: string; readonly isClose: boolean } {
  const isClose = tag.startsWith('</')
  const inner = tag.slice(isClose ? 2 : 1, tag.endsWith('>') ? -1 : undefined)
  const blank = inner.search(/[\s/]/)
  const whole = blank === -1 ? inner : inner.slice(0, blank)
  return { name: whole.slice(whole.indexOf(':') + 1).toUpperCase(), isClose }
}
