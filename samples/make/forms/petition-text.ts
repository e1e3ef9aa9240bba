/** The words of the sample petition, as its association published them. */

export const TITLE = 'Liberté pour les détenus des camps d’internement du Xinjiang !';

export const ADDRESSEES = [
  'Xi Jinping, Président de la République populaire de Chine',
  'Chen Quanguo, Secrétaire du Parti communiste chinois pour la Région autonome ouïghoure du Xinjiang',
  'Shohrat Zakir, Président de la Région autonome ouïghoure du Xinjiang',
];

export const SEND_TO = ['Amnesty International France', '76, boulevard de la Villette', '75940 Paris cedex 19'];

export const LETTER = [
  'J’ai pris connaissance avec désarroi du cas de plus de 60 personnes appartenant principalement aux minorités ouïghoure, kazakhe et d’autres groupes ethniques à majorité musulmane qui auraient été internées dans des camps ou condamnées sans procès équitable et emprisonnées dans le Xinjiang. Ces cas sont représentatifs des milliers de personnes qui auraient été arrêtées par les autorités chinoises dans le Xinjiang depuis 2017. Selon les preuves réunies par Amnesty International, l’État chinois a commis des crimes contre l’humanité d’emprisonnement, de torture et de persécution dans le Xinjiang.',
  'Des actes licites tels que le fait de communiquer avec des personnes se trouvant à l’étranger, de réciter le Coran ou de porter des tenues religieuses, peuvent être considérés comme un motif d’internement. Les personnes détenues sont soumises en permanence à un endoctrinement forcé, ainsi qu’à des actes de torture et à d’autres formes de mauvais traitements.',
  'Les proches de ces personnes qui vivent à l’étranger tentent désespérément d’entrer en contact avec elles, dont ils sont souvent sans nouvelles depuis des années. Au désespoir s’ajoute le fait que, faute de pouvoir consulter l’avocat de leur choix, les personnes détenues risquent encore davantage de subir des actes de torture ou d’autres formes de mauvais traitements.',
  'Je vous prie donc instamment :',
  '–  de libérer immédiatement toutes les personnes détenues dans des camps d’internement ou des prisons du Xinjiang, à moins qu’il existe suffisamment d’éléments crédibles et recevables prouvant que ces personnes ont commis une infraction reconnue par le droit international ;',
  '–  dans l’attente de leur libération, de révéler l’endroit où se trouvent ces personnes, de leur permettre d’entrer en contact avec leur famille et l’avocat de leur choix, et de veiller à ce qu’elles ne soient pas soumises à des actes de torture ni à d’autres mauvais traitements.',
  'Veuillez agréer, Messieurs, l’expression de ma haute considération,',
];

export const NOTICE = [
  'Amnesty International France (AIF) traite les informations recueillies sur cette pétition de façon sécurisée afin d’interpeller Xi Jinping, Chen Quanguo, et Shohrat Zakir. Le responsable de traitement des données est AIF, représentée par sa Présidente, Cécile Coudriou. Conformément aux réglementations en vigueur vous disposez d’un droit d’accès, de rectification, de suppression, de restriction et d’opposition au traitement des données vous concernant.',
  'En signant cette pétition vous acceptez que vos données soient transmises au Président de la République populaire de Chine, au Secrétaire du Parti communiste chinois pour la région du Xinjiang et au Président de la Région autonome ouïghoure du Xinjiang.',
  'Pour plus d’information sur le traitement de vos données, les mentions légales sont mises à votre disposition par nos équipes militantes.',
];
