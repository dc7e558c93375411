package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readNodes asks for the nodes and their agents, as of now.
func readNodes(model, backend.DataQuery) (Query, error) {
	return ask(controller.Get[contract.NodeList]("/nodes", nil), frames.Nodes)
}
