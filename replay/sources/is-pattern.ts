/** Which names of files are patterns of names. */

/** As on a command line: `*`, `?`, `[…]` and `{…}`. */
export function isPattern(file: string): boolean {
  return /[*?[{]/.test(file)
}
