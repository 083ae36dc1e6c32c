/** Consent tools that come without types. */
declare module 'klaro/dist/klaro-no-css';
declare module '@iabtcf/stub';
