import { type LocationService } from '@grafana/runtime';

/**
 * A click on a link to this site changes the page without loading it, as in Grafana; with a modifier key, another
 * target or another site the browser does what it always does.
 */
export function followLinks(document: Document, location: Pick<LocationService, 'push'>): () => void {
  const onClick = (event: MouseEvent) => {
    const path = pathToFollow(event);
    if (path !== undefined) {
      event.preventDefault();
      location.push(path);
    }
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}

function pathToFollow(event: MouseEvent): string | undefined {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return undefined;
  }
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  const href = anchor?.getAttribute('href');
  if (
    !anchor ||
    !href ||
    href.startsWith('#') ||
    (anchor.target !== '' && anchor.target !== '_self') ||
    anchor.hasAttribute('download')
  ) {
    return undefined;
  }
  const url = new URL(href, window.location.href);
  const isFile = /^\/(api|public|preview)\//.test(url.pathname);
  return url.origin === window.location.origin && !isFile ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
