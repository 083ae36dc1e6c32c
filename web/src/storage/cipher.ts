/**
 * Encryption of what is stored: AES-GCM with a fresh 96-bit IV for each value, and bound to where the value belongs. The data key
 * lies wrapped by a wrapping key that never leaves the browser's key store.
 * This protects from reading and altering values and lets an erasure be the erasure of a few bytes. It does not protect from
 * script of the same origin, nor from somebody who has the unlocked browser profile: see privacy/THREAT_MODEL.md.
 */

const kAes = { name: 'AES-GCM', length: 256 };
const kIvBytes = 12;

/** A ciphertext with its IV, as it lies in a row. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const freshIv = () => crypto.getRandomValues(new Uint8Array(kIvBytes));

const parameters = (iv: Uint8Array<ArrayBuffer>, scope: string) => ({
  name: kAes.name,
  iv,
  additionalData: new TextEncoder().encode(scope),
});

export const createWrappingKey = (): Promise<CryptoKey> => crypto.subtle.generateKey(kAes, false, ['wrapKey', 'unwrapKey']);

/** A new data key, already wrapped: IV, then 48 bytes. */
export const createWrappedKey = async (wrapping: CryptoKey, scope: string): Promise<Uint8Array<ArrayBuffer>> => {
  const key = await crypto.subtle.generateKey(kAes, true, ['encrypt', 'decrypt']);
  const iv = freshIv();
  const wrapped = await crypto.subtle.wrapKey('raw', key, wrapping, parameters(iv, `${scope}|key`));
  const bytes = new Uint8Array(kIvBytes + wrapped.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(wrapped), kIvBytes);
  return bytes;
};

export class Cipher {
  readonly #key: CryptoKey;
  readonly #scope: string;

  private constructor(key: CryptoKey, scope: string) {
    this.#key = key;
    this.#scope = scope;
  }

  /** Throws where the wrapped key is not of this wrapping key and scope. What it seals is bound to `scope`. */
  static async unwrap(wrapped: Uint8Array<ArrayBuffer>, wrapping: CryptoKey, keyScope: string, scope: string): Promise<Cipher> {
    const algorithm = parameters(wrapped.slice(0, kIvBytes), `${keyScope}|key`);
    const key = await crypto.subtle.unwrapKey('raw', wrapped.slice(kIvBytes), wrapping, algorithm, kAes, false, ['encrypt', 'decrypt']);
    return new Cipher(key, scope);
  }

  async seal(kind: string, bytes: Uint8Array): Promise<Sealed> {
    const iv = freshIv();
    return { iv, data: await crypto.subtle.encrypt(parameters(iv, `${this.#scope}|${kind}`), this.#key, bytes as Uint8Array<ArrayBuffer>) };
  }

  /** Throws for anything that seal() did not make for this kind. */
  async open(kind: string, { iv, data }: Omit<Sealed, 'data'> & { readonly data: BufferSource }): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, `${this.#scope}|${kind}`), this.#key, data));
  }
}
