/** WCAG's contrast of a button: its text on its ground, and its edge or ground against what is around it. */
import type { Locator } from '@playwright/test';

export interface Contrast {
  readonly text: number;
  /** The better of border and ground, against the surroundings. */
  readonly edge: number;
}

export const contrastOf = (button: Locator): Promise<Contrast> =>
  button.evaluate((element) => {
    // A canvas resolves any notation of a colour into red, green, blue and alpha.
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!pen) throw new Error('no canvas to resolve colours with');
    type Colour = readonly [number, number, number, number];
    const resolve = (colour: string): Colour => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([red, green, blue, alpha]: Colour, ground: Colour): Colour => [
      red * alpha + ground[0] * (1 - alpha),
      green * alpha + ground[1] * (1 - alpha),
      blue * alpha + ground[2] * (1 - alpha),
      1,
    ];
    const groundOf = (node: Element | null): Colour => {
      if (!node) return resolve('Canvas');
      const root = node.getRootNode();
      const parent = node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      const own = resolve(getComputedStyle(node).backgroundColor);
      return own[3] === 1 ? own : over(own, groundOf(parent));
    };
    const luminance = (colour: Colour): number => {
      const [red, green, blue] = colour.slice(0, 3).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: Colour, other: Colour): number => {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const around = groundOf(element.parentElement);
    return {
      text: contrast(over(resolve(style.color), ground), ground),
      edge: Math.max(contrast(over(resolve(style.borderTopColor), around), around), contrast(ground, around)),
    };
  });
