import { recordedSettings, type Recording, type RecordedAnswer } from '../exchange/recorded';
import type { Settings } from '../exchange/options';
import type { LiveClient, Reply } from './client';
import { bodyOf } from './words';
import { sanitized } from './sanitize';

/** What was found out, and answers that show it. */
export class Recorder {
	private readonly settings: Partial<Settings> = {};
	private readonly answers = new Map<string, RecordedAnswer>();

	constructor(private readonly client: LiveClient) {
		client.onReply((method, path, reply) => this.note(method, path, reply));
	}

	/** Notes how the stand-in would have to be set to answer likewise. */
	learn(found: Partial<Settings>): void {
		Object.assign(this.settings, found);
	}

	/** What may be shown to everybody: no key, id or amount is left in it. */
	recording(day: string): Recording {
		const recording = { day, settings: this.settings, answers: [...this.answers.values()] };
		const clean = JSON.parse(this.client.redact(JSON.stringify(recording))) as Recording;
		return { ...clean, settings: recordedSettings(clean) };
	}

	/** One answer of each kind for a method and path. */
	private note(method: string, path: string, { answer, ...reply }: Reply): void {
		const { httpStatus: status } = answer;
		const body = sanitized(bodyOf({ answer, ...reply }));
		const key = `${method} ${path} ${status} ${reply.judgement.kind}`;
		if (!this.answers.has(key)) this.answers.set(key, { method, path, status, body });
	}
}
