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

/** The wasm file as text, see packed-bytes.ts. */
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
