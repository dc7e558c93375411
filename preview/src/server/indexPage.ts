import { BOOT_ELEMENT_ID, type BootDocument } from '../boot/BootDocument';

/**
 * The page every address of the app answers with. boot.js sets the globals that @grafana/runtime reads at import, so
 * it is a script of its own that runs before the module.
 */
export function indexPage(boot: BootDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OpenvCloud Jobs</title>
<link rel="icon" href="/public/plugins/openvcloud-jobs-app/img/logo.svg">
<link rel="stylesheet" href="/preview/main.css">
<style>body { margin: 0 }</style>
</head>
<body>
<div id="root"></div>
<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="${BOOT_ELEMENT_ID}">${inlineJson(boot)}</script>
<script src="/preview/boot.js"></script>
<script type="module" src="/preview/main.js"></script>
</body>
</html>
`;
}

/** JSON that cannot end the script element it stands in, whatever a title says. */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
