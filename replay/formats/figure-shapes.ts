/** What an amount and a date look like, damaged ones too: nothing else of a column that may have slipped is told or kept. */

/** Groups of thousands are parted by signs of any kind, and by blanks only in threes: telephone numbers have blanks elsewhere. */
export const amountPattern = /^[-+(]?[$\u20ac\u00a3\u00a5]?\d*(?:[.,']\d*| \d{3}(?!\d))*\)?[-+]?$/

/** With or without time and offset. A day of three digits is none: other numbers have hyphens too. */
export const datePattern =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\d{2})?)(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?$/

/** Without signs between: MMDD, YYMMDD or YYYYMMDD, the last with a time and a zone as OFX and camt write them. */
export const plainDatePattern =
  /^(?:\d{4}|\d{6}|(?:19|20)\d{6}(?:T?\d{4}(?:\d{2}(?:\.\d{1,6})?)?)?(?:\[[-+\d.]{1,6}(?::[A-Z]{1,5})?\]|Z)?)$/
