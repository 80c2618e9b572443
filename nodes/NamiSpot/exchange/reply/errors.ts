import { KNOWN_ERRORS } from './errorRows';
import type { KnownError } from './knownError';

const BY_NAME = new Map(KNOWN_ERRORS.map((row) => [row.name, row]));

/** The exchange's services use these for other errors, too, some that are not listed here. */
const SHARED_CODES = new Set([
	1112, 3006, 4000, 6101, 6102, 6103, 6104, 9000, 9001, 9003, 9012, 9013,
]);

/** The known error of a name. */
export function errorNamed(name: string | undefined): KnownError | undefined {
	return name === undefined ? undefined : BY_NAME.get(name.trim().toUpperCase());
}

/**
 * The known error of an answer: by its name, or, where it has none, by a code that has one meaning.
 * Undefined for what nobody has written down.
 */
export function knownError(
	name: string | undefined,
	code: number | undefined,
): KnownError | undefined {
	if (name !== undefined) return errorNamed(name);
	if (code === undefined || SHARED_CODES.has(code)) return undefined;
	const withCode = KNOWN_ERRORS.filter((row) => row.code === code);
	return withCode.length === 1 ? withCode[0] : undefined;
}
