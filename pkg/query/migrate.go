package query

// currentVersion of the saved query; it grows when a saved property changes its meaning.
const currentVersion = 1

// migrate brings a saved query up to currentVersion, one numbered step at a time. It is idempotent, and runs here and
// not only in the browser because alert rules never pass through a browser.
func migrate(saved model) (model, error) {
	if saved.Version > currentVersion {
		return model{}, invalid("The query has version %d, this plugin knows up to %d. Update the OpenvCloud Jobs app.", saved.Version, currentVersion)
	}
	if saved.Version < 1 {
		saved = toVersion1(saved)
	}
	return saved, nil
}

// toVersion1: a query without version is one that was typed by hand or never edited; it asks for jobs.
func toVersion1(saved model) model {
	if saved.QueryType == "" {
		saved.QueryType = "jobs"
	}
	saved.Version = 1
	return saved
}
