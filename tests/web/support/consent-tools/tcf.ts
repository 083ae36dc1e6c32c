/** A consent tool made of the IAB's own parts: @iabtcf/stub, @iabtcf/cmpapi answering `__tcfapi`, strings by @iabtcf/core. */
import { GVL, TCModel, TCString } from '@iabtcf/core';
import { vi } from 'vitest';
import { tcfConsent } from '../../../../web/src/consent-sources/tcf.js';
import type { ConsentTool, Saved } from './tool.js';

const purposes = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((id) => [id, { id, name: `${id}`, description: '', descriptionLegal: '', illustrations: [] }]));
const list = {
  gvlSpecificationVersion: 3, vendorListVersion: 143, tcfPolicyVersion: 5, lastUpdated: '2026-01-22T16:00:00Z',
  purposes, specialPurposes: {}, features: {}, specialFeatures: {}, stacks: {}, dataCategories: {}, vendors: {},
};

/** The string of a choice: the publisher's own consents, and legitimate interests, which are no consent, for all purposes. */
export const stringOf = ([personalization, measurement]: Saved): string => {
  const model = new TCModel(new GVL(list as never));
  model.cmpId = 23;
  model.cmpVersion = 1;
  model.isServiceSpecific = true;
  model.publisherLegitimateInterests.set([1, 2, 7, 8, 9, 10, 11]);
  model.purposeConsents.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  model.publisherConsents.set([...(personalization || measurement ? [1] : []), ...(personalization ? [5, 6] : []), ...(measurement ? [8, 9] : [])]);
  return TCString.encode(model);
};

let remembered: string | null = null;

const leaveStub = async () => {
  delete (globalThis as { __tcfapi?: unknown }).__tcfapi;
  vi.resetModules();
  const stub = (await import('@iabtcf/stub')) as unknown as { default: (() => void) | { default(): void } };
  (typeof stub.default === 'function' ? stub.default : stub.default.default)();
};

export const tcfTool: ConsentTool = {
  name: 'tcf',
  runs: '@iabtcf/cmpapi, @iabtcf/stub and @iabtcf/core 1.5.6',
  async open() {
    await leaveStub();
    const { CmpApi } = await import('@iabtcf/cmpapi');
    let loaded: InstanceType<typeof CmpApi> | null = null;
    const api = () => {
      if (loaded) return loaded;
      loaded = new CmpApi(23, 1, true);
      if (remembered === null) loaded.update('', true);
      else loaded.update(remembered, false);
      return loaded;
    };
    const save = (saved: Saved) => {
      remembered = stringOf(saved);
      api().update(remembered, true); // the banner is still open
      api().update(remembered, false);
    };
    return {
      source(options) {
        // Adapters come while the stub answers, and the tool later.
        setTimeout(api);
        return tcfConsent(options);
      },
      toggle: () => api().update(stringOf([true, true]), true),
      save,
      rejectAll: () => save([false, false]),
      fail() {
        const tool = api();
        tool.update(remembered ?? '', true);
        tool.disable();
      },
    };
  },
  missing() {
    delete (globalThis as { __tcfapi?: unknown }).__tcfapi;
    return tcfConsent({ patience: 1 });
  },
  forget() {
    remembered = null;
  },
};
