package contract

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// FieldSpec is what people read of a field.
type FieldSpec struct {
	Label string `json:"label"`
	// Unit is ms, s or empty.
	Unit string `json:"unit"`
}

// StateLook is how a state looks wherever it is shown.
type StateLook struct {
	// Color is Grafana's name of it, so that it follows the light and dark themes.
	Color string `json:"color"`
}

// OperatorRule is what normalising a condition has to know of its operator.
type OperatorRule struct {
	// Takes is one, many, text, pattern or range.
	Takes string `json:"takes"`
	// Several is what it becomes with several values; empty: it stays.
	Several string `json:"several"`
}

// Rules are what the data source needs of the parts of the contract that OpenAPI has no words for. What may be asked
// of which field is the controller's to judge.
type Rules struct {
	Operators map[string]OperatorRule `json:"operators"`
	Fields    struct {
		Jobs        map[string]FieldSpec `json:"jobs"`
		Logs        map[string]FieldSpec `json:"logs"`
		JumpScripts map[string]FieldSpec `json:"jumpscripts"`
		NodeStats   map[string]FieldSpec `json:"nodeStats"`
		Failures    map[string]FieldSpec `json:"failures"`
	} `json:"fields"`
	// FormerFields: what a field of jobs was called once → what it is called now.
	FormerFields map[string]string `json:"formerFields"`
	// StatFigures are what is told of the samples of node stats.
	StatFigures []string `json:"statFigures"`
	// ShortestStatBucketMs: shorter buckets would have holes between samples.
	ShortestStatBucketMs int `json:"shortestStatBucketMs"`
	// NowFigures are the figures of each row of what is there now, by query type: the first one when none is named.
	NowFigures map[string][]struct {
		Value string `json:"value"`
		Label string `json:"label"`
	} `json:"nowFigures"`
	// AlertQuery is the saved query that an alert rule asks unless it says otherwise.
	AlertQuery json.RawMessage `json:"alertQuery"`
	// OwnSource is what the controller's own rows have as their source.
	OwnSource string `json:"ownSource"`
	// AllValue is what a dashboard variable's "All" stands for: its condition holds nothing back.
	AllValue  string                 `json:"allValue"`
	States    map[JobState]StateLook `json:"states"`
	LogLevels map[string]string      `json:"logLevels"`
	Limits    struct {
		Buckets         int `json:"buckets"`
		DefaultPageRows int `json:"defaultPageRows"`
		// DefaultAnnotations is how many jobs are marked on a graph unless the query says otherwise.
		DefaultAnnotations int `json:"defaultAnnotations"`
		// PageRows is the most that one page may have.
		PageRows int `json:"pageRows"`
		// QueryRows is the most that one query of the data source may have.
		QueryRows      int `json:"queryRows"`
		SeqsPerAttempt int `json:"seqsPerAttempt"`
	} `json:"limits"`
}

//go:embed rules.json
var rulesJSON []byte

// TheRules is contract/src/filter.ts, limits.ts and logLine.ts, written down once.
var TheRules = mustReadRules(rulesJSON)

func mustReadRules(text []byte) Rules {
	var rules Rules
	if err := json.Unmarshal(text, &rules); err != nil {
		panic(fmt.Sprintf("pkg/contract/rules.json was built in and does not parse: %v; run npm run generate", err))
	}
	return rules
}
