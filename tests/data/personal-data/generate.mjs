/**
 * Writes corpus.tsv: texts as they occur in shops' events, and what a person would say they are. Deterministic; the test that measures
 * on it (tests/property/personal-data.test.mjs) fails where the file is not what this makes.
 *
 *   node tests/data/personal-data/generate.mjs
 *
 * A line is: kinds, joined by a plus, or "-" for none; the shape that the generator meant; the text. Nothing in it is anybody's:
 * hosts are reserved ones, numbers are drawn by chance and given their check digits. The shapes that the scanner is known not to find
 * are in it, too, or the figures would say nothing.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Mulberry32. */
const numbersFrom = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const next = numbersFrom(20261122);
const below = (limit) => Math.floor(next() * limit);
const one = (list) => list[below(list.length)];
const digits = (count) => Array.from({ length: count }, () => below(10)).join('');
const letters = (count, of) => Array.from({ length: count }, () => one(of)).join('');

// Check digits, written here a second time on purpose.
const luhn = (body) => {
  const sum = [...body].reverse().reduce((total, d, i) => total + (i % 2 === 0 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][d] : Number(d)), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const gtin = (body) => {
  const sum = [...body].reverse().reduce((total, d, i) => total + Number(d) * (i % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const myNumber = (body) => {
  const sum = [...body].reverse().reduce((total, d, i) => total + Number(d) * [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6][i], 0);
  return `${body}${sum % 11 <= 1 ? 0 : 11 - (sum % 11)}`;
};
const iban = (country, rest) => {
  const number = [...`${rest}${country}00`].map((c) => parseInt(c, 36)).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${rest}`;
};

// Ways to write the same.
const fullWidth = (text) => [...text].map((c) => (c > ' ' && c <= '~' ? String.fromCodePoint(c.codePointAt(0) + 0xfee0) : c === ' ' ? '\u3000' : c)).join('');
const percent = (text) => [...new TextEncoder().encode(text)].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('');
const mathematical = (text) => [...text].map((c) => (c >= '0' && c <= '9' ? String.fromCodePoint(0x1d7ce + Number(c)) : c)).join('');
const inFours = (text, by = ' ') => text.match(/.{1,4}/g).join(by);

const families = ['sato', 'suzuki', 'tanaka', 'smith', 'mueller', 'garcia', 'rossi', 'dupont', 'kowalski', 'nguyen'];
const given = ['anna', 'yuki', 'haruto', 'mei', 'james', 'maria', 'luca', 'zoe', 'ines', 'tom'];
const hosts = ['example.com', 'example.org', 'mail.example.net', 'example.co.jp', 'shop.example', 'students.example.ac.jp', 'xn--r8jz45g.jp'];
const local = () => one([
  () => `${one(given)}.${one(families)}`,
  () => `${one(given)}${below(100)}`,
  () => `${one(given)}+${one(['shop', 'news', 'noren'])}`,
  () => `${one(given)[0]}_${one(families)}`,
  () => `${one(families)}-${one(given)}`,
])();
const address = () => `${local()}@${one(hosts)}`;

const sentence = (text) => one([
  () => text,
  () => text,
  () => `contact: ${text}`,
  () => `Please write to ${text}, thank you`,
  () => `ご連絡は${text}まで`,
  () => `q=${text}&page=2`,
  () => `"${text}"`,
  () => `<${text}>`,
])();
const emails = [
  ['plain', 150, () => sentence(address())],
  ['percent', 40, () => `/thanks?mail=${encodeURIComponent(address())}`],
  ['percent twice', 20, () => `/thanks?next=${encodeURIComponent(`/a?m=${encodeURIComponent(address())}`)}`],
  ['all percent', 10, () => percent(address())],
  ['full-width', 30, () => sentence(fullWidth(address()))],
  ['HTML reference', 10, () => address().replace('@', one(['&#64;', '&#x40;', '&#0064;']))],
  ['base64', 30, () => `${one(['', 'u=', 'id:'])}${Buffer.from(address()).toString('base64')}`],
  ['quoted', 10, () => `"${one(given)} ${one(families)}"@${one(hosts)}`],
  ['internationalized', 15, () => `${one(['杏奈', 'jürgen', local()])}@${one(['例え.テスト', 'bücher.example', '靴屋.jp'])}`],
  ['host by number', 5, () => `${local()}@[192.0.2.${below(256)}]`],
  ['spelled out', 8, () => address().replace('@', one([' [at] ', ' at ', '(a)']))],
  ['spaced', 4, () => address().replace('@', ' @ ')],
];

const mobile = () => `0${one(['9', '8', '7', '5'])}0`;
const areas = [['03', 4], ['06', 4], ['011', 3], ['045', 3], ['052', 3], ['075', 3], ['0466', 2], ['0742', 2], ['04992', 1]];
const exchange = (count) => `${2 + below(8)}${digits(count - 1)}`;
const tel = (text) => one([() => text, () => text, () => `TEL:${text}`, () => `電話${text}`, () => `call ${text} after six`, () => `tel=${text}`, () => `お届け先 ${text}`])();
const japanese = (by) => {
  if (below(2)) return `${mobile()}${by}${exchange(4)}${by}${digits(4)}`;
  const [area, count] = one(areas);
  return `${area}${by}${exchange(count)}${by}${digits(4)}`;
};
const northAmerican = () => [`${2 + below(8)}${digits(2)}`, exchange(3), digits(4)];
const telephones = [
  ['Japan, hyphens', 140, () => tel(japanese('-'))],
  ['Japan, other hyphens', 40, () => tel(japanese(one(['ー', '−', '‐', '–', '－', 'ｰ'])))],
  ['Japan, spaces', 20, () => tel(japanese(' '))],
  ['Japan, parentheses', 30, () => tel(japanese('-').replace(/^(\d+)-(\d+)-/, one(['($1)$2-', '$1($2)', '($1) $2-', '（$1）$2−'])))],
  ['Japan, full-width', 40, () => tel(fullWidth(japanese(one(['-', ' ', '']))))],
  ['Japan, mobile in one', 50, () => tel(japanese('').replace(/^(?!0[5789]0).*/, `${mobile()}${exchange(8)}`))],
  ['Japan, land line in one', 40, () => tel(`${one(['03', '06', '045', '052', '0742'])}${exchange(8)}`.slice(0, 10))],
  ['Japan, free of charge', 10, () => tel(one([`0120-${digits(3)}-${digits(3)}`, `0800-${digits(3)}-${digits(4)}`, `0570-${digits(3)}-${digits(3)}`]))],
  ['E.164', 40, () => tel(`+${one([`81${one(['90', '80', '3'])}${exchange(8)}`, `1${northAmerican().join('')}`, `44${7}${exchange(9)}`, `49151${exchange(7)}`, `336${digits(8)}`])}`)],
  ['international, grouped', 30, () => tel(one([`+81 ${one(['90', '80'])}-${exchange(4)}-${digits(4)}`, `+81-(0)3-${exchange(4)}-${digits(4)}`, `+1 (${northAmerican()[0]}) ${exchange(3)}-${digits(4)}`, `+44 (0)20 7946 0${digits(3)}`, `0081 90 ${exchange(4)} ${digits(4)}`]))],
  ['percent', 20, () => `/contact?tel=${encodeURIComponent(one([japanese('-'), `+81${exchange(9)}`]))}`],
  ['mathematical', 10, () => mathematical(japanese('-'))],
  ['North America, grouped', 30, () => { const [a, b, c] = northAmerican(); return tel(one([`(${a}) ${b}-${c}`, `${a}-${b}-${c}`, `${a}.${b}.${c}`, `1-${a}-${b}-${c}`])); }],
  ['North America, spaces', 6, () => northAmerican().join(' ')],
  ['North America, in one', 6, () => northAmerican().join('')],
  ['Europe, grouped', 40, () => tel(one([`020 7946 0${digits(3)}`, `07${1 + below(9)}${digits(2)} ${digits(6)}`, `06 ${3 + below(7)}${below(10)} ${digits(2)} ${digits(2)} ${digits(2)}`, `030 ${exchange(6)}`, `0151 ${exchange(8)}`]))],
  ['Europe, no leading zero', 6, () => one([`6${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`, `6${digits(8)}`])],
  ['Germany, slash', 4, () => `0171/${exchange(7)}`],
];

const issuers = [['4', 16], ['51', 16], ['54', 16], ['2221', 16], ['2550', 16], ['34', 15], ['37', 15], ['36', 14], ['3056', 14], ['3530', 16], ['3589', 16], ['6011', 16], ['6500', 16], ['62', 16], ['62', 19], ['5018', 16]];
const card = () => {
  const [prefix, length] = one(issuers);
  return luhn(`${prefix}${digits(length - 1 - prefix.length)}`);
};
const cards = [
  ['in one', 100, () => one([(t) => t, (t) => t, (t) => `card=${t}`, (t) => `カード番号：${t}`, (t) => `${t}, thanks`])(card())],
  ['in fours', 70, () => inFours(card(), one([' ', '-', ' ', '‐']))],
  ['full-width', 30, () => fullWidth(one([card(), inFours(card(), '-')]))],
  ['percent', 15, () => percent(card())],
  ['American Express', 15, () => card().replace(/.*/, () => { const n = luhn(`37${digits(12)}`); return `${n.slice(0, 4)} ${n.slice(4, 10)} ${n.slice(10)}`; })],
  ['mathematical', 10, () => mathematical(card())],
];

const myNumbers = [
  ['in one', 60, () => one([(t) => t, (t) => `個人番号：${t}`, (t) => `マイナンバー${t}です`, (t) => `mynumber=${t}`])(myNumber(digits(11)))],
  ['in fours', 40, () => inFours(myNumber(digits(11)), one([' ', '-', '　']))],
  ['full-width', 20, () => fullWidth(myNumber(digits(11)))],
];

const accounts = () => one([() => iban('DE', digits(18)), () => iban('FR', `${digits(20)}${digits(3)}`), () => iban('GB', `${letters(4, 'ABCDEFGHKLMNPRSTW')}${digits(14)}`), () => iban('NL', `${letters(4, 'ABCDEFGHKLMNPRSTW')}${digits(10)}`), () => iban('ES', digits(20)), () => iban('IT', `${letters(1, 'ABCXYZ')}${digits(22)}`)])();
const bankAccounts = [
  ['in one', 40, () => one([(t) => t, (t) => `IBAN: ${t}`, (t) => `iban=${t.toLowerCase()}`])(accounts())],
  ['in fours', 30, () => `${one(['', 'IBAN ', '振込先 '])}${inFours(accounts())}`],
  ['full-width', 10, () => fullWidth(accounts())],
];

const bytes = (count) => Buffer.from(Array.from({ length: count }, () => below(256)));
const tokens = [
  ['hash', 40, () => `${one(['', 'id=', 'h:'])}${bytes(one([16, 20, 32])).toString('hex')}`],
  ['UUID', 40, () => bytes(16).toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, `${one(['', 'user:', '{'])}$1-$2-$3-$4-$5`)],
  ['base64', 30, () => bytes(one([24, 32, 48])).toString('base64')],
  ['base64url', 30, () => bytes(one([32, 48])).toString('base64url')],
  ['web token', 20, () => `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: digits(6), iat: 1795341600 })).toString('base64url')}.${bytes(32).toString('base64url')}`],
  ['key', 20, () => `${one(['sk_live_', 'pk_test_', 'ghx_', 'key-'])}${letters(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`],
];

const goods = ['trail shoe', 'rain jacket', 'wool sock', 'gooseneck kettle', 'hinoki soap', 'linen shirt', 'climbing rope', 'tenugui', 'sencha', 'drip bag coffee'];
const wares = ['トレイルシューズ', 'レインジャケット', 'ウールソックス', 'ドリップケトル', '檜の石けん', 'リネンシャツ', '手ぬぐい', '煎茶', '抹茶セット', '長袖シャツ'];
const colours = ['black', 'navy', 'ecru', 'moss', '藍', '生成り', '墨'];
const brands = ['Hayate', 'Tabi-ya', 'Yūgen', '越前', 'NORTH & OAK', 'atelier 27'];
const pad = (number, count) => String(number).padStart(count, '0');
const day = () => [2020 + below(8), 1 + below(12), 1 + below(28)];
const shop = [
  ['name', 200, () => one([`${one(brands)} ${one(goods)} ${one(colours)}`, `${one(wares)}（${one(colours)}）${20 + below(10)}.5cm`, `${one(brands)} ${one(wares)}`, `${one(goods)} No. ${below(1000)}`])],
  ['slug', 100, () => `${one(['mens', 'womens', 'kids', 'home'])}-${one(goods).replaceAll(' ', '-')}-${one(['2026', 'gtx', 'v2', 'ii', `${below(99)}`])}-${one(['black', 'navy', 'ecru'])}`],
  ['SKU', 200, () => one([`${letters(3, 'ABCDEHKNRST')}-${digits(4)}-${letters(2, 'BKNW')}`, `${letters(2, 'ABCDEHKNRST')}${digits(6)}`, `${digits(6)}-${digits(3)}`, `${letters(3, 'ABCDEHKNRST')}_${digits(5)}.${digits(2)}`, `${digits(9)}`, `SKU-0${digits(9)}`, `${letters(2, 'XYZ')}-${digits(4)}-${digits(4)}-${digits(2)}`, `p${digits(10)}`, `gid://shopify/Product/${1 + below(9)}${digits(12)}`])],
  ['EAN-13', 150, () => one([(t) => t, (t) => t, (t) => `JAN ${t}`, (t) => `/p/${t}`])(gtin(one([`45${digits(10)}`, `49${digits(10)}`, `978${digits(9)}`, `40${digits(10)}`])))],
  ['EAN-8', 30, () => gtin(`49${digits(5)}`)],
  ['UPC-A', 60, () => gtin(`${one(['0', '7', '8'])}${digits(10)}`)],
  ['GTIN-14', 40, () => gtin(`${below(9)}${digits(12)}`)],
  ['ISBN', 30, () => { const n = digits(9); const sum = [...n].reduce((total, d, i) => total + Number(d) * (10 - i), 0); return `${n}${(11 - (sum % 11)) % 11}`.replace(/10$/, 'X').slice(0, 10); }],
  ['size', 80, () => one([`${20 + below(10)}.5cm`, `W${28 + below(10)} L${30 + below(6)}`, `${below(300)}x${below(300)}x${below(100)} mm`, `${below(40)}×${below(40)}×${below(40)}`, 'XS/S/M/L/XL', `08 10 12 14 16`, `${100 + below(100)}-${60 + below(40)}-${80 + below(30)}`, `EU ${36 + below(12)} / UK ${3 + below(10)} / US ${4 + below(10)}`, `${below(99)}号`])],
  ['date', 120, () => {
    const [y, m, d] = day();
    const [year, month, date, hour, minute] = [y, pad(m, 2), pad(d, 2), pad(below(24), 2), pad(below(60), 2)];
    const time = Date.UTC(y, m - 1, d) + below(86400000);
    return one([`${year}-${month}-${date}`, `${y}/${m}/${d}`, `${date}.${month}.${year}`, `${month}/${date}/${year} ${hour}:${minute}`, `${y}年${m}月${d}日`, `${year}${month}${date}${hour}${minute}00`, `${time}`, `${Math.floor(time / 1000)}`, `${year}-${month}-${date}T${hour}:${minute}:00+09:00`, `${date}.${month}.${year} 10-12`]);
  }],
  ['price', 80, () => one([`${1 + below(99)},${digits(3)}円`, `¥${1 + below(99)},${digits(3)}`, `€ ${below(999)},${digits(2)}`, `$${below(9999)}.${digits(2)}`, `1,${digits(3)},${digits(3)}`, `３，９８０円（税込）`, `${1 + below(9)}.${digits(3)}.${digits(3)},00`, `3個＠${1 + below(9)}00円`])],
  ['order', 100, () => { const [y, m, d] = day(); return one([`#${digits(5)}`, `R${digits(9)}`, `${y}${pad(m, 2)}${pad(d, 2)}-${digits(4)}`, `250-${digits(7)}-${digits(7)}`, `${digits(6)}-${y}${pad(m, 2)}${pad(d, 2)}-${digits(10)}`, `${1 + below(9)}${digits(12)}`, `ORD-${digits(8)}-${digits(3)}`, `1${digits(9)}`, `INV/${y}/${digits(5)}`]); }],
  ['order of twelve digits', 60, () => `${1 + below(9)}${digits(11)}`],
  ['order of sixteen digits', 40, () => `${1 + below(9)}${digits(15)}`],
  ['zeros in front', 40, () => one([pad(below(100000), 10), pad(below(1000000), 12), pad(below(100000), 8), pad(below(10000), 11)])],
  ['page', 120, () => one([`https://shop.example/${one(['p', 'item', 'products'])}/${one(goods).replaceAll(' ', '-')}?color=${one(['black', 'navy'])}&size=${20 + below(10)}`, `https://shop.example/${encodeURIComponent(one(wares))}/${digits(8)}`, `/collections/${one(['spring', 'sale'])}-2026?page=${below(20)}&sort=price`, `https://shop.example/blog/2026/0${1 + below(9)}/${pad(1 + below(28), 2)}/${digits(5)}`, `/search?q=${encodeURIComponent(`${one(wares)} ${one(colours)}`)}`, `https://www.google.example/maps/@35.68${digits(2)},139.76${digits(2)},17z`])],
  ['campaign', 60, () => one(['SpringSale2026HeroBannerHomepageTop', 'ProductListRecommendationsForYou', 'summer_sale_2026_ja', 'email-newsletter-week-42', `coupon-${letters(6, 'ABCDEFGHJKMNPQRSTUVWXYZ23456789')}`, '春の新生活フェア2026', '送料無料キャンペーン', 'free shipping over 5,000', `hero-${one(['a', 'b', 'c'])}`, 'POINT10倍'])],
  ['id of a system', 60, () => one([() => `01${letters(24, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}`, () => bytes(12).toString('hex'), () => `prod_${letters(14, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`, () => letters(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), () => `B0${letters(8, '0123456789ABCDEFGHJKLMNPQRSTVWXYZ')}`])()],
  ['at sign', 40, () => one([`@${one(families)}.official`, `logo@${2 + below(2)}x.png`, `${one(wares)}＠渋谷店。明日から`, `10% off @ checkout`, `https://video.example/@${one(given)}.${one(families)}`, `${1 + below(9)}kg@${below(99)}.50`, 'pkg@1.2.3'])],
];

export const corpus = () => {
  const rows = [];
  for (const [kind, shapes] of [['email', emails], ['telephone', telephones], ['card', cards], ['my-number', myNumbers], ['bank-account', bankAccounts], ['token', tokens], ['-', shop]]) {
    const seen = new Set();
    for (const [shape, count, make] of shapes) {
      for (let i = 0, tries = 0; i < count && tries < count * 20; ++tries) {
        const text = make();
        if (seen.has(text)) continue;
        seen.add(text);
        rows.push([kind, shape, text].join('\t'));
        ++i;
      }
    }
  }
  return `${rows.join('\n')}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('corpus.tsv', import.meta.url), corpus());
