export const THEME_KEY = 'preview.theme';
export type ThemeName = 'light' | 'dark';

/** The reader's choice, else the system's. */
export function chosenTheme(): ThemeName {
  const stored = localStorage.getItem(THEME_KEY);
  if (stored === 'light' || stored === 'dark') {
    return stored;
  }
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Plugins read the theme when they start, so the page starts again; all that matters is in its URL. */
export function chooseTheme(theme: ThemeName): void {
  localStorage.setItem(THEME_KEY, theme);
  window.location.reload();
}
