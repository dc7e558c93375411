// Package query reads a data query's JSON into a validated, typed query: one type per query type, each in its own file.
// model.go has the JSON as saved in dashboards and alert rules, migrate.go brings older ones up to date, filters.go
// checks conditions by the contract's rules.
package query

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Query is one of Jobs, Job, JobCounts, JumpScripts, JumpScript, Logs, Nodes and Queues.
type Query interface{ isQuery() }

type parser func(model, backend.DataQuery) (Query, error)

// parsers is the list of query types.
var parsers = map[string]parser{
	"jobs":        parseJobs,
	"job":         parseJob,
	"jobCounts":   parseJobCounts,
	"jumpscripts": parseJumpScripts,
	"jumpscript":  parseJumpScript,
	"logs":        parseLogs,
	"nodes":       func(model, backend.DataQuery) (Query, error) { return Nodes{}, nil },
	"queues":      func(model, backend.DataQuery) (Query, error) { return Queues{}, nil },
}

// InvalidError says what in a query was not as expected; it is the fault of who wrote the query.
type InvalidError struct{ message string }

func (e *InvalidError) Error() string { return e.message }

func invalid(format string, args ...any) error {
	return backend.DownstreamError(&InvalidError{message: fmt.Sprintf(format, args...)})
}

// Parse validates one query of a request.
func Parse(dataQuery backend.DataQuery) (Query, error) {
	var saved model
	if err := json.Unmarshal(dataQuery.JSON, &saved); err != nil {
		return nil, invalid("The query is not as expected: %v. Open it in the query editor and save it again.", err)
	}
	if saved.QueryType == "" {
		saved.QueryType = dataQuery.QueryType
	}
	current, err := migrate(saved)
	if err != nil {
		return nil, err
	}
	parse, isKnown := parsers[current.QueryType]
	if !isKnown {
		return nil, invalid("Unknown query type %q: expected one of %s. Choose one in the query editor.", current.QueryType, known())
	}
	return parse(current, dataQuery)
}

func known() string {
	names := make([]string, 0, len(parsers))
	for name := range parsers {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// optional is nil for the zero value: the API's own default then holds.
func optional[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}
