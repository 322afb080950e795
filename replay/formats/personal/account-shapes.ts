/** What account numbers (IBAN) are made of, country by country. From the registry of ISO 13616, and of countries outside of it that use them. Data. */

/** Behind country and check digits: so many digits (`n`), letters (`a`), or either (`c`); and who has them so. */
const table = `
11n NO | 12n BE | 14n DK FI FO GL SD | 15n SI | 16n AT BA EE LT MN XK | 17n HR | 18n CR DE ME RS VA | 19n AE IL SO TL | 20n CZ ES SE SK TN
21n AO CV LY MZ PT ST | 22n DZ IR IS | 23n BI CF CG CM DJ GA GQ KM MG MR TD | 24n HU MA PL | 25n EG
2a12n FK | 2a16n GE | 4a10n NL | 4a14n GB IE | 4a15n IQ | 4a16n VG | 4a20n HN NI SV | 4a19n3a MU | 4a20n3a SC
4a6n8c BG | 4a4n18c JO YE | 4a5n18c MT | 1a10n12c IT SM
4a13c LV | 4a14c BH | 4a15c GI | 4a16c PK RO | 4a20c AZ | 4a21c PS QA | 4a22c KW | 4a24c LC
2c19n GW | 2c22n BF BJ CI ML NE SN TG | 4c20n DO | 4c4n16c BY | 20c MD | 24c GT
2n18c SA | 3n13c KZ LU | 3n16c OM | 4n20c LB | 5n12c CH LI | 6n16c TR | 6n19c UA | 7n16c GR | 8n12c AD | 8n16c AL CY | 14n15c RU
3n10c2n MK | 10n11c2n FR MC | 23n1a1c BR
`

/** By country, a letter for each character: 18 times `n` for `DE`. */
export const accountShapes: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split(/[|\n]/)
    .flatMap((entry) => {
      const [shape = '', ...countries] = entry.trim().split(' ')
      const letters = shape.replace(/(\d+)([nac])/g, (_, count: string, kind: string) => kind.repeat(Number(count)))
      return countries.map((country): [string, string] => [country, letters])
    }),
)

const shapes: (string | undefined)[] = Array.from({ length: 26 * 26 }, (_, at) =>
  accountShapes.get(String.fromCharCode(0x41 + Math.floor(at / 26), 0x41 + (at % 26))),
)

/** The shape of the country whose name has these two letters, large or small. */
export function accountShape(first: number, second: number): string | undefined {
  return shapes[((first & 0x1f) - 1) * 26 + (second & 0x1f) - 1]
}
