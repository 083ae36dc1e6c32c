/**
 * How much of something a run does: of a short run a fixed little, of a full run all, or a part of it.
 * @param {{ short: boolean, part?: number }} options
 * @param {{ short: number, full: number }} amounts
 */
export const sizeOf = ({ short, part = 1 }, amounts) => (short ? amounts.short : Math.max(1, Math.ceil(amounts.full * part)));
