export interface WasmParts {
  readonly functions: readonly { readonly name: string; readonly size: number }[];
  readonly sections: Readonly<Record<string, number>>;
}
export function readWasm(bytes: Uint8Array): WasmParts;
export function qualifiedName(demangled: string): string;
export function folderSizes(bytes: Uint8Array, root: string): Record<string, number>;
