/** Puts a text into the clipboard; false where the browser refuses. Also on a page without HTTPS, as many Grafanas are. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  // Out of sight, but not hidden: what is hidden cannot be selected.
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const focused = document.activeElement;
  // Beside what has the focus: a menu that keeps it would take it back.
  (focused?.parentElement ?? document.body).append(area);
  area.focus();
  area.select();
  // The one way left on such a page.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
  return isCopied;
}
