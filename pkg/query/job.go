package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Job asks for one job. GUID is empty on a Job Details dashboard that was opened without choosing a job.
type Job struct{ GUID string }

func (Job) isQuery() {}

func parseJob(m model, _ backend.DataQuery) (Query, error) {
	return Job{GUID: strings.TrimSpace(m.GUID)}, nil
}
