/**
 * Reads QR codes from pictures: for pages on which a visitor photographs the codes of `noren/handover`. An entry of its own, for its decoder
 * is larger than all else there.
 */
import decodeQR from 'qr/decode.js';

/** What a QR code in the picture says, null where none is found. `picture` as a canvas gives it (ImageData). */
export const readCode = (picture: { readonly width: number; readonly height: number; readonly data: Uint8Array | Uint8ClampedArray }): string | null => {
  try {
    return decodeQR({ width: picture.width, height: picture.height, data: Uint8Array.from(picture.data) });
  } catch {
    return null; // the library throws where it finds none
  }
};
