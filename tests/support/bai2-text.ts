/** A BAI2 file, to be changed in tests: the sample of formats.md §8. */
export const sample = [
  '01,BANKID,CUST,260109,0600,1,80,,2/',
  '02,CUST,BANKID,1,260108,,USD,2/',
  '03,0001234567,USD,010,10000,,,015,15995,,,100,5995,1,,400,0,0,/',
  '16,165,5995,0,BANK0001,po_1,STRIPE TRANSFER/',
  '88,TR091',
  '49,37985,4/',
  '98,37985,1,6/',
  '99,37985,1,8/',
  '',
].join('\n')
