// Reads what we tell Netlify with Netlify's own parsers, as its builds do.
//
// Usage: node netlify.mjs NODE_MODULES FOLDER ROOT CONTEXT. Prints JSON: headers, redirects, and the errors of both from
// the files in FOLDER; the configuration of ROOT for a context.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder, root, context] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(modules, name, "lib", "index.js")));
const { parseAllHeaders } = await load("@netlify/headers-parser");
const { parseAllRedirects } = await load("@netlify/redirect-parser");
const { resolveConfig } = await load("@netlify/config");

const said = (errors) => errors.map((error) => error.message);
const headers = await parseAllHeaders({ headersFiles: [join(folder, "_headers")], configHeaders: [], minimal: true });
const redirects = await parseAllRedirects({
  redirectsFiles: [join(folder, "_redirects")],
  configRedirects: [],
  minimal: true,
});
const { config } = await resolveConfig({ cwd: root, repositoryRoot: root, offline: true, context, buffer: true });
process.stdout.write(
  JSON.stringify({
    headers: headers.headers,
    redirects: redirects.redirects,
    errors: [...said(headers.errors), ...said(redirects.errors)],
    config,
  }),
);
