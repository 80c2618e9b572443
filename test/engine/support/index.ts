export { restartPackage } from '../../../tools/harness/bundle';
export { credentialFor, useExchange, type TestExchange } from './exchange';
export { leaks } from './leaks';
export { namiRetry, namiWorkflow, type NamiOptions } from './namiWorkflow';
export { FROM_ITEM, LIMIT_ITEM, ORDERS, PROTECTED } from './orders';
export {
	inDocumentedForm,
	inStatusEnvelope,
	onlyWhere,
	PROFILE,
	PROMPT,
	underProfile,
} from './profile';
export { orderPosts, parametersOf, receivedOrders } from './received';
