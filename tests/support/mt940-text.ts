/** Pieces of MT940 messages, to be put together and changed in tests. */

/** One message around `lines`. */
export const message = (lines: string, closing = '59,95', opening = '0,', account = 'ACC'): string =>
  `:20:A\n:25:${account}\n:28C:1/1\n:60F:C260107USD${opening}\n${lines}:62F:C260108USD${closing}\n-\n`

/** The sample of formats.md §7. */
export const line = ':61:2601080108C59,95NTRFNONREF//BANK0001\n'
export const details = ':86:166?00CREDIT?20EREF+NOTPROVIDED?21SVWZ+STRIPE po_1 TR091?32STRIPE\n'
