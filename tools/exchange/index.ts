export { Exchange, startExchange } from './exchange';
export { unusedPort } from './http/listener';
export { faults } from './faults/presets';
export { DEFAULT_ACCOUNT, DOCUMENTED_RATE_LIMIT } from './options';
export { SYMBOLS } from './data/symbols';
export { ASSETS } from './data/assets';
export type { Account, AccountSeed } from './engine/account';
export type { Order, Trade } from './engine/order';
export type { RefusalStatus } from './engine/refusals';
export type { Fault, FaultAnswer } from './faults/fault';
export type { FaultChooser, FaultRule } from './faults/faultQueue';
export type { RequestFilter, RequestRecord } from './http/requestLog';
export { LIST_SHAPES, type ListShapeName } from './views/listShapes';
export {
	PROFILES,
	profileNamed,
	profileSettings,
	profilesIn,
	type ProfileName,
	type ProfileText,
} from './profiles';
export type { CertificateKind, ExchangeOptions, RateLimit, Settings } from './options';
export type { Filter, SymbolConfig, SymbolSeed } from './data/symbols';
export type { Clock } from './support/clock';
export type { PlacedOrder } from './views/placedOrder';
