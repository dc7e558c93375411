// Package query reads a data query's JSON and says what it asks of the controller, and which frames the answer becomes:
// one file per query type, registered in readers. model.go has the JSON as saved in dashboards and alert rules,
// migrate.go brings older ones up to date, live.go reads those of channels of Grafana Live, filters.go writes conditions as the API takes them, figures.go has what all
// questions for figures share.
//
// What the controller checks is not checked here as well: it refuses with its own words, which reach the person.
package query

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/jsonfault"
)

// Query is a question to the controller.
type Query interface {
	// String is the request as one would type it after curl; empty when nothing is asked.
	String() string
	// Answer asks, and shapes what comes as frames.
	Answer(context.Context, *controller.Client) (data.Frames, error)
}

type reader func(model, backend.DataQuery) (Query, error)

// readers is the list of query types. The SDK's QueryTypeMux would ask one type after the other, and knows only the type
// that is not migrated yet.
var readers = map[string]reader{
	"jobs":             readJobs,
	"jobAnnotations":   readJobAnnotations,
	"job":              readJob,
	"jobCounts":        readJobCounts,
	"jobDurations":     readJobDurations,
	"jumpscripts":      readJumpScripts,
	"jumpscript":       readJumpScript,
	"logs":             readLogs,
	"nodes":            readNodes,
	"nodeStats":        readNodeStats,
	"queues":           readQueues,
	"failures":         readFailures,
	"jobLogs":          readJobLogs,
	"trace":            readTrace,
	"logCounts":        readLogCounts,
	"controllerBehind": readControllerBehind,
}

// InvalidError says what in a query was not as expected; it is the fault of who wrote the query.
type InvalidError struct{ message string }

func (e *InvalidError) Error() string { return e.message }

func invalid(format string, args ...any) error {
	return backend.DownstreamError(&InvalidError{message: fmt.Sprintf(format, args...)})
}

// Parse reads one query of a request. Alert rules have a default of their own, see readSaved.
func Parse(dataQuery backend.DataQuery, isAlert bool) (Query, error) {
	current, err := parseModel(dataQuery, isAlert)
	if err != nil {
		return nil, err
	}
	if err := current.refuseVariables(); err != nil {
		return nil, err
	}
	read, isKnown := readers[current.QueryType]
	if !isKnown {
		known := strings.Join(slices.Sorted(maps.Keys(readers)), ", ")
		return nil, invalid("Unknown query type %q: expected one of %s. Choose one in the query editor.", current.QueryType, known)
	}
	return read(current, dataQuery)
}

func parseModel(dataQuery backend.DataQuery, isAlert bool) (model, error) {
	saved, err := readSaved(dataQuery, isAlert)
	if err != nil {
		return saved, invalid("The query is not as expected: %s. Open it in the query editor and save it again.", jsonfault.Describe(err))
	}
	return migrate(saved)
}
