/** A module that decides without a database, a process or a clock of its own, and the test that says what it decides. */
export interface CoreModule {
  source: string;
  test: string;
  project: 'services' | 'plugin';
}

/** Folder → its core modules. Each is tried with the test beside it. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  'contract/src': ['condition', 'filter'],
  'settings/src': ['nearNames'],

  'controller/src/acts': ['checkArgs', 'planCancel', 'planRerun'],
  'controller/src/counts': ['countCubes', 'countSpans', 'series'],
  'controller/src/dispatch': ['awaited', 'lostJob'],
  'controller/src/errors': ['maskedId'],
  'controller/src/export': ['csv'],
  'controller/src/failures': [
    'failingLine',
    'failureSignature',
    'linuxErrors',
    'normaliseMessage',
    'variablePath',
    'variableWord',
  ],
  'controller/src/http': ['failedAttempts', 'gridScope', 'idempotencyKey', 'loggedPath', 'perMinute'],
  'controller/src/jobs': ['errorColumns', 'jobStateMachine', 'matchRoles', 'planExecution', 'reportRanges', 'retry'],
  'controller/src/lists': ['cursor', 'planList', 'sliceRule', 'stepThroughTime', 'windowRule'],
  'controller/src/query': ['createdWithin', 'jobSort', 'keyset', 'question', 'timeWindow'],
  'controller/src/reports': ['lessOf', 'planReports', 'reportedEnd', 'reportedLines'],
  'controller/src/retention': ['daysToDrop'],
  'controller/src/schedule': ['cronPeriod', 'cronSlots', 'decideSlot', 'periods', 'secondsPeriod'],
  'controller/src/stream': ['position'],
  'controller/src/text': ['firstCharacters', 'guid', 'isDeeper', 'rawJsonMember', 'storable'],

  'agent/src/disk': ['diskFull', 'errorCode'],
  'agent/src/job': ['failedOutcome', 'placeInDump', 'resultReport'],
  'agent/src/node': ['parseProc'],
  'agent/src/output': ['cutBytes', 'lineSplitter', 'parseLogged', 'storable'],
  'agent/src/python': ['runnerFrame'],
  'agent/src/session': ['ownershipProven', 'slots'],
  'agent/src/spool': ['readReport', 'spoolUsage'],
  'agent/src/wire': ['backoff', 'controllerClock', 'controllerError', 'parseJsonObject'],

  'src/columnFilter': ['conditionText', 'describeCondition', 'numberConditionText', 'toggleValue', 'valueCompletion'],
  'src/datasource/query': [
    'applyVariables',
    'checkCondition',
    'commonFields',
    'describeQuery',
    'expandValues',
    'migrateQuery',
    'query',
    'variableQuery',
  ],
  'src/duration': ['formatDuration', 'parseDuration'],
  'src/frameRow': ['readRow'],
  'src/jobFrame': ['readJob'],
  'src/jsonTree': ['describeSize', 'flattenJson', 'searchJson', 'treeState'],
  'src/listControls': ['describeTotal'],
  'src/listFrame': ['readListMeta'],
  'src/navigation': ['links'],
  'src/pageQuery': ['requestKey'],
  'src/panels/jobDetails': ['jobTiming', 'toJobDetails'],
  'src/panels/jobLogs/level': ['levelCondition', 'logLevel'],
  'src/panels/jobLogs/lines': ['highlightParts', 'lineText', 'logFormat', 'plainMessage', 'toLogLines'],
  'src/panels/jobLogs/window': ['logState', 'logWindow'],
  'src/panels/jobsTable/columns': ['fitColumns', 'sortOrder'],
  'src/panels/jobsTable/list': ['listActions', 'listState'],
  'src/panels/jobsTable/rows': ['jobFormat', 'jobTimes', 'toJobRows'],
  'src/panels/jumpscript': ['describePeriod', 'lineOfUrl', 'toJumpscript'],
  'src/sourceView': ['tokenizePython'],
  'src/text': ['firstCharacters'],
  'src/viewerState': ['viewerParams'],
};

/** Modules that are tested through the one that uses them. */
const TESTED_THROUGH: Readonly<Record<string, string>> = {
  'controller/src/reports/reportedEnd': 'controller/src/reports/planReports',
  'controller/src/reports/reportedLines': 'controller/src/reports/planReports',
};

/**
 * Those below the prefixes; without any, all.
 * @throws Error for a prefix below which there is none: a run that tries nothing would pass.
 */
export function coreModules(prefixes: readonly string[] = []): CoreModule[] {
  const all = Object.entries(CORE).flatMap(([folder, names]) => names.map((name) => coreModule(`${folder}/${name}`)));
  const empty = prefixes.find((prefix) => !all.some(({ source }) => source.startsWith(prefix)));
  if (empty !== undefined) {
    throw new Error(`Expected a path that scripts/mutants/ts/coreModules.ts has modules below, got "${empty}".`);
  }
  return prefixes.length === 0 ? all : all.filter(({ source }) => prefixes.some((prefix) => source.startsWith(prefix)));
}

function coreModule(path: string): CoreModule {
  return {
    source: `${path}.ts`,
    test: `${TESTED_THROUGH[path] ?? path}.test.ts`,
    project: path.startsWith('src/') ? 'plugin' : 'services',
  };
}
