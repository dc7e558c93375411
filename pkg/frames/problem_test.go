package frames

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func TestAListSaysOfAJumpScriptWhatNeedsSomebody(t *testing.T) {
	line := "line 3: '(' was never closed"
	broken := problemOf(contract.JumpScript{IsBroken: true, ParseError: &line, Notices: []string{"line 5: needs node"}})
	require.Equal(t, "Broken: line 3: '(' was never closed", *broken)
	warned := problemOf(contract.JumpScript{Notices: []string{"line 5: needs node", "line 7: too"}})
	require.Equal(t, "line 5: needs node\nline 7: too", *warned)
	require.Nil(t, problemOf(contract.JumpScript{}))
}
