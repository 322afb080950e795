/** Seeded chance for arrivals (sfc32). The same seed gives the same numbers on every machine; knows nothing of what they are for. */

/** Draws uniformly from [0, 1), in steps of 2⁻⁵³. `stream` gives independent sequences under one seed. */
export function uniformFrom(seed: number, stream = 0): () => number {
  let a = seed >>> 0
  let b = Math.floor(seed / 0x1_0000_0000) >>> 0
  let c = stream >>> 0
  let counter = 1
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  // Neighbouring seeds differ in few bits at first; a dozen rounds spread them over the whole state.
  for (let round = 0; round < 15; round++) next32()
  return () => ((next32() >>> 5) * 0x400_0000 + (next32() >>> 6)) / 0x20_0000_0000_0000
}
