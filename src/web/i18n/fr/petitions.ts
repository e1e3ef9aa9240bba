export const petitions = {};
