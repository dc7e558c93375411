package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readQueues asks for depth and running per node and queue, as of now.
func readQueues(model, backend.DataQuery) (Query, error) {
	return ask(controller.Get[contract.QueueList]("/queues", nil), frames.Queues)
}
