/** Fresh ids for every copy of a history: same shape, same length, and equal to no other id of any copy. Pure. */

import { isNaming, numberOf, piecesOf, shapeOf, tokenOf, type TokenShape } from './token-shape.ts'

/** How far apart the copies of one id are among the ids of its shape. */
interface Stride {
  readonly stride: bigint
  /** Whole strides that fit. */
  readonly blocks: bigint
}

/** Strides that are tried for a shape before it counts as full. */
const stridesTried = 64
/** Remainders are compared as numbers; of longer ones, what is left after this division. */
const comparedBelow = 9_007_199_254_740_881n

/**
 * The copies of an id lie a fixed stride apart. All ids of a shape have different remainders by that stride, so no two of them
 * meet in any copy: freshness is arithmetic, and no list of the ids that are made is kept.
 */
export class FreshTokens {
  readonly #copies: number
  readonly #strides = new Map<string, Stride | undefined>()

  /** `texts`: every id and reference of the history, in any order, repeated or not. */
  constructor(texts: Iterable<string>, copies: number) {
    this.#copies = copies
    const byShape = new Map<string, { readonly shape: TokenShape; readonly tokens: Set<string> }>()
    for (const text of texts) {
      for (const token of namesOf(text)) {
        const shape = shapeOf(token)
        const known = byShape.get(shape.key)
        if (known === undefined) byShape.set(shape.key, { shape, tokens: new Set([token]) })
        else known.tokens.add(token)
      }
    }
    for (const [key, { shape, tokens }] of byShape) this.#strides.set(key, strideFor(shape, tokens, BigInt(copies)))
  }

  /** Whether there is a fresh id for this one in every copy. */
  hasRoom(text: string): boolean {
    return namesOf(text).every((token) => this.#strides.get(shapeOf(token).key) !== undefined)
  }

  /** The id in a copy, numbered from 0 for the original. An id without room stays as it is. */
  fresh(text: string, copy: number): string {
    if (copy === 0) return text
    if (copy >= this.#copies) throw new Error(`copy ${copy} of ${this.#copies}`)
    const pieces = piecesOf(text)
    const isName = isNaming(pieces)
    return pieces.map((piece, at) => (isName(piece, at) ? this.#token(piece, BigInt(copy)) : piece)).join('')
  }

  #token(token: string, copy: bigint): string {
    const shape = shapeOf(token)
    const found = this.#strides.get(shape.key)
    if (found === undefined) return token
    const { stride, blocks } = found
    const number = numberOf(token, shape)
    const [block, rest] = [number / stride, number % stride]
    // What lies behind the last whole stride begins again at the first.
    return tokenOf((block < blocks ? (block + copy) % blocks : copy - 1n) * stride + rest, token, shape)
  }
}

function namesOf(text: string): string[] {
  const pieces = piecesOf(text)
  return pieces.filter(isNaming(pieces))
}

function strideFor({ size }: TokenShape, tokens: ReadonlySet<string>, copies: bigint): Stride | undefined {
  const longest = size / copies
  // The shape of one token serves for all of them.
  const numbers = Array.from(tokens, (token) => numberOf(token, shapeOf(token)))
  for (let tried = 0n; tried < BigInt(stridesTried); tried++) {
    const stride = longest - tried
    if (stride < BigInt(tokens.size)) return undefined
    const rests = new Set<number>()
    for (const number of numbers) rests.add(Number((number % stride) % comparedBelow))
    if (rests.size === numbers.length) return { stride, blocks: size / stride }
  }
  return undefined
}
