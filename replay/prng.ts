/** Numbers that look random and follow from a seed alone: xoshiro128**, seeded by splitmix32. */

export interface Prng {
  /** 32 random bits. */
  uint32(): number
  /** At least 0, below 1. */
  fraction(): number
  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number
  /** True once in `times` on average. */
  oneIn(times: number): boolean
}

export function prng(seed: number): Prng {
  let state = seed >>> 0
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()]

  const uint32 = (): number => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  const fraction = (): number => uint32() / 4_294_967_296
  return {
    uint32,
    fraction,
    below: (limit) => Math.floor(fraction() * limit),
    oneIn: (times) => fraction() * times < 1,
  }
}
