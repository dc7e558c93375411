package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readNodes asks for the nodes and their agents, as of now.
func readNodes(m model, _ backend.DataQuery) (Query, error) {
	show, err := shapeOfNow(m, frames.Nodes, frames.NodeNumbers)
	if err != nil {
		return nil, err
	}
	return ask(controller.Get[contract.NodeList]("/nodes", nil), show)
}
