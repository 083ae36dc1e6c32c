/** Yen as both languages write it. Intl's Japanese form uses the full-width sign, which looks out of place on a price tag. */
export const yen = (amount: number): string => `¥${amount.toLocaleString('en')}`;

/** From this total on the shop pays for sending. */
export const freeShippingFrom = 5000;
export const shippingFee = 550;

export const shippingFor = (total: number): number => (total === 0 || total >= freeShippingFrom ? 0 : shippingFee);
