/**
 * Slots of kind `layout`: how the page's own content stands, not what it says. Of the variant's content, `layout` becomes the
 * slot's `data-layout`, `class` is added to its classes, and `order` names its children, by their `data-noren-block`, in the order in
 * which they are to stand; the others follow. All of it is undone when the layout ends.
 */
import type { Presenter } from './presenter.js';

export const presentLayout: Presenter = ({ slot, content }) => {
  const { layout, class: names, order } = content;
  if (typeof layout === 'string') slot.dataset['layout'] = layout;
  const added = (typeof names === 'string' ? names.split(/\s+/) : []).filter((name) => name && !slot.classList.contains(name));
  slot.classList.add(...added);
  const before = [...slot.childNodes];
  if (Array.isArray(order)) {
    const blocks = order.map((name) => before.find((node) => node instanceof HTMLElement && node.dataset['norenBlock'] === name));
    slot.prepend(...blocks.filter((node) => node !== undefined));
  }
  return {
    target: slot,
    end() {
      delete slot.dataset['layout'];
      slot.classList.remove(...added);
      if (Array.isArray(order)) slot.append(...before.filter((node) => node.parentNode === slot));
    },
  };
};
