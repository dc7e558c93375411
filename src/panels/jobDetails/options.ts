/** The parts of a job a panel can show, in their order. */
export const SECTIONS = ['properties', 'error', 'args', 'result'] as const;
export type Section = (typeof SECTIONS)[number];

/** Which of them it does: a dashboard may give each part its own panel. */
export type JobDetailsOptions = Record<Section, boolean>;

export const SECTION_LABELS: Readonly<Record<Section, string>> = {
  properties: 'Properties',
  error: 'Error',
  args: 'Arguments',
  result: 'Result',
};

/** Options that a dashboard does not name are on. */
export function shownSections(options: Partial<JobDetailsOptions>): Section[] {
  return SECTIONS.filter((section) => options[section] !== false);
}
