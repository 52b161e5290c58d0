"""The works that metrics of several files go back to."""

BLAU = "Blau (1977), Inequality and Heterogeneity"
BORGATTI = "Borgatti (2006), Computational and Mathematical Organization Theory 12"
BURT = "Burt (1992), Structural Holes"
FREEMAN = "Freeman (1978), Social Networks 1"
KRACKHARDT_STERN = "Krackhardt, Stern (1988), Social Psychology Quarterly 51"
WASSERMAN = "Wasserman, Faust (1994), Social Network Analysis"
