/** Hands the browser a file to save. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address when it starts the download, after this task.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
