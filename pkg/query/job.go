package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJob asks for one job, or nothing: a Job Details dashboard may be opened without choosing a job.
func readJob(m model, _ backend.DataQuery) (Query, error) {
	guid := strings.TrimSpace(m.GUID)
	if guid == "" {
		return unasked(frames.NoJob()), nil
	}
	return askOf(guid, func(id controller.ID) controller.Request[contract.Job] {
		return controller.Get[contract.Job]("/jobs/"+id.String(), nil)
	}, frames.Job)
}
