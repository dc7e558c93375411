package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// ControllerBehind is one number per part of the controller's own work: by how many seconds it is behind.
func ControllerBehind(info contract.ControllerInfo) data.Frames {
	part := func(name string, ms int) *data.Frame {
		return numberFrame("Behind", "s", data.Labels{"part": name}, float64(ms)/1000)
	}
	frames := data.Frames{part("leases", info.Behind.Leases), part("planning", info.Behind.Planning)}
	return series(data.FrameTypeNumericMulti, frames, Custom{Kind: "controllerBehind", AsOf: info.AsOf})
}
