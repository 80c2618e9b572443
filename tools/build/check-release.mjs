// Whether a tag may be published: `node scripts/check-release.mjs v1.2.3`
import { readFileSync } from 'node:fs';

const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const [tag = ''] = process.argv.slice(2);
const { version } = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));

const problems = [
	tag !== `v${version}` && `The tag is ${tag || 'missing'}, package.json says ${version}`,
	lock.version !== version && `package-lock.json says ${lock.version}, package.json ${version}`,
	!read('CHANGELOG.md').split('\n').includes(`## ${version}`) &&
		`CHANGELOG.md has no section ${version}`,
].filter(Boolean);

for (const problem of problems) console.error(`- ${problem}`);
if (problems.length === 0) console.log(`${tag} may be published`);
process.exitCode = problems.length > 0 ? 1 : 0;
