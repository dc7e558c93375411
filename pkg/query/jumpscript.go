package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJumpScript asks for one JumpScript with its source, or nothing when none was chosen; no version means the current.
func readJumpScript(m model, _ backend.DataQuery) (Query, error) {
	chosen := strings.TrimSpace(m.JumpScriptID)
	if chosen == "" {
		return unasked(frames.NoJumpScript()), nil
	}
	params := contract.GetJumpScriptParams{Version: optional(int(m.JumpScriptVersion))}
	return askOf(chosen, func(id controller.ID) controller.Request[contract.JumpScriptDetails] {
		return controller.Get[contract.JumpScriptDetails]("/jumpscripts/"+id.String(), params)
	}, frames.JumpScript)
}
