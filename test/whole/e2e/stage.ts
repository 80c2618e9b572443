import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright-core';
import { NEWEST, fetchN8n } from '../../../tools/build/n8n';
import { DEFAULT_ACCOUNT, type Exchange, startExchange } from '../../../tools/exchange';
import { N8nApi } from '../../../tools/n8n/api';
import { installPackage } from '../../../tools/n8n/packageInstall';
import { N8nServer } from '../../../tools/n8n/server';
import { FUNDS } from '../../../tools/n8n/workflows';
import { Opened } from './opened';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const NO_CHROMIUM = `There is no Chromium at ${CHROMIUM}: install it, or name another in the variable CHROMIUM`;

/** A browser that keeps to the page, also where there is no internet and no sandbox. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Everything waits for what it needs; this is when it gives up, on a slow machine too. */
const PATIENCE_MS = 60_000;

/** What n8n announces lies over what the picture is about. */
const WITHOUT_TOASTS = '.el-notification { visibility: hidden }';

const SCREENSHOTS = resolve(__dirname, 'screenshots');

/** A real n8n with the packed package, a signed-in browser, and an exchange. */
export class Stage {
	private shots = 0;

	private constructor(
		readonly exchange: Exchange,
		readonly server: N8nServer,
		readonly userFolder: string,
		readonly page: Page,
		readonly api: N8nApi,
		private readonly opened: Opened,
	) {}

	/** @throws Error when something does not open; what did is closed again */
	static async open(): Promise<Stage> {
		if (!existsSync(CHROMIUM)) throw new Error(NO_CHROMIUM);
		await rm(SCREENSHOTS, { recursive: true, force: true });
		await mkdir(SCREENSHOTS);
		const opened = new Opened();
		try {
			return await Stage.set(opened);
		} catch (failed) {
			await opened.close();
			throw failed;
		}
	}

	private static async set(opened: Opened): Promise<Stage> {
		const n8n = await fetchN8n(NEWEST);
		const userFolder = opened.add(await mkdtemp(join(tmpdir(), 'nami-e2e-')), removeFolder);
		await installPackage(userFolder);
		const accounts = [{ ...DEFAULT_ACCOUNT, funds: FUNDS }];
		const exchange = opened.add(await startExchange({ accounts }), (it) => it.close());
		const server = opened.add(await N8nServer.start({ n8n, userFolder }), (it) => it.stop());
		const browser = opened.add(
			await chromium.launch({ executablePath: CHROMIUM, args: FLAGS }),
			(it) => it.close(),
		);
		const api = await N8nApi.signIn(server.url);
		const page = await newPage(browser, api);
		return new Stage(exchange, server, userFolder, page, api, opened);
	}

	/** Leaves a picture of the page, numbered in the order of the steps. */
	async screenshot(name: string): Promise<void> {
		this.shots += 1;
		const number = String(this.shots).padStart(2, '0');
		const file = `${number}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
		await this.page.screenshot({
			path: join(SCREENSHOTS, file),
			animations: 'disabled',
			style: WITHOUT_TOASTS,
		});
	}

	async close(): Promise<void> {
		await this.opened.close();
	}
}

async function removeFolder(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
}

async function newPage(browser: Browser, api: N8nApi): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	context.setDefaultTimeout(PATIENCE_MS);
	await context.addCookies([api.cookie]);
	const page = await context.newPage();
	// Leaving a workflow that is not saved.
	page.on('dialog', (dialog) => void dialog.accept());
	return page;
}
