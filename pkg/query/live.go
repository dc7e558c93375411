package query

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// Live is what a channel of Grafana Live follows: jobs that change, or log lines that are stored.
type Live struct {
	// Kind is "jobs" or "logs".
	Kind string
	// Params open the controller's stream.
	Params contract.OpenStreamParams
}

// ParseLive reads the query of a channel, as it is saved in dashboards. What the controller makes of its filters is told
// in the channel.
func ParseLive(text json.RawMessage) (Live, error) {
	m, err := parseModel(backend.DataQuery{JSON: text}, false)
	if err != nil {
		return Live{}, err
	}
	no := false
	switch m.QueryType {
	case "jobs", "jobCounts":
		return Live{Kind: "jobs", Params: contract.OpenStreamParams{
			Logs: &no, Filter: lasting(m.wireFilters()), Q: m.searchText(),
		}}, nil
	case "logs":
		return Live{Kind: "logs", Params: contract.OpenStreamParams{
			Jobs: &no, Job: optional(strings.TrimSpace(m.GUID)), LogFilter: m.wireFilters(), LogQ: m.searchText(),
		}}, nil
	}
	return Live{}, invalid("Only jobs, their counts and log lines can be followed as they change, got a query of type %q. Choose one of these in the query editor.", m.QueryType)
}

// Path of the channel, below the data source's: the same for the same question, whoever asks it, and short enough for
// Grafana Live, which takes 160 characters.
func (l Live) Path() string {
	sum := sha256.Sum256([]byte(controller.StreamQuery(l.Params)))
	return l.Kind + "/" + hex.EncodeToString(sum[:16])
}

// passing are fields that change while a job lives. The controller sends a job that matches after its change; of one that
// has left a list of, say, running jobs, it would say nothing.
var passing = []string{"state", "nativeState", "attempt"}

// lasting leaves out the conditions that a job may stop to meet: such a list is told of all that could have left it.
func lasting(filters *[]string) *[]string {
	if filters == nil {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(*filters), func(filter string) bool { return !isLasting(filter) })
	if len(kept) == 0 {
		return nil
	}
	return &kept
}

// isLasting: a job that has ended stays as it is, so state|in|ERROR|TIMEOUT is lasting, and state|=|RUNNING is not.
func isLasting(filter string) bool {
	parts := strings.Split(filter, "|")
	field := currentField(parts[0])
	if field != "state" || len(parts) < 3 {
		return !slices.Contains(passing, field)
	}
	isOneOf := parts[1] == "=" || parts[1] == "in"
	return isOneOf && !slices.Contains(parts[2:], string(contract.JobStateSCHEDULED)) && !slices.Contains(parts[2:], string(contract.JobStateRUNNING))
}
