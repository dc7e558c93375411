package query

import (
	"slices"
	"strings"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// currentVersion of the saved query; it grows when a saved property changes its meaning.
const currentVersion = 2

// migrate brings a saved query up to currentVersion, one numbered step at a time. It is idempotent, and runs here and
// not only in the browser because alert rules never pass through a browser.
func migrate(saved model) (model, error) {
	if saved.Version > currentVersion {
		return model{}, invalid("The query has version %d, this plugin knows up to %d. Update the OpenvCloud Jobs app.", saved.Version, currentVersion)
	}
	if saved.Version < 1 {
		saved = toVersion1(saved)
	}
	// Also in a query of version 2: a variable or a viewer's ad hoc filter may still say what a field was called.
	return toVersion2(saved), nil
}

// toVersion1: a query without version is one that was typed by hand or never edited; it asks for jobs.
func toVersion1(saved model) model {
	if saved.QueryType == "" {
		saved.QueryType = "jobs"
	}
	saved.Version = 1
	return saved
}

// toVersion2: what jobs are filtered and sorted by is called as in their rows: wait → waitMs, -run → -runMs.
func toVersion2(saved model) model {
	saved.Version = 2
	if slices.Contains([]string{"logs", "jumpscripts", "nodeStats"}, saved.QueryType) {
		return saved // these have fields of their own
	}
	saved.Filters = slices.Clone(saved.Filters)
	for i, condition := range saved.Filters {
		saved.Filters[i].Field = currentField(condition.Field)
	}
	if field, isDescending := strings.CutPrefix(saved.Sort, "-"); isDescending {
		saved.Sort = "-" + currentField(field)
	} else {
		saved.Sort = currentField(field)
	}
	return saved
}

func currentField(name string) string {
	if current, isFormer := contract.TheRules.FormerFields[name]; isFormer {
		return current
	}
	return name
}
