package query

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestAVariableThatNobodyReplacedIsRefusedInWords(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"of a condition", `{"queryType":"jobs","filters":[{"field":"state","operator":"in","values":["$state"]}]}`, "$state in the condition on state"},
		{"with a format", `{"queryType":"jobs","filters":[{"field":"nodeName","operator":"=","values":["${node:csv}"]}]}`, "${node:csv} in the condition on nodeName"},
		{"of old", `{"queryType":"jobs","filters":[{"field":"nodeName","operator":"!=","values":["a","[[node]]"]}]}`, "[[node]] in the condition on nodeName"},
		{"that names a job", `{"queryType":"job","guid":"$guid"}`, "$guid in its guid"},
		{"that names a JumpScript", `{"queryType":"jumpscript","jumpscriptId":"${jumpscript}"}`, "${jumpscript} in its JumpScript"},
		{"to search for", `{"queryType":"jobs","search":" $text "}`, "in its search"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Parse(backend.DataQuery{JSON: []byte(tc.json), TimeRange: lastHour}, false)
			require.ErrorContains(t, err, tc.want)
			require.True(t, backend.IsDownstreamError(err))
		})
	}
}

func TestADollarThatIsMeantAsOneIsNoVariable(t *testing.T) {
	for _, json := range []string{
		`{"queryType":"jobs","isReplaced":true,"filters":[{"field":"cmd","operator":"=","values":["$state"]}],"search":"$x"}`,
		`{"queryType":"jobs","filters":[{"field":"result","operator":"contains","values":["$HOME"]}]}`,
		`{"queryType":"jobs","filters":[{"field":"cmd","operator":"regex","values":["$cmd"]}]}`,
		`{"queryType":"jobs","filters":[{"field":"cmd","operator":"=","values":["a$b"]}],"search":"costs $5"}`,
		`{"queryType":"jobs","typed":{"search":"$x","filters":["cmd|=|$x"]}}`,
	} {
		_, err := Parse(backend.DataQuery{JSON: []byte(json), TimeRange: lastHour}, false)
		require.NoError(t, err, json)
	}
}
