/** Modules that tools/build.mjs makes from the compiled engine. */
declare module 'noren:engine' {
  const factory: import('./engine-module.js').EngineFactory;
  export default factory;
}

declare module 'noren:rules-engine' {
  const factory: import('./rules-module.js').RulesFactory;
  export default factory;
}

declare module 'noren:check-engine' {
  const factory: import('./check-module.js').CheckFactory;
  export default factory;
}

/** A wasm file as text, see packed-bytes.ts. Those of parts are modules of their own in the package. */
declare module 'noren:parts/*' {
  const text: string;
  export default text;
}

declare module 'noren:wasm' {
  const text: string;
  export default text;
}

declare module 'noren:rules-wasm' {
  const text: string;
  export default text;
}

declare module 'noren:check-wasm' {
  const text: string;
  export default text;
}
