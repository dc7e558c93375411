package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JumpScript asks for one JumpScript with its source. ID is empty when none was chosen; no version means the current one.
type JumpScript struct {
	ID     string
	Params contract.GetJumpScriptParams
}

func (JumpScript) isQuery() {}

func parseJumpScript(m model, _ backend.DataQuery) (Query, error) {
	return JumpScript{
		ID:     strings.TrimSpace(m.JumpScriptID),
		Params: contract.GetJumpScriptParams{Version: optional(int(m.JumpScriptVersion))},
	}, nil
}
