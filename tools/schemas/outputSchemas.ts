import type { IDataObject } from 'n8n-workflow';
import type { Exchange } from '../exchange';
import { runWorkflow } from '../harness';
import { schemaOf, type JsonSchema } from './jsonSchema';
import { ERROR_SAMPLES, SAMPLES, type Sample } from './samples';

/** Where n8n looks for them: in the folder of the node, by version, resource and operation. */
export const SCHEMA_FOLDER = 'nodes/NamiSpot/__schema__/v1.0.0';

/**
 * What comes out of each operation, by the file that n8n looks for below SCHEMA_FOLDER, and out of
 * the error output, for which n8n has no place: `error.json`.
 */
export async function outputSchemas(exchange: Exchange): Promise<Map<string, JsonSchema>> {
	const items = new Map<string, IDataObject[]>();
	const add = (file: string, more: readonly IDataObject[]) =>
		items.set(file, [...(items.get(file) ?? []), ...more]);
	for (const sample of SAMPLES) {
		const { success, error } = await run(exchange, sample);
		if (error !== undefined || success.length === 0) throw failed(sample, error);
		const { resource, operation } = sample.parameters;
		add(
			`${String(resource)}/${String(operation)}.json`,
			success.map(({ json }) => json),
		);
	}
	for (const sample of ERROR_SAMPLES) {
		const { failed: out } = await run(exchange, sample, 'continueErrorOutput');
		if (out.length === 0) throw failed(sample, undefined);
		add(
			'error.json',
			out.map(({ json }) => json),
		);
	}
	return new Map([...items].map(([file, samples]) => [file, schemaOf(samples)]));
}

async function run(
	exchange: Exchange,
	{ parameters, before }: Sample,
	onError: 'stopWorkflow' | 'continueErrorOutput' = 'stopWorkflow',
) {
	const { url: baseUrl, apiKey, apiSecret } = exchange;
	const credential = { apiKey, apiSecret, environment: 'custom', baseUrl, callsPerMinute: 100_000 };
	return await runWorkflow({
		parameters: { ...parameters, ...before?.(exchange) },
		credentials: { namiApi: credential },
		onError,
	});
}

function failed({ parameters }: Sample, error: Error | undefined): Error {
	return new Error(`No sample of ${JSON.stringify(parameters)}: ${error?.message ?? 'no item'}`);
}
