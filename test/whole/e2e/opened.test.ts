import { Opened } from './opened';

test('closes what was opened, the last first, whatever cannot be closed', async () => {
	const closed: string[] = [];
	const opened = new Opened();
	opened.add('folder', async (name) => void closed.push(name));
	opened.add('server', async () => await Promise.reject(new Error('stuck')));
	expect(opened.add('browser', async (name) => void closed.push(name))).toBe('browser');
	await expect(opened.close()).rejects.toThrow('stuck');
	expect(closed).toEqual(['browser', 'folder']);
	await opened.close();
	expect(closed).toHaveLength(2);
});
