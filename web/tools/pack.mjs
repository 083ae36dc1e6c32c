/** The other half of src/packed-bytes.ts: bytes to text. */

const kLetters = Array.from({ length: 92 }, (_, index) => 35 + index).filter((code) => code !== 92);
const kSingles = 89;

/** @param {Uint8Array} bytes */
export const encodeBytes = (bytes) => {
  const codes = [];
  for (const byte of bytes) {
    if (byte < kSingles) {
      codes.push(kLetters[byte]);
    } else {
      const rest = byte - kSingles;
      codes.push(kLetters[kSingles + Math.floor(rest / kLetters.length)], kLetters[rest % kLetters.length]);
    }
  }
  return Buffer.from(codes).toString('latin1');
};
