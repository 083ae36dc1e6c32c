/** A consent tool as a page has it, driven the way its visitor would, for the contract that all adapters keep. */
import type { ConsentSource } from '../../../../web/src/types.js';

/** What she saves: yes or no to personalization, and to measurement. */
export type Saved = readonly [personalization: boolean, measurement: boolean];

/** One page view with the tool in it. What the tool itself remembers lasts from page to page, until {@link ConsentTool.forget}. */
export interface ToolPage {
  source(options?: { readonly patience?: number }): ConsentSource;
  /** Moves a switch and does not save; undefined where the tool shows no such thing to the page. */
  readonly toggle?: () => void | Promise<void>;
  save(saved: Saved): void | Promise<void>;
  rejectAll(): void | Promise<void>;
  /** Her answer is deleted from within the page; undefined where the tool can't do that. */
  readonly reset?: () => void | Promise<void>;
  /** The tool tells that it is broken; undefined where it has no way to. */
  readonly fail?: () => void | Promise<void>;
}

export interface ConsentTool {
  readonly name: string;
  /** The package and version that runs, or what stands in for a hosted one. */
  readonly runs: string;
  /** Loads a page. */
  open(): ToolPage | Promise<ToolPage>;
  /** A page on which the tool never loads. */
  missing(): ConsentSource;
  /** The tool remembers nothing, as on a fresh device. */
  forget(): void;
}

export const deleteCookies = (): void => {
  for (const cookie of document.cookie.split('; ')) document.cookie = `${cookie.split('=')[0]}=; max-age=0; path=/`;
};
