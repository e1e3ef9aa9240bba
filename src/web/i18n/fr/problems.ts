/** By the server's stable codes: what happened, and what to do. */
export const problems = {
  unknown: {
    what: 'Le serveur a répondu par une erreur inattendue ({{status}})',
    todo: 'Réessayez. Si cela se répète, signalez-le à la personne qui administre Paraphe.',
  },
  network: { what: 'Le serveur ne répond pas', todo: 'Vérifiez le réseau. Rien de ce qui est affiché n’est perdu.' },
};
