/** Statuses of a transaction detail report (formats.md §4). */

/** S: it succeeded. F: it did, and a part of it was refunded since, by a row of its own. */
export function isBookedStatus(status: string): boolean {
  return status === 'S' || status === 'F'
}
