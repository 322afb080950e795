/** Fresh ids for every copy of a history: same shape, same length, and equal to no other id of any copy. Pure. */

import { isNaming, numberOf, piecesOf, shapeOf, tokenOf, type TokenShape } from './token-shape.ts'

/** How far apart the copies of one id are among the ids of its shape. */
interface Stride {
  readonly stride: bigint
  /** Whole strides that fit. */
  readonly blocks: bigint
}

/** A token of a text that is another one in each copy. */
interface Name {
  /** Of the text's pieces. */
  readonly at: number
  readonly token: string
  readonly shape: TokenShape
  readonly strides: Stride
  readonly block: bigint
  readonly rest: bigint
}

interface KnownText {
  readonly pieces: readonly string[]
  readonly names: readonly Name[]
}

/** Texts that are kept read: the copies of a record follow each other closely. */
const knownMax = 10_000
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
  readonly #known = new Map<string, KnownText>()

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

  /** Whether there is a fresh id for this one in every copy: one word of it that changes is enough, and a text of other signs has none. */
  hasRoom(text: string): boolean {
    return namesOf(text).some((token) => this.#strides.get(shapeOf(token).key) !== undefined)
  }

  /** The id in a copy, numbered from 0 for the original. An id without room stays as it is. */
  fresh(text: string, copy: number): string {
    if (copy === 0) return text
    if (copy >= this.#copies) throw new Error(`copy ${copy} of ${this.#copies}`)
    const { pieces, names } = this.#read(text)
    const fresh = [...pieces]
    for (const name of names) fresh[name.at] = freshToken(name, BigInt(copy))
    return fresh.join('')
  }

  #read(text: string): KnownText {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (this.#known.size >= knownMax) this.#known.clear()
    const pieces = piecesOf(text)
    const isName = isNaming(pieces)
    const names = pieces.flatMap((token, at): readonly Name[] => {
      if (!isName(token, at)) return []
      const shape = shapeOf(token)
      const strides = this.#strides.get(shape.key)
      if (strides === undefined) return []
      const number = numberOf(token, shape)
      return [{ at, token, shape, strides, block: number / strides.stride, rest: number % strides.stride }]
    })
    const read = { pieces, names }
    this.#known.set(text, read)
    return read
  }
}

function freshToken({ token, shape, strides: { stride, blocks }, block, rest }: Name, copy: bigint): string {
  // What lies behind the last whole stride begins again at the first.
  return tokenOf((block < blocks ? (block + copy) % blocks : copy - 1n) * stride + rest, token, shape)
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
