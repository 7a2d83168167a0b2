// Parts that scroll sideways show where they go on.

/** @param {Element} element */
function show(element) {
  const left = element.scrollLeft;
  element.classList.toggle("goes-on-left", left > 1);
  element.classList.toggle("goes-on-right", left + element.clientWidth < element.scrollWidth - 1);
}

const sizes = new ResizeObserver(changes => {
  for (const { target } of changes)
    show(target.classList.contains("scrolls") ? target : target.parentElement ?? target);
});

/**
 * @template {HTMLElement} T
 * @param {T} element
 * @returns {T}
 */
export function scrolls(element) {
  element.classList.add("scrolls");
  element.addEventListener("scroll", () => show(element), { passive: true });
  sizes.observe(element);
  for (const child of element.children)
    sizes.observe(child);
  return element;
}

/**
 * Brings what is out of sight into view, as smoothly as somebody likes it.
 * @param {HTMLElement} element
 * @param {number} enough pixels of it that are enough to be seen
 */
export function bringIntoView(element, enough) {
  const { top, bottom, height } = element.getBoundingClientRect();
  const seen = Math.min(bottom, window.innerHeight) - Math.max(top, 0);
  if (seen >= Math.min(height, enough))
    return;
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
}
