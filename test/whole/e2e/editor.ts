import type { Locator, Page } from 'playwright-core';

/** The first page brings all of the editor's code along. */
const FIRST_PAGE_MS = 240_000;

/** n8n's editor, in the words of a person who uses it. */
export class Editor {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** A part of the page by the name that n8n gives it for tests. */
	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`, { timeout: FIRST_PAGE_MS });
		await this.part('canvas-plus-button').waitFor({ timeout: FIRST_PAGE_MS });
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`, { timeout: FIRST_PAGE_MS });
		await this.part('execute-workflow-button').first().waitFor({ timeout: FIRST_PAGE_MS });
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.part('canvas-node').filter({ hasText: name }).first();
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.part('ndv').waitFor();
	}

	/** Runs the whole workflow, from the canvas. */
	async executeWorkflow(): Promise<void> {
		await this.part('execute-workflow-button').first().click();
	}

	/** Waits until a node shows that it has run. */
	async seeRun(name: string): Promise<void> {
		await this.node(name).locator('[data-test-id="canvas-node-status-success"]').waitFor();
	}

	/** Waits for a message that comes up in a corner and goes again. */
	async seeToast(text: RegExp): Promise<void> {
		await this.page.locator('.el-notification').filter({ hasText: text }).first().waitFor();
	}

	/** Opens the panel of nodes and searches it. */
	async searchNodes(text: string): Promise<void> {
		const search = this.part('node-creator-search-bar');
		if (!(await search.isVisible())) await this.part('node-creator-plus-button').first().click();
		await search.fill(text);
	}

	/** A node in the panel. */
	nodeItem(name: string): Locator {
		return this.part('node-creator-item-name').getByText(name, { exact: true }).first();
	}

	/** Adds a node from the panel, by what it does, and has it open. */
	async addAction(node: string, section: 'Actions' | 'Triggers', action: string): Promise<void> {
		await this.nodeItem(node).click();
		const category = this.part('node-creator-category-item').filter({ hasText: section });
		await category.waitFor();
		const wanted = this.page.getByText(action, { exact: true }).first();
		if (!(await wanted.isVisible())) await category.click();
		await wanted.click();
		await this.part('ndv').waitFor();
	}

	field(name: string): Locator {
		return this.part(`parameter-input-${name}`).first();
	}

	/** The names of the open node's fields, in their order. */
	async fields(): Promise<string[]> {
		const names = await this.part('node-parameters')
			.locator('[data-test-id^="parameter-input-"]:visible')
			.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-test-id')));
		return names.map((name) => String(name).slice('parameter-input-'.length)).filter(isField);
	}

	async fill(name: string, value: string): Promise<void> {
		await this.field(name).locator('input:visible, textarea:visible').first().fill(value);
	}

	async choose(name: string, option: string): Promise<void> {
		await this.field(name).locator('input').first().click();
		await this.option(option).click();
	}

	async addOption(name: string): Promise<void> {
		await this.part('collection-parameter-add').locator('button, input').first().click();
		await this.option(name).click();
	}

	/** The labels of the open node's fields that are too wide for their place. */
	async cutLabels(): Promise<string[]> {
		return await this.part('node-parameters')
			.locator('label:visible, [class*="title"]:visible')
			.evaluateAll((elements) =>
				elements
					.filter((element) => element.scrollWidth > element.clientWidth + 1)
					.map((element) => element.textContent ?? ''),
			);
	}

	/** Opens the list that the node fetches for a field. */
	async openList(name: string): Promise<Locator> {
		await this.part(`resource-locator-${name}`).locator('[data-test-id="rlc-input"]').click();
		const items = this.part('rlc-item');
		await items.first().waitFor();
		return items;
	}

	async pick(search: string, entry: string): Promise<void> {
		await this.part('rlc-search').locator('xpath=descendant-or-self::input').fill(search);
		await this.part('rlc-item').filter({ hasText: entry }).first().click();
	}

	async openTab(tab: 'params' | 'settings'): Promise<void> {
		await this.part(`tab-${tab}`).click();
	}

	async executeNode(): Promise<void> {
		await this.part('node-execute-button').click();
	}

	/** The pane at the right of an open node. */
	get output(): Locator {
		return this.part('output-panel');
	}

	/** Waits until the output shows a text, as JSON. */
	async seeOutput(text: string | RegExp): Promise<void> {
		await this.output.locator('[data-test-id="radio-button-json"]').click();
		await this.output.getByText(text).first().waitFor();
	}

	/** Waits until what comes before the open node is shown, as far as it is known before it has run. */
	async seeExpectedInput(field: string): Promise<void> {
		const panel = this.part('ndv-input-panel');
		await panel.getByText('Usually outputs the following fields').first().waitFor();
		await panel.getByText(field, { exact: true }).first().waitFor();
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	private option(text: string): Locator {
		const begins = new RegExp(`^\\s*${text}`);
		return this.page
			.locator('.el-select-dropdown__item:visible')
			.filter({ hasText: begins })
			.first();
	}
}

/** n8n names the inside of a text field, too. */
function isField(name: string): boolean {
	return name !== 'field' && name !== 'item';
}
