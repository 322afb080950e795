/** Gives memory back at once: a collection that would do it may not come before the end. Knows not what stood there. */

type Column = Uint8Array | Int32Array | Uint32Array | Float64Array

/** Nothing can be read of these columns any more. */
export function giveUp(...columns: readonly Column[]): void {
  for (const { buffer } of columns) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0)
}
