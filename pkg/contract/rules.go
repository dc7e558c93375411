package contract

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// FieldSpec says what may be asked of a field.
type FieldSpec struct {
	// Kind decides the operators: keyword, list, text, number or time.
	Kind  string `json:"kind"`
	Label string `json:"label"`
	// Unit is ms, s or empty.
	Unit          string `json:"unit"`
	IsSortable    bool   `json:"isSortable"`
	IsCompletable bool   `json:"isCompletable"`
}

// Limits are the API's own; the controller enforces them, the data source stays below them.
type Limits struct {
	PageRows       int `json:"pageRows"`
	Conditions     int `json:"conditions"`
	ConditionChars int `json:"conditionChars"`
	SearchChars    int `json:"searchChars"`
	Buckets        int `json:"buckets"`
}

// Rules are the parts of the contract that OpenAPI has no words for.
type Rules struct {
	OperatorsByKind map[string][]string `json:"operatorsByKind"`
	Fields          struct {
		Jobs        map[string]FieldSpec `json:"jobs"`
		Logs        map[string]FieldSpec `json:"logs"`
		JumpScripts map[string]FieldSpec `json:"jumpscripts"`
	} `json:"fields"`
	// FormerFields: what a field of jobs was called once → what it is called now.
	FormerFields map[string]string `json:"formerFields"`
	TimeFields   []string          `json:"timeFields"`
	GroupFields  []string          `json:"groupFields"`
	LogLevels    map[string]string `json:"logLevels"`
	Limits       Limits            `json:"limits"`
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
