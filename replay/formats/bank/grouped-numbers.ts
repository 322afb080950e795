/** Account and card numbers that are printed in groups (`DE89 3704 …`): no word of them looks like one. Knows no bank format. */

/** Groups of the longest account number, and of the shortest card number. */
const groupsMax = 9
const groupsMin = 3

/** The words of a text without those that are groups of a number, as `isNumber` knows it when it is written in one word. */
export function wordsWithoutNumbers(text: string, isNumber: (word: string) => boolean): string[] {
  const words = text.split(/\s+/)
  // Nearly no text has two groups of digits beside each other.
  if (!/\d{4} (?:\d{4}|\d{6}) /.test(text)) return words
  const kept: string[] = []
  for (let at = 0; at < words.length;) {
    const groups = groupCount(words, at, isNumber)
    if (groups === 0) kept.push(words[at] ?? '')
    at += Math.max(groups, 1)
  }
  return kept
}

/** How many words from `at` on are one number; the most that are, since shorter ones could be by chance. */
function groupCount(words: readonly string[], at: number, isNumber: (word: string) => boolean): number {
  if (!/^(?:[A-Z]{2}\d{2}|\d{4})$/.test(words[at] ?? '')) return 0
  for (let count = groupsMax; count >= groupsMin; count--) {
    if (at + count <= words.length && isNumber(words.slice(at, at + count).join(''))) return count
  }
  return 0
}
