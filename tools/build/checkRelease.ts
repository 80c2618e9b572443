// Whether a tag may be published: `npm run check:release -- v1.2.3`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
const [tag = ''] = process.argv.slice(2);
const { version } = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));
const hasSection = read('CHANGELOG.md').split('\n').includes(`## ${version}`);

const problems = [
	...(tag === `v${version}`
		? []
		: [`The tag is ${tag || 'missing'}, package.json says ${version}`]),
	...(lock.version === version
		? []
		: [`package-lock.json says ${lock.version}, package.json ${version}`]),
	...(hasSection ? [] : [`CHANGELOG.md has no section ${version}`]),
];

for (const problem of problems) console.error(`- ${problem}`);
if (problems.length === 0) console.log(`${tag} may be published`);
process.exitCode = problems.length > 0 ? 1 : 0;
