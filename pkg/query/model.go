package query

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// model is the query as dashboards and alert rules save it; src/datasource/query.ts has the same.
type model struct {
	QueryType         string      `json:"queryType"`
	Version           int         `json:"version"`
	Filters           []Condition `json:"filters"`
	Search            string      `json:"search"`
	TimeField         string      `json:"timeField"`
	IgnoreTimeRange   bool        `json:"ignoreTimeRange"`
	Sort              string      `json:"sort"`
	Limit             int         `json:"limit"`
	Cursor            string      `json:"cursor"`
	At                string      `json:"at"`
	Direction         string      `json:"direction"`
	GUID              string      `json:"guid"`
	JumpScriptID      string      `json:"jumpscriptId"`
	JumpScriptVersion looseNumber `json:"jumpscriptVersion"`
	GroupBy           []string    `json:"groupBy"`
	Format            string      `json:"format"`
}

// looseNumber is 3, "3" or "": a dashboard variable can only give text. Empty is 0.
type looseNumber int

func (n *looseNumber) UnmarshalJSON(text []byte) error {
	word := strings.TrimSpace(strings.Trim(string(text), `"`))
	if word == "" || word == "null" {
		*n = 0
		return nil
	}
	number, err := strconv.Atoi(word)
	if err != nil || number < 1 {
		return fmt.Errorf("expected a version number of 1 or more, or nothing, got %s", text)
	}
	*n = looseNumber(number)
	return nil
}

var _ json.Unmarshaler = (*looseNumber)(nil)

// timeRange is [from, to) in epoch milliseconds, or open when the query ignores the dashboard's range.
func (m model) timeRange(dataQuery backend.DataQuery) (from, to *int64) {
	if m.IgnoreTimeRange || dataQuery.TimeRange.To.IsZero() {
		return nil, nil
	}
	start, end := dataQuery.TimeRange.From.UnixMilli(), dataQuery.TimeRange.To.UnixMilli()
	return &start, &end
}

// page checks what every list has: how many rows, and where to start.
func (m model) page() error {
	most := contract.TheRules.Limits.PageRows
	if m.Limit < 0 || m.Limit > most {
		return invalid("Expected a limit from 1 to %d rows, got %d. Lower it, and page for more.", most, m.Limit)
	}
	return oneOf("at", m.At, "first", "last")
}

func (m model) searchText() (*string, error) {
	most := contract.TheRules.Limits.SearchChars
	if length := len([]rune(m.Search)); length > most {
		return nil, invalid("Expected a search text of at most %d characters, got %d. Shorten it.", most, length)
	}
	return optional(strings.TrimSpace(m.Search)), nil
}

// sortable checks "field" or "-field".
func sortable(sort string, fields map[string]contract.FieldSpec) error {
	if sort == "" || fields[strings.TrimPrefix(sort, "-")].IsSortable {
		return nil
	}
	var names []string
	for name, spec := range fields {
		if spec.IsSortable {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return invalid("Cannot sort by %q: expected one of %s, with - in front for descending.", sort, strings.Join(names, ", "))
}

func oneOf(what, value string, words ...string) error {
	if value == "" || slices.Contains(words, value) {
		return nil
	}
	return invalid("Unknown %s %q: expected one of %s.", what, value, strings.Join(words, ", "))
}
