"""Any other site of Pelican's, with any theme, as the host of the partners' pages (X1)."""
