# SPDX-License-Identifier: EUPL-1.2
"""The sentences that the design fixed word for word, with the values of its own examples."""

from lgc_app.ui.words.messages import Message

EXPECTED: dict[Message, tuple[dict[str, str], str]] = {
    Message.WRONG_PIN: ({"tries": "2 essais"}, "Code incorrect. Il reste 2 essais."),
    Message.LAST_TRY: (
        {},
        (
            "Code incorrect. Il reste 1 essai. Après un troisième échec, la carte se bloque. Si "
            "vous avez un doute, arrêtez-vous et utilisez le code de secours imprimé."
        ),
    ),
    Message.CARD_BLOCKED: (
        {},
        (
            "Carte bloquée. Débloquez-la avec CPS Gestion et votre code de déblocage. En "
            "attendant, ouvrez avec le code de secours."
        ),
    ),
    Message.CARD_PULLED: (
        {"hour": "10:37"},
        "Carte retirée à 10:37. Votre texte est gardé. Remettez la carte pour continuer.",
    ),
    Message.IDLE: ({"delay": "10 minutes"}, "Verrouillé après 10 minutes. Votre texte est gardé."),
    Message.UNKNOWN_CARD: (
        {},
        ("Cette carte n’ouvre pas ce cabinet. Une personne déjà inscrite peut l’ajouter : Réglages, Personnes."),
    ),
    Message.EXPIRED_CARD: (
        {"since": "02/11/2026", "until": "02/12/2026"},
        (
            "Carte expirée depuis le 02/11/2026. Elle ouvre encore ce poste jusqu’au 02/12/2026, "
            "mais ne se connecte plus aux services. Renouvelez-la."
        ),
    ),
    Message.NO_READER: ({}, "Lecteur absent. Branchez-le, ou ouvrez avec la phrase de passe."),
    Message.OFFLINE: (
        {"hour": "08:12", "items": "14 éléments"},
        "Hors ligne depuis 08:12. Vous travaillez normalement, 14 éléments partiront seuls.",
    ),
    Message.QUEUED: ({}, "Enregistré ici. Sera envoyé au retour du réseau."),
    Message.BACK_ONLINE: ({"items": "14 éléments"}, "Réseau revenu. 14 éléments partent ; vous pouvez continuer."),
    Message.REFUSED: (
        {
            "service": "le DMP",
            "hour": "17:52",
            "reason": "identité non qualifiée",
            "remedy": "Vérifiez l’identité",
        },
        ("Refusé par le DMP à 17:52 : identité non qualifiée. Vérifiez l’identité, puis envoyez de nouveau."),
    ),
    Message.CONFLICT: ({}, "Deux versions à rapprocher. Les deux sont gardées ; rien ne vous presse."),
    Message.VALUE_CONFLICT: (
        {"measure": "Poids", "first": "71,4 kg (21/11, L. Nativel)", "second": "74,1 kg (21/11, S. Clain)"},
        "Poids : 71,4 kg (21/11, L. Nativel) ou 74,1 kg (21/11, S. Clain). Choisissez la bonne valeur.",
    ),
    Message.QUARANTINE: ({}, "Élément mis de côté, gardé en entier. Corrigez-le ou envoyez-le au support."),
    Message.DRAFT_RESTORED: (
        {"hour": "10:37"},
        "Texte retrouvé après l’arrêt de 10:37, au caractère près. Reprendre où vous étiez.",
    ),
    Message.WRONG_PATIENT: (
        {"difference": "naissance 12/03/1952 au lieu du 21/03/1952"},
        (
            "Ce document ne semble pas être à ce patient : naissance 12/03/1952 au lieu du "
            "21/03/1952. Choisissez un autre patient, ou indiquez un motif."
        ),
    ),
    Message.FILED: (
        {"title": "Bilan", "patient": "TURPIN Gaston", "delay": "10 s"},
        "« Bilan » classé chez TURPIN Gaston. Annuler (10 s)",
    ),
    Message.NOT_CHECKED_FREE_TEXT: (
        {},
        (
            "Contrôle impossible : texte libre, absent de la base du médicament. Aucune "
            "interaction n’a été vérifiée."
        ),
    ),
    Message.NOT_CHECKED_MISSING: (
        {"missing": "pas de poids depuis 14 mois", "remedy": "Ajoutez le poids pour vérifier la dose"},
        "Contrôle impossible : pas de poids depuis 14 mois. Ajoutez le poids pour vérifier la dose.",
    ),
    Message.STALE_RENAL: (
        {"value": "52", "day": "03/02/2026", "age": "9 mois"},
        "DFG 52 du 03/02/2026, il y a 9 mois. À contrôler avant d’adapter une dose.",
    ),
    Message.CONTRAINDICATION: (
        {"drug": "la simvastatine", "line": "ligne 4", "risk": "risque majoré de rhabdomyolyse"},
        (
            "Contre-indication avec la simvastatine (ligne 4) : risque majoré de rhabdomyolyse. "
            "Choisissez, ou indiquez un motif."
        ),
    ),
    Message.SIGN_TOO_EARLY: ({"choices": "1 choix", "line": "ligne 5"}, "Il reste 1 choix à faire, ligne 5."),
    Message.PRESCRIPTION_OFFLINE: ({}, "Hors ligne : imprimée maintenant, déposée au retour du réseau."),
    Message.OUT_OF_RANGE: (
        {"value": "Température 83 °C", "low": "25", "high": "45", "guess": "38,3"},
        "Température 83 °C impossible. Entre 25 et 45. Vouliez-vous 38,3 ?",
    ),
    Message.DUPLICATE_PATIENT: (
        {"patient": "HOARAU Marie-Josette", "birth": "12/03/1952"},
        ("Un dossier ressemble : HOARAU Marie-Josette, 12/03/1952. Ouvrir ce dossier, ou créer quand même."),
    ),
    Message.DISK_FULL: (
        {"space": "500 Mo"},
        ("Disque presque plein. Votre texte est gardé en mémoire ; libérez 500 Mo pour continuer à enregistrer."),
    ),
    Message.DAMAGED: (
        {"hour": "09:30"},
        (
            "La base de ce poste est abîmée. Vos données existent dans la sauvegarde de 09:30 et "
            "à la région. Restaurer."
        ),
    ),
    Message.LEASE: (
        {"days": "20 jours", "left": "10 jours"},
        "Hors ligne depuis 20 jours. Encore 10 jours d’écriture : rapprochez ce poste d’un réseau.",
    ),
    Message.FORBIDDEN: (
        {"right": "signer une ordonnance", "person": "Dr Ethève"},
        "Votre rôle ne permet pas de signer une ordonnance. Demandez au Dr Ethève.",
    ),
    Message.SLOW: (
        {"hour": "10:20", "service": "des laboratoires"},
        ("Échange lent depuis 10:20 : le serveur des laboratoires ne répond pas. Rien à faire de votre côté."),
    ),
    Message.EMERGENCY_ACCESS: (
        {},
        "Accès d’urgence : indiquez le motif. Le patient et le cabinet en seront informés.",
    ),
}
