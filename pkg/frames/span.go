package frames

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// span is a row of Grafana's trace frame (TraceSpanRow of @grafana/data); times and durations in milliseconds.
type span struct {
	id, parent string
	// guid of the job; empty of a batch.
	guid               string
	operation, service string
	serviceTags, tags  []keyValue
	start, end         int64
	marks              []spanEvent
	status             spanStatus
	message            string
	warnings           []string
	backtrace          *string
	// follows is the span that this one was caused by without being a part of it: a job that was run again.
	follows string
}

type keyValue struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
}

func byKey(a, b keyValue) int { return strings.Compare(a.Key, b.Key) }

// spanEvent is an event within a span.
type spanEvent struct {
	// Timestamp in milliseconds.
	Timestamp int64      `json:"timestamp"`
	Name      string     `json:"name"`
	Fields    []keyValue `json:"fields"`
}

// spanStatus as OpenTelemetry numbers them.
type spanStatus int64

const (
	statusUnset spanStatus = iota
	statusOK
	statusError
)

func statusOf(state contract.JobState) spanStatus {
	switch state {
	case contract.JobStateOK:
		return statusOK
	case contract.JobStateERROR, contract.JobStateTIMEOUT:
		return statusError
	default:
		return statusUnset
	}
}

// spanColumns: Grafana's trace view finds them by these names.
func spanColumns(traceID string) []column[span] {
	return []column[span]{
		col("traceID", func(span) string { return traceID }),
		col("spanID", func(s span) string { return s.id }),
		col("parentSpanID", func(s span) *string { return textOrNil(s.parent) }),
		col("operationName", func(s span) string { return s.operation }),
		col("serviceName", func(s span) string { return s.service }),
		col("serviceTags", func(s span) json.RawMessage { return toJSON(orNone(s.serviceTags)) }),
		col("startTime", func(s span) float64 { return float64(s.start) }),
		col("duration", func(s span) float64 { return float64(max(s.end-s.start, 0)) }),
		col("logs", func(s span) json.RawMessage { return toJSON(orNone(s.marks)) }),
		col("references", func(s span) json.RawMessage { return toJSON(s.references(traceID)) }),
		col("tags", func(s span) json.RawMessage { return toJSON(s.allTags()) }),
		col("statusCode", func(s span) int64 { return int64(s.status) }),
		col("statusMessage", func(s span) string { return s.message }),
		col("warnings", func(s span) json.RawMessage { return list(s.warnings) }),
		col("stackTraces", func(s span) json.RawMessage { return list(lines(s.backtrace)) }),
		// Not of a trace: links of a span lead by it.
		col("jobGuid", func(s span) string { return s.guid }),
	}
}

// allTags: by the tag error Grafana marks a span as failed.
func (s span) allTags() []keyValue {
	if s.status == statusError {
		return append([]keyValue{{"error", true}}, s.tags...)
	}
	return orNone(s.tags)
}

func (s span) references(traceID string) []map[string]string {
	if s.follows == "" {
		return []map[string]string{}
	}
	return []map[string]string{{"traceID": traceID, "spanID": s.follows}}
}

// orNone: a list of nothing is a list in JSON, too.
func orNone[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func lines(text *string) []string {
	if text == nil || *text == "" {
		return nil
	}
	return []string{*text}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// seconds as people read them in a tag.
func inWords(ms int64) string { return (time.Duration(ms) * time.Millisecond).String() }
