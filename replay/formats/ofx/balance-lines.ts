/** Balances that Brazilian banks write between their transactions as if they were some (Itaú, Banco do Brasil, Caixa, Sicoob). Knows texts alone. */

/** The whole text: `PIX RECEBIDO SALDO ANTERIOR ACERTO` and `RESGATE SALDO APLIC` moved money. An accent is one character, or the bytes of one. */
const balancePattern =
  /^(?:saldo|s a l d o)(?: (?:anterior|inicial|final|atual|(?:do )?dia|(?:total )?dispon[^\s]{1,2}vel(?: (?:do )?dia)?))?[\s.:]*$/

/** Whether a text says nothing but that the amount beside it is a balance. */
export function isBalanceText(text: string): boolean {
  return balancePattern.test(text.trim().replace(/\s+/g, ' ').toLowerCase())
}

/** Whether a transaction does, by its name and memo: one of the two may be empty. */
export function isBalanceLine(currency: string, texts: readonly string[]): boolean {
  const said = texts.filter((text) => text.trim() !== '')
  return currency === 'BRL' && said.length > 0 && said.every(isBalanceText)
}
