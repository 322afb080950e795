/**
 * Records of which everything that was seen says one and the same: nearly all of a run that went well. What the checks compare of them is equal
 * already, so that they look at a few numbers instead of rows. Holds no judgement.
 */

/** By expected record. */
export interface PlainRecords {
  /**
   * 1 for a record with its one row, its one version, and decisions seen of it, at least one: all of version 1, with one result and one cause, and
   * with identity, content and amounts as they were sent. 0 says nothing.
   */
  readonly isPlain: Uint8Array
  /** Where the record stands in the log that such a version names as its cause; a partition of −1 means a close. */
  readonly causePartition: Int32Array
  readonly causeOffset: Float64Array
}

/** Of records of which nobody has looked. */
export function nonePlain(recordCount: number): PlainRecords {
  return { isPlain: new Uint8Array(recordCount), causePartition: new Int32Array(0), causeOffset: new Float64Array(0) }
}
