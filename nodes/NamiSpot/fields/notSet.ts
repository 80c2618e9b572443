/** A fallback that n8n gives back for a field that the node does not have; without one it throws. */
export const NOT_SET = 'n8n-nodes-nami: not set';
