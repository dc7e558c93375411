package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readQueues asks for depth and running per node and queue, as of now.
func readQueues(m model, _ backend.DataQuery) (Query, error) {
	show, err := shapeOfNow(m, frames.Queues, frames.QueueNumbers)
	if err != nil {
		return nil, err
	}
	return ask(controller.Get[contract.QueueList]("/queues", nil), show)
}
