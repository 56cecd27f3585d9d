// For who builds widgets: Ctrl+Alt+T shows the tree of the page over its picture, with the role of each element.

function roleOf(element: Element): string {
  return element.getAttribute("role") ?? element.tagName.toLowerCase();
}

export function watchOutlineKey(page: HTMLElement): void {
  const label = (): void => {
    for (const element of page.querySelectorAll("*")) element.setAttribute("data-outline", roleOf(element));
  };
  const observer = new MutationObserver(label);
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !event.altKey || event.code !== "KeyT") return;
    event.preventDefault();
    if (page.classList.toggle("outlined")) {
      label();
      observer.observe(page, { childList: true, subtree: true });
    } else {
      observer.disconnect();
    }
  });
}
