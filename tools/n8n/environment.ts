import type { FetchedN8n } from '../build/n8n';

/** What n8n must not do on a machine that may have no internet, and not show in a test or a demo. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/**
 * n8n's environment: its folder, its Node, and none of the settings of an n8n that this machine may
 * have of its own.
 */
export function n8nEnvironment(
	{ PATH }: FetchedN8n,
	userFolder: string,
	settings: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !/^(N8N|DB|QUEUE)_/.test(name));
	return {
		...Object.fromEntries(own),
		...QUIET,
		PATH,
		N8N_USER_FOLDER: userFolder,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		...settings,
	};
}
