package contract

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The same vectors are checked in TypeScript by contract/src/examples.test.ts.
var examples = map[string]any{
	"fieldValues":        &FieldValues{},
	"info":               &ControllerInfo{},
	"job":                &Job{},
	"jobCounts":          &JobCounts{},
	"jobCountsNone":      &JobCounts{},
	"jobDurationNumbers": &JobDurations{},
	"jobDurations":       &JobDurations{},
	"jobList":            &JobList{},
	"jobNumbers":         &JobCounts{},
	"jobOk":              &Job{},
	"jumpscript":         &JumpScriptDetails{},
	"jumpscriptList":     &JumpScriptList{},
	"logCounts":          &LogCounts{},
	"logList":            &LogList{},
	"nodeList":           &NodeList{},
	"nodeStats":          &NodeStats{},
	"nodeStatNumbers":    &NodeStats{},
	"problem":            &Problem{},
	"queueList":          &QueueList{},
}

func TestEveryExampleDecodesAndIsWrittenBackUnchanged(t *testing.T) {
	paths, err := filepath.Glob("../../contract/examples/*.json")
	require.NoError(t, err)
	require.Len(t, paths, len(examples), "every example vector has its type here")

	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.DisallowUnknownFields()
			require.NoError(t, decoder.Decode(examples[name]))

			written, err := json.Marshal(examples[name])
			require.NoError(t, err)
			// Compared as numbers in text, so that a large integer that went through a float would show.
			require.Equal(t, plain(t, text), plain(t, written))
		})
	}
}

func plain(t *testing.T, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	require.NoError(t, decoder.Decode(&value))
	return value
}
