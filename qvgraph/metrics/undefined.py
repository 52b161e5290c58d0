"""Why metrics of several files have no value, in both languages."""

ISOLATED_DE, ISOLATED_EN = "keine Beziehung", "no tie"
NO_ADVICE_DE, NO_ADVICE_EN = "keine Austauschbeziehung", "no advice tie"
NO_PAIR_DE, NO_PAIR_EN = "weniger als zwei Organisationen", "fewer than two organisations"
NO_THREE_DE, NO_THREE_EN = "weniger als drei Organisationen", "fewer than three organisations"
