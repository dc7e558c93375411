package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readControllerBehind asks how far the controller's own work is behind, as of now.
func readControllerBehind(model, backend.DataQuery) (Query, error) {
	return ask(controller.Get[contract.ControllerInfo]("/info", nil), frames.ControllerBehind)
}
