import type { Logger } from 'n8n-workflow';
import { Failure } from '../../nodes/NamiSpot/exchange/reply/failure';
import { asFailure } from '../../nodes/NamiSpot/nodeError';

interface Line {
	readonly message: string;
	readonly metadata: { stack?: string; cause?: string };
}

/** What the log is told about something that was thrown. */
function told(thrown: unknown): { failure: Failure; lines: Line[] } {
	const lines: Line[] = [];
	const error = (message: string, metadata: Line['metadata']) => lines.push({ message, metadata });
	return { failure: asFailure(thrown, 'advice', { error } as unknown as Logger), lines };
}

test('a bug of our own is found by the log: its message, its stack and what caused it', () => {
	const bug = new TypeError('x is not a function', { cause: new Error('deeper') });
	const { failure, lines } = told(bug);
	expect(failure.facts.reason).toBe('unexpected');
	expect(lines).toEqual([
		{
			message: expect.stringContaining('x is not a function'),
			metadata: { stack: expect.stringContaining('nodeError.test'), cause: 'Error: deeper' },
		},
	]);
});

test('an expression that does not resolve is no bug', () => {
	const error = Object.assign(new Error('no such node'), { name: 'ExpressionError' });
	expect(told(error).lines).toEqual([]);
});

test('what is known stays as it is', () => {
	const known = new Failure({ reason: 'refused' }, 'Refused', 'advice');
	expect(told(known)).toEqual({ failure: known, lines: [] });
});
