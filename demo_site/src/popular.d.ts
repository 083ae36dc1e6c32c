/** Ids of the products most bought in the simulated log, best first; written by steps/prepare.mjs. */
declare module 'popular' {
  const ids: readonly string[];
  export default ids;
}
