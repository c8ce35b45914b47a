# SPDX-License-Identifier: EUPL-1.2
"""The exact sentences of the design (ui.md §8), each written once: say what happened, then what to do."""

from enum import StrEnum


class Message(StrEnum):
    """A sentence with named blanks, filled by words.tr(); a quantity brings its unit and its plural."""

    WRONG_PIN = "Code incorrect. Il reste {tries}."
    LAST_TRY = (
        "Code incorrect. Il reste 1 essai. Après un troisième échec, la carte se bloque. Si "
        "vous avez un doute, arrêtez-vous et utilisez le code de secours imprimé."
    )
    CARD_BLOCKED = (
        "Carte bloquée. Débloquez-la avec CPS Gestion et votre code de déblocage. En "
        "attendant, ouvrez avec le code de secours."
    )
    CARD_PULLED = "Carte retirée à {hour}. Votre texte est gardé. Remettez la carte pour continuer."
    IDLE = "Verrouillé après {delay}. Votre texte est gardé."
    UNKNOWN_CARD = (
        "Cette carte n’ouvre pas ce cabinet. Une personne déjà inscrite peut l’ajouter : Réglages, Personnes."
    )
    EXPIRED_CARD = (
        "Carte expirée depuis le {since}. Elle ouvre encore ce poste jusqu’au {until}, mais "
        "ne se connecte plus aux services. Renouvelez-la."
    )
    NO_READER = "Lecteur absent. Branchez-le, ou ouvrez avec la phrase de passe."
    OFFLINE = "Hors ligne depuis {hour}. Vous travaillez normalement, {items} partiront seuls."
    QUEUED = "Enregistré ici. Sera envoyé au retour du réseau."
    BACK_ONLINE = "Réseau revenu. {items} partent ; vous pouvez continuer."
    REFUSED = "Refusé par {service} à {hour} : {reason}. {remedy}, puis envoyez de nouveau."
    CONFLICT = "Deux versions à rapprocher. Les deux sont gardées ; rien ne vous presse."
    VALUE_CONFLICT = "{measure} : {first} ou {second}. Choisissez la bonne valeur."
    QUARANTINE = "Élément mis de côté, gardé en entier. Corrigez-le ou envoyez-le au support."
    DRAFT_RESTORED = "Texte retrouvé après l’arrêt de {hour}, au caractère près. Reprendre où vous étiez."
    WRONG_PATIENT = (
        "Ce document ne semble pas être à ce patient : {difference}. Choisissez un autre "
        "patient, ou indiquez un motif."
    )
    FILED = "« {title} » classé chez {patient}. Annuler ({delay})"
    NOT_CHECKED_FREE_TEXT = (
        "Contrôle impossible : texte libre, absent de la base du médicament. Aucune interaction n’a été vérifiée."
    )
    NOT_CHECKED_MISSING = "Contrôle impossible : {missing}. {remedy}."
    STALE_RENAL = "DFG {value} du {day}, il y a {age}. À contrôler avant d’adapter une dose."
    CONTRAINDICATION = "Contre-indication avec {drug} ({line}) : {risk}. Choisissez, ou indiquez un motif."
    SIGN_TOO_EARLY = "Il reste {choices} à faire, {line}."
    PRESCRIPTION_OFFLINE = "Hors ligne : imprimée maintenant, déposée au retour du réseau."
    OUT_OF_RANGE = "{value} impossible. Entre {low} et {high}. Vouliez-vous {guess} ?"
    DUPLICATE_PATIENT = "Un dossier ressemble : {patient}, {birth}. Ouvrir ce dossier, ou créer quand même."
    DISK_FULL = (
        "Disque presque plein. Votre texte est gardé en mémoire ; libérez {space} pour continuer à enregistrer."
    )
    DAMAGED = (
        "La base de ce poste est abîmée. Vos données existent dans la sauvegarde de {hour} et "
        "à la région. Restaurer."
    )
    LEASE = "Hors ligne depuis {days}. Encore {left} d’écriture : rapprochez ce poste d’un réseau."
    FORBIDDEN = "Votre rôle ne permet pas de {right}. Demandez au {person}."
    SLOW = "Échange lent depuis {hour} : le serveur {service} ne répond pas. Rien à faire de votre côté."
    EMERGENCY_ACCESS = "Accès d’urgence : indiquez le motif. Le patient et le cabinet en seront informés."
