package query

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// model is the query as dashboards and alert rules save it; src/datasource/query/query.ts has the same.
type model struct {
	QueryType         string      `json:"queryType"`
	Version           int         `json:"version"`
	Filters           []Condition `json:"filters"`
	Search            string      `json:"search"`
	Typed             *typed      `json:"typed"`
	TimeField         string      `json:"timeField"`
	IgnoreTimeRange   bool        `json:"ignoreTimeRange"`
	Sort              string      `json:"sort"`
	Limit             int         `json:"limit"`
	Cursor            string      `json:"cursor"`
	At                string      `json:"at"`
	Direction         string      `json:"direction"`
	GUID              string      `json:"guid"`
	StartSeq          *loosePlace `json:"startSeq"`
	StartTime         int64       `json:"startTime"`
	Around            bool        `json:"around"`
	JumpScriptID      string      `json:"jumpscriptId"`
	JumpScriptVersion looseNumber `json:"jumpscriptVersion"`
	GroupBy           []string    `json:"groupBy"`
	Shape             string      `json:"shape"`
	Stats             []string    `json:"stats"`
	Figures           []string    `json:"figures"`
	Format            string      `json:"format"`
	Figure            string      `json:"figure"`
	// IsReplaced: a "$" that is still in it is meant as one.
	IsReplaced bool `json:"isReplaced"`
	Exemplars  bool `json:"exemplars"`
	// isAlert: an alert rule asks.
	isAlert bool
}

// readSaved reads the query as it was saved. A rule that was saved as the editor first showed it holds nothing: Grafana
// fills the defaults in for the editor only. It asks what was shown.
func readSaved(dataQuery backend.DataQuery, isAlert bool) (model, error) {
	saved := model{isAlert: isAlert}
	if err := json.Unmarshal(dataQuery.JSON, &saved); err != nil {
		return saved, err
	}
	if saved.QueryType == "" {
		saved.QueryType = dataQuery.QueryType
	}
	if saved.QueryType != "" || !isAlert {
		return saved, nil
	}
	shown := model{isAlert: true}
	if err := json.Unmarshal(contract.TheRules.AlertQuery, &shown); err != nil {
		return shown, err
	}
	return shown, json.Unmarshal(dataQuery.JSON, &shown)
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

// loosePlace is 0, 3 or "3": a data link can only give text.
type loosePlace int64

func (p *loosePlace) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	if err != nil || number < 0 {
		return fmt.Errorf("expected the number of a line, got %s", text)
	}
	*p = loosePlace(number)
	return nil
}

var (
	_ json.Unmarshaler = (*looseNumber)(nil)
	_ json.Unmarshaler = (*loosePlace)(nil)
)

// timeRange is [from, to) in epoch milliseconds, or open when the query ignores the dashboard's range.
func (m model) timeRange(dataQuery backend.DataQuery) (from, to *int64) {
	if m.IgnoreTimeRange || dataQuery.TimeRange.To.IsZero() {
		return nil, nil
	}
	start, end := dataQuery.TimeRange.From.UnixMilli(), dataQuery.TimeRange.To.UnixMilli()
	return &start, &end
}

// typed is what a viewer asks of a panel beside what is saved: taken letter by letter. There "__all" and an empty value
// are values as any other, and the search takes the place of the saved one, also when it is empty. Filters are as the API
// takes them: "state|=|OK".
type typed struct {
	Search  string   `json:"search"`
	Filters []string `json:"filters"`
}

// searchText is nil when there is nothing to search for.
func (m model) searchText() *string {
	if m.Typed != nil {
		return optional(m.Typed.Search)
	}
	return optional(strings.TrimSpace(m.Search))
}

// words leaves out empty ones, as an empty variable gives them; nil when none is left.
func words[T ~string](texts []string) *[]T {
	var given []T
	for _, text := range texts {
		if text != "" {
			given = append(given, T(text))
		}
	}
	if given == nil {
		return nil
	}
	return &given
}

// optional is nil for the zero value: the API's own default then holds.
func optional[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}
