/** The words of the consent banner. They say what happens and nothing else; raise kConsentText in purposes.ts when they change. */

export interface ConsentWords {
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly more: string;
}

const kEnglish: ConsentWords = {
  label: 'Your choice about personalization',
  title: 'May this shop remember what you like?',
  text:
    'If you say yes, your browser keeps a note of what you look at and buy here, and uses it to choose what this shop shows you. ' +
    'The note stays on this device and is not sent to us. Without it the shop works just the same, and you can change your mind at any time.',
  yes: 'Yes, remember',
  no: 'No, don’t remember',
  more: 'More about this',
};

const kJapanese: ConsentWords = {
  label: 'おすすめ表示についての選択',
  title: 'お好みを覚えてもよろしいですか？',
  text:
    '「はい」を選ぶと、このお店で見た商品や買った商品のメモを、お使いのブラウザーの中に保存し、表示する商品や内容を選ぶために使います。' +
    'メモはこの端末の中だけに保存され、お店には送られません。「いいえ」でもお買い物は同じようにできます。選択はいつでも変えられます。',
  yes: 'はい、覚える',
  no: 'いいえ、覚えない',
  more: '詳しく見る',
};

/** The words in a BCP 47 language; English where there are none in it. */
export const consentWords = (language: string): ConsentWords =>
  language.toLowerCase().split('-')[0] === 'ja' ? kJapanese : kEnglish;
