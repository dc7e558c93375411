import { BOOT_ELEMENT_ID, type BootDocument } from './BootDocument';

let document_: BootDocument | undefined;

/** Our own server wrote it into this page: its shape is the type's. */
export function readBootDocument(): BootDocument {
  document_ ??= JSON.parse(document.getElementById(BOOT_ELEMENT_ID)?.textContent ?? '{}') as BootDocument;
  return document_;
}
