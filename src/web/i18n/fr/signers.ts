export const signers = {};
