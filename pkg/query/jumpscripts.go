package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJumpScripts asks for the current versions; they are few, so the list is not paged.
func readJumpScripts(m model, _ backend.DataQuery) (Query, error) {
	params := contract.ListJumpScriptsParams{Filter: m.wireFilters(), Q: m.searchText()}
	return ask(controller.Get[contract.JumpScriptList]("/jumpscripts", params), frames.JumpScripts)
}
