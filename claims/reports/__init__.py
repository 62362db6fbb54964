"""The weekly claim report: gathered as of a moment, built, frozen, shown, sent."""
