package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JumpScripts asks for the current versions; they are few, so the list is not paged.
type JumpScripts struct {
	Params contract.ListJumpScriptsParams
}

func (JumpScripts) isQuery() {}

func parseJumpScripts(m model, _ backend.DataQuery) (Query, error) {
	filters, err := wireFilters(m.Filters, contract.TheRules.Fields.JumpScripts)
	if err != nil {
		return nil, err
	}
	search, err := m.searchText()
	if err != nil {
		return nil, err
	}
	return JumpScripts{contract.ListJumpScriptsParams{Filter: filters, Q: search}}, nil
}
