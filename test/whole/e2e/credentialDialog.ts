import type { Locator } from 'playwright-core';
import type { Editor } from './editor';

/** The dialog in which a person enters a credential. */
export class CredentialDialog {
	constructor(private readonly editor: Editor) {}

	private get dialog(): Locator {
		return this.editor.part('editCredential-modal');
	}

	async openNew(): Promise<void> {
		await this.editor.part('ndv').getByText('Connect to Nami').click();
		await this.dialog.waitFor();
	}

	/** Opens the credential that the node has; n8n tests it at once. */
	async openExisting(): Promise<void> {
		await this.editor.part('credential-edit-button').click();
		await this.dialog.waitFor();
	}

	async save(): Promise<void> {
		await this.editor.part('credential-save-button').click();
	}

	async seeSaved(): Promise<void> {
		await this.dialog.getByText('Saved', { exact: true }).waitFor();
	}

	/** After saving a new one that works, n8n closes the dialog by itself. */
	async waitUntilClosed(): Promise<void> {
		await this.dialog.waitFor({ state: 'hidden' });
	}

	/** Waits for the message of a test that failed. */
	async seeProblem(message: RegExp): Promise<void> {
		await this.dialog.getByText('More details').click();
		await this.dialog.getByText(message).waitFor();
	}

	async seeSuccess(): Promise<void> {
		await this.editor.part('credentials-config-container-test-success').waitFor();
	}

	async close(): Promise<void> {
		await this.dialog.locator('.el-dialog__close, button[aria-label*="lose"]').first().click();
		await this.waitUntilClosed();
	}
}
